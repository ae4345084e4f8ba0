"""Commands about column mappings: what the columns of a plain CSV are called."""

from typing import TYPE_CHECKING, Annotated, Literal

from typer import Argument, Option, Typer

from ballast_adapters.cli.options import FormOption
from ballast_adapters.cli.output import say
from ballast_adapters.cli.recorded import recorded_here
from ballast_adapters.cli.run import query
from ballast_adapters.cli.selecting import Place, at_place
from ballast_core.shared.errors import InvalidError, Problem

if TYPE_CHECKING:  # `--help` must not wait for pydantic and NumPy
    from ballast_adapters.cli.selecting import Ballast
    from ballast_core.trades import ColumnMapping

commands = Typer(
    no_args_is_help=True,
    rich_markup_mode="rich",
    help="How the columns of your own CSV files are called: list, save and drop column mappings.",
)

MappingName = Annotated[str, Argument(metavar="NAME", help="What the mapping is called.", show_default=False)]


@commands.command("list")
@at_place
def list_mappings(place: Place, form: FormOption = "table") -> None:
    """List the column mappings that were saved."""
    place.show(form, lambda ballast: ballast.trades.list_mappings())


@commands.command("save")
@at_place
def save_mapping(
    place: Place,
    name: MappingName,
    column: Annotated[
        list[str],
        Option(
            metavar="OURS=THEIRS",
            help="Which column of the file holds what, such as entry_at=Opened; repeat it for each.",
            show_default=False,
        ),
    ],
    *,
    delimiter: Annotated[Literal[",", ";", "tab"], Option(help="What stands between the columns.")] = ",",
    decimal: Annotated[Literal[".", ","], Option(help="What stands before the decimals.")] = ".",
    when: Annotated[
        str, Option(metavar="FORMAT", help="How moments are written, in the codes of strptime, or iso.")
    ] = "%Y-%m-%d %H:%M:%S",
) -> None:
    """Save how the columns of a CSV are called, for `ballast trades add --mapping NAME`.

    Needed are side, entry_at, exit_at, entry_price, exit_price, and net or gross. There may be contracts,
    commission, slippage, run_up, drawdown, number, entry_signal, exit_signal, symbol, interval and strategy.
    """
    from ballast_core.trades import ColumnMapping

    mapping = query(
        ColumnMapping,
        name=name,
        columns=_pairs(column),
        delimiter="\t" if delimiter == "tab" else delimiter,
        decimal=decimal,
        when=when,
    )

    async def work(ballast: "Ballast") -> "ColumnMapping":
        saving = ballast.trades.save_mapping(mapping)
        return await recorded_here(ballast, "trades.save_mapping", name, saving)

    place.ask(work)
    say(f"The mapping {name} is saved.")


@commands.command("drop")
@at_place
def drop_mapping(place: Place, name: MappingName) -> None:
    """Forget a column mapping; files that were added with it stay."""

    async def work(ballast: "Ballast") -> None:
        dropping = ballast.trades.drop_mapping(name)
        await recorded_here(ballast, "trades.drop_mapping", name, dropping)

    place.ask(work)
    say(f"The mapping {name} is forgotten.")


def _pairs(given: list[str]) -> dict[str, str]:
    pairs = [one.partition("=") for one in given]
    problems = [
        Problem("--column", f"write {ours or 'entry_at'}=HEADER, not {ours!r}")
        for ours, equals, theirs in pairs
        if not (ours.strip() and equals and theirs.strip())
    ]
    if problems:
        raise InvalidError(problems[0].what, *problems)
    return {ours.strip(): theirs.strip() for ours, _, theirs in pairs}
