"""Two exports of one strategy: which they are, and whether one may stand for the other."""

from collections.abc import Iterable

from ballast_core.trades.entities import TradeFile
from ballast_core.trades.errors import ShorterExportError


def same_strategy(file: TradeFile, others: Iterable[TradeFile]) -> list[TradeFile]:
    """Return the other files of the same source, symbol, interval and strategy."""
    return [one for one in others if one.id != file.id and _strategy(one) == _strategy(file)]


def require_longer(file: TradeFile, others: Iterable[TradeFile]) -> None:
    """Raise `ShorterExportError` when one of the others knows of later trades, or of more by the same day.

    A file that begins later may replace: TradeStation moves the start of a long history along.
    """
    for other in others:
        if file.last_day is None or (other.last_day is not None and file.last_day < other.last_day):
            ends = "holds nothing" if file.last_day is None else f"ends on {file.last_day}"
            raise ShorterExportError(file.name, other.name, f"it {ends}, the other one on {other.last_day}")
        if file.last_day == other.last_day and _trades(file) < _trades(other):
            why = f"by {file.last_day} it has {_trades(file)} trades, the other one {_trades(other)}"
            raise ShorterExportError(file.name, other.name, why)


def _strategy(file: TradeFile) -> tuple[str, ...]:
    return file.source.value, file.symbol, file.interval, file.strategy


def _trades(file: TradeFile) -> int:
    return file.closed_trades + file.open_trades
