"""Made-up TradeStation workbooks in the true layout, the same content for the same specification."""

from ballast_adapters.sample.workbooks_marks import mark_daily
from ballast_adapters.sample.workbooks_sheets import write_workbook
from ballast_adapters.sample.workbooks_spec import Market, WorkbookSpec
from ballast_adapters.sample.workbooks_trades import invent_trades
from ballast_core.trades import DayColumns, TradeBook, TradeColumns

__all__ = ["Market", "WorkbookSpec", "make_book", "make_workbook"]


def make_workbook(spec: WorkbookSpec) -> bytes:
    """Return the workbook: trades, daily marks that add up to them, and settings."""
    trades, daily = make_rows(spec)
    return write_workbook(spec, trades, daily)


def make_book(spec: WorkbookSpec) -> TradeBook:
    """Return the rows that a reader must find in the workbook."""
    trades, daily = make_rows(spec)
    return TradeBook(trades, daily)


def make_rows(spec: WorkbookSpec) -> tuple[TradeColumns, DayColumns | None]:
    """Return trades and daily marks; None for the marks when the sheet is missing."""
    invented = invent_trades(spec)
    if spec.daily == "missing":
        return invented.trades, None
    return invented.trades, mark_daily(invented, cut=spec.daily == "truncated")
