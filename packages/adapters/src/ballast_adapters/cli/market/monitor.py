"""Commands about what of market data is there, missing, stale and wrong."""

from typing import Annotated, Literal

from typer import Argument, Option, Typer

from ballast_adapters.cli.market.bars import FromOption, ToOption
from ballast_adapters.cli.options import FormOption, LimitOption, OffsetOption
from ballast_adapters.cli.run import query
from ballast_adapters.cli.selecting import Place, at_place

commands = Typer(rich_markup_mode="rich")

Symbols = Annotated[
    list[str] | None, Argument(metavar="[SYMBOL]...", help="Symbols; all without one.", show_default=False)
]


@commands.command("coverage")
@at_place
def show_coverage(
    place: Place,
    symbols: Symbols = None,
    *,
    start: FromOption = None,
    end: ToOption = None,
    source: Annotated[str, Option(metavar="NAME", help="Only bars of this source count.")] = "",
    form: FormOption = "table",
) -> None:
    """Show how complete each symbol is, of ten years unless asked otherwise, and each topic."""
    from ballast_core.market import CoverageAsk

    wanted = query(CoverageAsk, symbols=_split(symbols), start=start, end=end, source=source)
    place.show(form, lambda ballast: ballast.market.show_coverage(wanted))


@commands.command("gaps")
@at_place
def list_gaps(
    place: Place,
    symbols: Symbols = None,
    *,
    start: FromOption = None,
    end: ToOption = None,
    form: FormOption = "table",
) -> None:
    """List stretches of sessions without bars."""
    from ballast_core.market import GapsAsk

    wanted = query(GapsAsk, symbols=_split(symbols), start=start, end=end)
    place.show(form, lambda ballast: ballast.market.list_gaps(wanted))


@commands.command("findings")
@at_place
def list_market_findings(
    place: Place,
    symbols: Symbols = None,
    *,
    start: FromOption = None,
    end: ToOption = None,
    rule: Annotated[str | None, Option(metavar="RULE", help="Only of this rule.")] = None,
    severity: Annotated[
        Literal["reject", "flag"] | None, Option(help="Rows that were left out, or only marked.")
    ] = None,
    resolved: Annotated[bool, Option("--resolved", metavar="", help="Those that are settled, too.")] = False,
    limit: LimitOption = 100,
    offset: OffsetOption = 0,
    form: FormOption = "table",
) -> None:
    """List what is wrong with bars, or looks so."""
    from ballast_core.market import FindingsAsk

    wanted = query(
        FindingsAsk,
        symbols=_split(symbols),
        start=start,
        end=end,
        rule=rule,
        severity=severity,
        resolved=resolved,
        limit=limit,
        offset=offset,
    )
    place.show(form, lambda ballast: ballast.market.list_market_findings(wanted))


@commands.command("schemas")
@at_place
def show_schemas(
    place: Place,
    schema: Annotated[
        str | None, Argument(metavar="SCHEMA", help="The tables of one schema.", show_default=False)
    ] = None,
    symbols: Annotated[
        bool, Option("--symbols", metavar="", help="Its symbols or series instead of its tables.")
    ] = False,
    form: FormOption = "table",
) -> None:
    """Show how much is stored where."""
    if schema is None:
        place.show(form, lambda ballast: ballast.market.show_schemas())
    elif symbols:
        place.show(form, lambda ballast: ballast.market.list_schema_symbols(schema))
    else:
        place.show(form, lambda ballast: ballast.market.show_schema_stats(schema))


def _split(symbols: list[str] | None) -> list[str]:
    return [symbol for text in symbols or () for symbol in text.split(",") if symbol.strip()]
