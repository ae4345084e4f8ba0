"""Plain CSV files, one row a trade, whose columns a mapping names; and those that Ballast writes."""

from collections.abc import Sequence

from ballast_core.trades.entities import ColumnMapping, Rows, Source, TradeBook
from ballast_core.trades.parsing import names
from ballast_core.trades.parsing.faults import Faults, listed
from ballast_core.trades.parsing.findings import finding
from ballast_core.trades.parsing.grid import Grid, below, demand, find_header, folded
from ballast_core.trades.parsing.lines import Spelling, decode, split_rows
from ballast_core.trades.parsing.parsed import FileFacts, ParsedFile, StatedName, no_claims
from ballast_core.trades.parsing.whole import Whole, build_trades

COLUMNS = (
    *("number", "side", "contracts", "entry_at", "exit_at", "entry_price", "exit_price", "gross", "net"),
    *("commission", "slippage", "run_up", "drawdown", "entry_signal", "exit_signal"),
    *("symbol", "interval", "strategy"),
)
"""Our names of the columns that a mapping may name."""
REQUIRED = ("side", "entry_at", "exit_at", "entry_price", "exit_price")
BALLAST = ColumnMapping(name="ballast", columns={name: name for name in COLUMNS}, when="iso")
"""The mapping of Ballast's own export of trades."""


def parse_plain(name: str, content: bytes, mapping: ColumnMapping) -> ParsedFile:
    """Read a CSV file by a mapping. Raises `BadWorkbookError` with all that is wrong, by line."""
    faults = Faults(name)
    unknown = sorted(set(mapping.columns) - set(COLUMNS))
    if unknown:
        faults.refuse("", f"the mapping {mapping.name!r} names {listed(unknown)}, which no trade has")
    rows = split_rows(decode(content, faults), mapping.delimiter, faults)
    grid = _grid(rows, mapping, faults)
    spelling = Spelling(mapping.decimal, mapping.when)
    columns = {ours: grid.column(ours, theirs) for ours, theirs in mapping.columns.items()}
    there = {ours: cells for ours, cells in columns.items() if ours in grid.header.columns}
    table = Whole(there, spelling, faults)
    return parse_whole(name, table, Source.CSV, faults)


def parse_whole(name: str, table: Whole, source: Source, faults: Faults) -> ParsedFile:
    """Turn a table of one row a trade into a file, once its columns are known."""
    trades = build_trades(table)
    if not len(trades):
        faults.note("", "there is no trade below the header")
    stated = names.read_name(name)
    facts = _facts(name, table, stated, source)
    if not facts.symbol:
        like = "tradeslist_MES_15_Trend.csv"
        faults.note("", f"no symbol is known: no column has it, and the name is not like `{like}`")
    faults.raise_any()
    findings = [finding("daily.missing", "the file has no daily marks: equity moves when a trade is closed")]
    if not trades.gross[trades.closed].size or not (trades.gross == trades.gross).any():
        findings.append(finding("source.net_only", "the file tells net profit only: costs are not known"))
    return ParsedFile(
        name=name,
        facts=facts,
        book=TradeBook(trades, None),
        claims=no_claims(len(trades)),
        stated=stated,
        findings=tuple(findings),
    )


def is_ballast(header: Sequence[object]) -> bool:
    """Return whether a line is the header of Ballast's own export."""
    return {*REQUIRED, "net"} <= {folded(cell) for cell in header if isinstance(cell, str)}


def _grid(rows: Rows, mapping: ColumnMapping, faults: Faults) -> Grid:
    spellings = {ours: (" ".join(theirs.casefold().split()),) for ours, theirs in mapping.columns.items()}
    missing = [name for name in REQUIRED if name not in spellings]
    if missing or not {"gross", "net"} & spellings.keys():
        wanted = listed(missing or ["net", "gross"])
        faults.refuse("", f"the mapping {mapping.name!r} does not name a column for {wanted}")
    header = find_header("", rows, spellings, needed=min(len(REQUIRED), len(spellings)))
    if header is None:
        theirs = listed([mapping.columns[name] for name in REQUIRED])
        faults.refuse("line 1", f"no header with the columns {theirs} of the mapping {mapping.name!r}")
    demand(header, {ours: (mapping.columns[ours],) for ours in spellings}, REQUIRED, faults)
    if not {"gross", "net"} & header.columns.keys():
        faults.refuse(f"line {header.row + 1}", "the header has neither a net nor a gross profit")
    return below(header, rows)


def _facts(name: str, table: Whole, stated: StatedName, source: Source) -> FileFacts:
    symbol = table.single("symbol", "symbols") if "symbol" in table.columns else ""
    strategy = table.single("strategy", "strategies") if "strategy" in table.columns else ""
    interval = table.single("interval", "intervals") if "interval" in table.columns else ""
    minutes = names.minutes(interval) if interval else stated.interval_minutes
    return FileFacts(
        source=source,
        symbol=names.bare_symbol(symbol) or stated.symbol,
        symbol_text=symbol,
        interval=interval or (f"{minutes} min." if minutes else ""),
        interval_minutes=minutes,
        strategy=strategy or stated.strategy or names.stem(name),
        strategy_text=strategy,
    )
