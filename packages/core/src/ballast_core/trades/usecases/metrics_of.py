"""The metrics of a portfolio: each file and all of them, by side."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from operator import attrgetter

import numpy as np

from ballast_core.shared.arrays import Days, Floats
from ballast_core.shared.measures import DAYS_A_YEAR
from ballast_core.trades.entities import Direction, TradeColumns
from ballast_core.trades.rules.account import AccountFigures, account, account_figures
from ballast_core.trades.rules.curves import intraday_drawdown
from ballast_core.trades.rules.holding import Held, held_by_all, held_by_file
from ballast_core.trades.rules.joined import closed_in_order
from ballast_core.trades.rules.portfolio import Portfolio, Side
from ballast_core.trades.rules.statistics import TradeStatistics, statistics_of
from ballast_core.trades.rules.tally import Tally, course_of, in_order, tally, tally_of
from ballast_core.trades.usecases.metrics_view import MetricsRow, SideFigures

_SIGNS = {Direction.LONG: 1, Direction.SHORT: -1}
_STATISTICS = tuple(field.name for field in fields(TradeStatistics))
_ACCOUNT = tuple(field.name for field in fields(AccountFigures))
_of_statistics, _of_account = attrgetter(*_STATISTICS), attrgetter(*_ACCOUNT)


@dataclass(frozen=True, slots=True)
class Counted:
    """The trades of one side of a file, or of all: what they add up to, and how many are open."""

    sums: Tally
    statistics: TradeStatistics
    open_trades: int


@dataclass(frozen=True, slots=True)
class Grid:
    """Days (m,) of one side, with profit, and how far equity can have been below and above it, each (m,)."""

    days: Days
    profit: Floats
    below: Floats
    above: Floats


def metrics_rows(portfolio: Portfolio) -> tuple[MetricsRow, ...]:
    """Return the figures of the portfolio, then those of each file, on its own days as if it stood alone."""
    sides = _sides(portfolio)
    counted = [_counted_by_side(trades) for trades in portfolio.trades]
    files = range(len(portfolio.files))
    return (
        _portfolio_row(portfolio, sides, counted),
        *(_file_row(portfolio, sides, counted, at) for at in files),
    )


def _portfolio_row(
    portfolio: Portfolio, sides: Mapping[Direction, Side], counted: Sequence[Mapping[Direction, Counted]]
) -> MetricsRow:
    whole = _counted_together(portfolio.trades, counted)
    figures = {
        str(direction): _figures(
            whole[direction],
            Grid(portfolio.days, *(grid.sum(axis=1) for grid in (side.profit, side.below, side.above))),
            held_by_all(portfolio, side),
            portfolio.capital,
        )
        for direction, side in sides.items()
    }
    none = {"ref": "", "symbol": "", "interval": "", "strategy": ""}
    return MetricsRow.model_validate({"kind": "portfolio", "label": "Portfolio", **none, **figures})


def _file_row(
    portfolio: Portfolio,
    sides: Mapping[Direction, Side],
    counted: Sequence[Mapping[Direction, Counted]],
    at: int,
) -> MetricsRow:
    facts, own = portfolio.files[at], portfolio.own(at)
    if own.start == own.stop:  # no day within the dates
        own = slice(0, portfolio.days.size)
    figures = {
        str(direction): _figures(
            counted[at][direction],
            Grid(portfolio.days[own], *(grid[own, at] for grid in (side.profit, side.below, side.above))),
            held_by_file(portfolio, side, at),
            portfolio.capital,
        )
        for direction, side in sides.items()
    }
    said = {"symbol": facts.symbol, "interval": facts.interval, "strategy": facts.strategy}
    return MetricsRow.model_validate(
        {"kind": "file", "ref": facts.id, "label": facts.name, **said, **figures}
    )


def _figures(counted: Counted, grid: Grid, held: Held, capital: float) -> SideFigures:
    statistics, equity = counted.statistics, account(grid.days, grid.profit, capital)
    figures = account_figures(equity)
    deepest = float(intraday_drawdown(equity.values[1:], grid.below, grid.above, capital).min())
    needed = None if held.margin is None else -deepest + held.margin
    return SideFigures(
        **dict(zip(_STATISTICS, _of_statistics(statistics), strict=True)),
        **dict(zip(_ACCOUNT, _of_account(figures), strict=True)),
        open_trades=counted.open_trades,
        trades_a_year=statistics.closed_trades * DAYS_A_YEAR / grid.days.size,
        most_contracts_held=held.contracts,
        time_in_market=held.time,
        longest_flat_days=held.longest_flat,
        intraday_drawdown=deepest,
        margin_required=held.margin,
        account_size_required=needed,
        return_on_account=statistics.net_profit / needed if needed else None,
    )


def _counted_by_side(trades: TradeColumns) -> Mapping[Direction, Counted]:
    found = {Direction.ALL: _counted(trades, None)}
    for direction, sign in _SIGNS.items():
        one_sided = bool((trades.side == sign).all())
        found[direction] = found[Direction.ALL] if one_sided else _counted(trades, sign)
    return found


def _counted(trades: TradeColumns, sign: int | None) -> Counted:
    among = None if sign is None else trades.side == sign
    kept = in_order(trades, among)
    sums = tally(trades, kept)
    still = ~trades.closed if among is None else ~trades.closed & among
    course = course_of(trades.net[kept], trades.exit_at[kept])
    return Counted(sums, statistics_of(sums, course), int(np.count_nonzero(still)))


def _counted_together(
    trades: Sequence[TradeColumns], counted: Sequence[Mapping[Direction, Counted]]
) -> Mapping[Direction, Counted]:
    net, ends, long = closed_in_order(trades)
    found: dict[Direction, Counted] = {}
    for direction in Direction:
        parts = [one[direction] for one in counted]
        sums = tally_of([part.sums for part in parts])
        among = slice(None) if direction is Direction.ALL else long == (direction is Direction.LONG)
        statistics = statistics_of(sums, course_of(net[among], ends[among]))
        found[direction] = Counted(sums, statistics, sum(part.open_trades for part in parts))
    return found


def _sides(portfolio: Portfolio) -> Mapping[Direction, Side]:
    # A selection of one side has nothing of the other, and its own is all there is.
    asked = portfolio.selection.direction
    if asked is Direction.ALL:
        return portfolio.sides
    nothing = _nothing(portfolio.chosen)
    return {one: portfolio.chosen if one in {Direction.ALL, asked} else nothing for one in Direction}


def _nothing(side: Side) -> Side:
    flat = np.zeros_like(side.profit)
    empty = tuple(type(steps)(steps.at[:0], steps.value[:0]) for steps in side.positions)
    return Side(flat, flat, flat, empty, side.marked)
