"""TradeStation workbooks: the trades of one sheet, the daily marks of another, the settings of a third."""

from collections.abc import Mapping
from dataclasses import replace

from ballast_core.trades.entities import DayColumns, FileFinding, Rows, Source, TradeBook, TradeColumns
from ballast_core.trades.parsing import names
from ballast_core.trades.parsing.daily import is_daily, read_daily
from ballast_core.trades.parsing.faults import Faults, listed
from ballast_core.trades.parsing.findings import finding
from ballast_core.trades.parsing.grid import Header, folded
from ballast_core.trades.parsing.pairs import read_pairs, trades_header
from ballast_core.trades.parsing.parsed import FileFacts, ParsedFile, StatedName
from ballast_core.trades.parsing.settings import Settings, is_settings, read_settings

HEADER = "`#`, `Type`, `Date/Time`, `Price`, in English"
_HALF_A_CENT = 0.005


def parse_tradestation(name: str, sheets: Mapping[str, Rows]) -> ParsedFile:
    """Read a workbook of TradeStation's; sheets are told by what is in them, not by their names.

    Raises `BadWorkbookError` with all that is wrong, by sheet and cell.
    """
    faults = Faults(name)
    header = _trades(sheets, faults)
    trades, claims = read_pairs(header, sheets[header.sheet], faults)
    if not len(trades):
        faults.note(header.sheet, "there is no trade below the header")
    day_sheet = _only([sheet for sheet, rows in sheets.items() if is_daily(sheet, rows)], "daily", faults)
    page = _only([sheet for sheet, rows in sheets.items() if is_settings(rows)], "settings", faults)
    daily = read_daily(day_sheet, sheets[day_sheet], faults) if day_sheet else None
    daily = daily if daily is not None and len(daily) else None
    settings = read_settings(page, sheets[page], faults) if page else None
    faults.raise_any()
    stated = names.read_name(name)
    return ParsedFile(
        name=name,
        facts=_facts(name, stated, settings or Settings(), faults),
        book=TradeBook(_with_costs(trades), daily),
        claims=claims,
        stated=stated,
        findings=_missing(daily, page),
    )


def is_tradestation(sheets: Mapping[str, Rows]) -> bool:
    """Return whether one of the sheets is a list of trades in pairs of rows."""
    return any(trades_header(sheet, rows) for sheet, rows in sheets.items())


def _trades(sheets: Mapping[str, Rows], faults: Faults) -> Header:
    headers = [header for sheet, rows in sheets.items() if (header := trades_header(sheet, rows))]
    if not headers:
        faults.refuse("", f"no sheet has the header of a trades list: {HEADER}")
    sheet = _only([header.sheet for header in headers], "trades list", faults)
    return next(header for header in headers if header.sheet == sheet)


def _only(found: list[str], kind: str, faults: Faults) -> str:
    """Return the one sheet of a kind, of several the one that is named so, and nothing for none."""
    named = [sheet for sheet in found if folded(sheet) == kind]
    if len(found) > 1 and len(named) != 1:
        faults.refuse("", f"several sheets could be the {kind}: {listed(found)}; leave one of them")
    return (named or found or [""])[0]


def _facts(name: str, stated: StatedName, settings: Settings, faults: Faults) -> FileFacts:
    """Return what is known of the file: its settings first, then its name."""
    symbol = names.bare_symbol(settings.symbol) or stated.symbol
    if not symbol:
        like = "tradeslist_MES_15_Trend.xlsx"
        faults.refuse("", f"no symbol is known: no settings sheet, and the name is not like `{like}`")
    minutes = names.minutes(settings.interval)
    return FileFacts(
        source=Source.TRADESTATION,
        symbol=symbol,
        symbol_text=settings.symbol,
        description=settings.description,
        interval=settings.interval or (f"{stated.interval_minutes} min." if stated.interval_minutes else ""),
        interval_minutes=minutes if settings.interval else stated.interval_minutes,
        strategy=stated.strategy or settings.strategy or names.stem(name),
        strategy_text=settings.strategy,
        first_bar=settings.first_bar,
        last_bar=settings.last_bar,
        commission=settings.commission,
        slippage=settings.slippage,
        initial_capital=settings.initial_capital,
        trade_size=settings.trade_size,
        display_periods=settings.display_periods,
    )


def _with_costs(trades: TradeColumns) -> TradeColumns:
    """Read costs as those of the whole position where only that gives the stated net profit.

    The sheet counts them by contract; some reports count them by trade.
    """
    taken = trades.gross - trades.net
    by_contract = trades.commission + trades.slippage
    by_trade = by_contract / trades.contracts
    fits = [abs(taken - cost) < _HALF_A_CENT for cost in (by_contract, by_trade)]
    if fits[1].sum() <= fits[0].sum():
        return trades
    return replace(
        trades,
        commission=trades.commission / trades.contracts,
        slippage=trades.slippage / trades.contracts,
    )


def _missing(daily: DayColumns | None, page: str) -> tuple[FileFinding, ...]:
    findings: list[FileFinding] = []
    if daily is None:
        said = "there is no daily sheet with marks: equity can only move when a trade is closed"
        findings.append(finding("daily.missing", said))
    if not page:
        said = "there is no settings sheet: symbol, interval and strategy are those of the file's name"
        findings.append(finding("settings.missing", said))
    return tuple(findings)
