"""What is known about a file of trades, as lines that a person reads."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # `--help` must not wait for pydantic and NumPy
    from ballast_core.trades import TradeFile

_MEGABYTE = 1_000_000


def facts(file: "TradeFile") -> list[tuple[str, str]]:
    """Return names and values; what the file does not say is left out."""
    return [(name, value) for name, value in _all(file) if value]


def _all(file: "TradeFile") -> Iterator[tuple[str, str]]:
    from ballast_core.shared.cells import printable

    yield "id", file.id
    yield "from", f"{file.source.value}, {file.size_bytes / _MEGABYTE:.2f} MB, added {_moment(file.added_at)}"
    yield "symbol", printable(" – ".join(filter(None, (file.symbol, file.description))))
    yield "interval", printable(file.interval)
    yield "strategy", printable(" – ".join(filter(None, (file.strategy, file.strategy_text))))
    yield "days", _between(file.first_day, file.last_day)
    yield "bars", _between(file.first_bar, file.last_bar)
    yield "trades", f"{file.closed_trades:,} closed, {file.open_trades:,} open"
    yield "net profit", _money(file.net_profit)
    yield "marked profit", _marked(file)
    yield "costs a side", _costs(file)
    yield "capital", _money(file.initial_capital)
    yield "trade size", "" if file.trade_size is None else f"{file.trade_size:g}"
    yield "daily marks", _marks(file)


def _marked(file: "TradeFile") -> str:
    if file.marked_profit is None:
        return ""
    return _money(file.marked_profit) + (", open trades included" if file.open_trades else "")


def _costs(file: "TradeFile") -> str:
    costs = (("commission", file.commission), ("slippage", file.slippage))
    return ", ".join(f"{name} {_money(cost)}" for name, cost in costs if cost is not None)


def _marks(file: "TradeFile") -> str:
    if not file.has_marks:
        return "none: equity moves only when a trade is closed"
    split = "exact by side" if file.exact_sides else "not divisible by side"
    return f"{file.daily_rows:,} days, {split}"


def _money(amount: float | None) -> str:
    return "" if amount is None else f"{amount:z,.2f}"


def _between(first: date | None, last: date | None) -> str:
    if first is None or last is None:
        return ""
    return f"{_moment(first)} to {_moment(last)}"


def _moment(at: date) -> str:
    if isinstance(at, datetime):
        return f"{at:%Y-%m-%d %H:%M}{'Z' if at.tzinfo else ''}"
    return at.isoformat()
