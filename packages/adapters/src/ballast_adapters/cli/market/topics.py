"""Commands about economic series, news and events."""

from datetime import date
from typing import Annotated

from typer import Argument, Option, Typer

from ballast_adapters.cli.options import (
    FormOption,
    FromOption,
    LimitOption,
    OffsetOption,
    ToOption,
    parse_day,
)
from ballast_adapters.cli.run import query
from ballast_adapters.cli.selecting import Place, at_place

commands = Typer(rich_markup_mode="rich")

# These names stand in the core, too; here they let `--help` answer without loading it. A test compares them.
EVENT_KINDS = ("earnings", "dividend", "split", "release", "market", "geopolitical")

Symbols = Annotated[
    list[str] | None, Argument(metavar="[SYMBOL]...", help="Symbols; all without one.", show_default=False)
]


@commands.command("indicators")
@at_place
def list_indicators(place: Place, form: FormOption = "table") -> None:
    """List economic series with their last values, and how complete each is."""
    place.show(form, lambda ballast: ballast.market.list_indicators())


@commands.command("indicator")
@at_place
def show_indicator(
    place: Place,
    series: Annotated[str, Argument(metavar="SERIES", help="Id, such as UNRATE.", show_default=False)],
    *,
    as_of: Annotated[
        date | None, Option(parser=parse_day, metavar="DATE", help="As it was known on this day.")
    ] = None,
    start: FromOption = None,
    end: ToOption = None,
    form: FormOption = "table",
) -> None:
    """Show the values of a series, when each was known, and how often it was revised."""
    from ballast_core.market import IndicatorAsk

    ask = query(IndicatorAsk, series=series, as_of=as_of, start=start, end=end)
    place.show(form, lambda ballast: ballast.market.show_indicator(ask))


@commands.command("news")
@at_place
def list_articles(
    place: Place,
    symbols: Symbols = None,
    *,
    start: FromOption = None,
    end: ToOption = None,
    limit: LimitOption = 20,
    offset: OffsetOption = 0,
    form: FormOption = "table",
) -> None:
    """List articles, newest first, with their sentiment and who gave it."""
    from ballast_core.market import ArticlesAsk

    ask = query(ArticlesAsk, symbols=symbols or (), start=start, end=end, limit=limit, offset=offset)
    place.show(form, lambda ballast: ballast.market.list_articles(ask))


@commands.command("sentiment")
@at_place
def show_sentiment(
    place: Place,
    symbols: Symbols = None,
    *,
    start: FromOption = None,
    end: ToOption = None,
    form: FormOption = "table",
) -> None:
    """Show how many articles each day brought, and how they felt, by symbol and day."""
    from ballast_core.market import SentimentAsk

    ask = query(SentimentAsk, symbols=symbols or (), start=start, end=end)
    place.show(form, lambda ballast: ballast.market.show_sentiment(ask))


@commands.command("events")
@at_place
def list_events(
    place: Place,
    subjects: Annotated[
        list[str] | None,
        Argument(metavar="[SUBJECT]...", help="Symbols or regions; all without one.", show_default=False),
    ] = None,
    *,
    kinds: Annotated[
        list[str] | None,
        Option(
            "--kind", metavar="KIND", help=f"One of {', '.join(EVENT_KINDS)}; repeat it.", show_default=False
        ),
    ] = None,
    importance: Annotated[int, Option(min=1, max=4, metavar="N", help="The least that is shown.")] = 1,
    start: FromOption = None,
    end: ToOption = None,
    form: FormOption = "table",
) -> None:
    """List earnings, dividends, splits and releases; without days those of today and the next 30."""
    from ballast_core.market import EventsAsk

    asked = {"subjects": subjects or (), "kinds": kinds or (), "importance": importance}
    ask = query(EventsAsk, **asked, start=start, end=end)
    place.show(form, lambda ballast: ballast.market.list_events(ask))
