"""Commands about present prices."""

from typer import Typer

from ballast_adapters.cli.market.bars import Symbol
from ballast_adapters.cli.options import FormOption
from ballast_adapters.cli.selecting import Place, at_place

commands = Typer(rich_markup_mode="rich")


@commands.command("quote")
@at_place
def show_quote(place: Place, symbol: Symbol, form: FormOption = "table") -> None:
    """Show the present price of a symbol, how old it is and who said it.

    A price is kept for five minutes. When nobody can tell it is the last known one, or the last close.
    """
    place.show(form, lambda ballast: ballast.market.show_quote(symbol))
