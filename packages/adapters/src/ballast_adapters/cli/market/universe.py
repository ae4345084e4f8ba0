"""Commands about the universe: what is to be known of."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from typer import Argument, Option, Typer

from ballast_adapters.cli.options import FormOption, parse_day
from ballast_adapters.cli.output import say
from ballast_adapters.cli.recorded import recorded_here
from ballast_adapters.cli.run import query
from ballast_adapters.cli.selecting import Place, at_place
from ballast_core.shared.errors import InvalidError, Problem

if TYPE_CHECKING:  # `--help` must not wait for pydantic and NumPy
    from ballast_adapters.cli.selecting import Ballast
    from ballast_core.market import ImportReport, ImportSpec, Instrument

commands = Typer(
    no_args_is_help=True,
    rich_markup_mode="rich",
    help="What is to be known of: instruments, economic series, events that come again.",
)

# These names stand in the core, too; here they let `--help` answer without loading it. A test compares them.
KindChoice = Literal["instruments", "indicators", "recurring"]
InstrumentChoice = Literal["stock", "etf", "etn", "crypto", "index"]

KindOption = Annotated[KindChoice, Argument(metavar="[KIND]", help="instruments, indicators or recurring.")]
SymbolArgument = Annotated[
    str, Argument(metavar="SYMBOL", help="Symbol of an instrument.", show_default=False)
]


@commands.command("list")
@at_place
def list_universe(place: Place, kind: KindOption = "instruments", form: FormOption = "table") -> None:
    """List instruments, economic series, or events that come again."""
    place.show(form, lambda ballast: ballast.market.export_universe(kind))


@commands.command("export")
@at_place
def export_universe(place: Place, kind: KindOption = "instruments") -> None:
    """Write one kind as CSV, which can be imported again."""
    place.show("csv", lambda ballast: ballast.market.export_universe(kind))


@commands.command("import")
@at_place
def import_universe(
    place: Place,
    files: Annotated[list[Path], Argument(metavar="FILE...", help="CSV files.", show_default=False)],
    form: FormOption = "table",
) -> None:
    """Bring in CSV files of instruments, economic series or recurring events: all of them, or nothing.

    Their headers tell them apart; a column that a file does not have leaves alone what is known. The first
    universe brings the schedule market-daily along, which fetches every day at five in New York.
    """
    spec = _read(files)
    names = ", ".join(file.name for file in spec.files)

    async def asked(ballast: "Ballast") -> "ImportReport":
        importing = ballast.flows.import_universe(spec)
        return await recorded_here(
            ballast, "flows.import_universe", names, importing, lambda report: report.said()
        )

    place.show(form, asked)


@commands.command("add")
@at_place
def save_instrument(
    place: Place,
    symbol: SymbolArgument,
    *,
    name: Annotated[str, Option(metavar="TEXT", help="What it is called.", show_default=False)] = "",
    kind: Annotated[InstrumentChoice, Option(help="What it is.")] = "stock",
    sector: Annotated[str, Option(metavar="TEXT", help="Its sector.", show_default=False)] = "",
    exchange: Annotated[str, Option(metavar="TEXT", help="Its exchange.", show_default=False)] = "",
    calendar: Annotated[str, Option(metavar="CODE", help="When it trades: XNYS, XLON …, 24/7.")] = "XNYS",
    currency: Annotated[str, Option(metavar="CODE", help="What its prices are in.")] = "USD",
    first_listed: Annotated[
        date | None, Option(parser=parse_day, metavar="DATE", help="No bars are expected before it.")
    ] = None,
    delisted: Annotated[
        date | None, Option(parser=parse_day, metavar="DATE", help="No bars are expected after it.")
    ] = None,
) -> None:
    """Take an instrument into the universe, in place of a former one of its symbol."""
    from ballast_core.market import Instrument

    instrument = query(
        Instrument,
        symbol=symbol,
        name=name,
        kind=kind,
        sector=sector,
        exchange=exchange,
        calendar=calendar,
        currency=currency,
        first_listed=first_listed,
        delisted=delisted,
    )

    async def asked(ballast: "Ballast") -> "Instrument":
        saving = ballast.market.save_instrument(instrument)
        return await recorded_here(ballast, "market.save_instrument", instrument.symbol, saving)

    place.ask(asked)
    say(f"{instrument.symbol} is in the universe; `ballast market backfill` fetches its bars.")


@commands.command("remove")
@at_place
def remove_instrument(place: Place, symbol: SymbolArgument) -> None:
    """Take an instrument out of the universe; its bars stay."""

    async def asked(ballast: "Ballast") -> "Instrument":
        removing = ballast.market.remove_instrument(symbol)
        return await recorded_here(ballast, "market.remove_instrument", symbol, removing)

    say(f"{place.ask(asked).symbol} is no part of the universe any more; its bars stay.")


def _read(files: list[Path]) -> "ImportSpec":
    from ballast_core.market import ImportSpec, UniverseFile

    read: list[UniverseFile] = []
    for path in files:
        try:
            read.append(UniverseFile(path.name, path.expanduser().read_bytes()))
        except OSError as error:
            why = f"cannot be read: {error.strerror or error}"
            raise InvalidError(f"{path}: {why}", Problem(str(path), why)) from error
    return ImportSpec(tuple(read))
