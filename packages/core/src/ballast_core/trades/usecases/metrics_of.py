"""The metrics of a portfolio: each file and all of them, by side."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass

import numpy as np

from ballast_core.shared.arrays import Bools, Days, Floats
from ballast_core.shared.measures import DAYS_A_YEAR
from ballast_core.trades.entities import Direction, TradeColumns
from ballast_core.trades.rules.account import account, account_figures
from ballast_core.trades.rules.curves import intraday_drawdown
from ballast_core.trades.rules.holding import Held, held_by_all, held_by_file
from ballast_core.trades.rules.joined import joined
from ballast_core.trades.rules.portfolio import Portfolio, Side
from ballast_core.trades.rules.statistics import trade_statistics
from ballast_core.trades.usecases.metrics_view import MetricsRow, SideFigures

_SIGNS = {Direction.LONG: 1, Direction.SHORT: -1}


@dataclass(frozen=True, slots=True)
class Part:
    """One side of a file or of the portfolio: its trades, its days and what was held.

    Shapes: trades (n,), `among` (n,) of them; days (m,), profit, below and above (m,).
    """

    trades: TradeColumns
    among: Bools
    days: Days
    profit: Floats
    below: Floats
    above: Floats
    held: Held


def figures_of(part: Part, capital: float) -> SideFigures:
    """Return all figures of a side."""
    trades, days = part.trades, part.days
    statistics = trade_statistics(trades, part.among)
    equity = account(days, part.profit, capital)
    figures = account_figures(equity)
    deepest = float(intraday_drawdown(equity.values[1:], part.below, part.above, capital)[0].min())
    margin = part.held.margin
    needed = None if margin is None else -deepest + margin
    return SideFigures(
        **asdict(statistics),
        **asdict(figures),
        open_trades=int((~trades.closed & part.among).sum()),
        trades_a_year=statistics.closed_trades * DAYS_A_YEAR / days.size,
        most_contracts_held=part.held.contracts,
        time_in_market=part.held.time,
        longest_flat_days=part.held.longest_flat,
        intraday_drawdown=deepest,
        margin_required=margin,
        account_size_required=needed,
        return_on_account=statistics.net_profit / needed if needed else None,
    )


def portfolio_row(portfolio: Portfolio) -> MetricsRow:
    """Return the figures of all files together."""
    trades = joined(portfolio.trades)

    def part(direction: Direction, side: Side) -> Part:
        profit, below, above = (grid.sum(axis=1) for grid in (side.profit, side.below, side.above))
        held = held_by_all(portfolio, side)
        return Part(trades, _among(trades, direction), portfolio.days, profit, below, above, held)

    found = {direction: part(direction, side) for direction, side in _sides(portfolio)}
    return MetricsRow(
        kind="portfolio",
        ref="",
        label="Portfolio",
        symbol="",
        interval="",
        strategy="",
        **{str(direction): figures_of(one, portfolio.capital) for direction, one in found.items()},
    )


def file_row(portfolio: Portfolio, file: int) -> MetricsRow:
    """Return the figures of one file, on its own days, as if it were selected alone."""
    facts, trades, own = portfolio.files[file], portfolio.trades[file], portfolio.own(file)
    if own.start == own.stop:
        own = slice(0, portfolio.days.size)

    def part(direction: Direction, side: Side) -> Part:
        profit, below, above = (grid[own, file] for grid in (side.profit, side.below, side.above))
        held = held_by_file(portfolio, side, file)
        return Part(trades, _among(trades, direction), portfolio.days[own], profit, below, above, held)

    found = {direction: part(direction, side) for direction, side in _sides(portfolio)}
    return MetricsRow(
        kind="file",
        ref=facts.id,
        label=facts.name,
        symbol=facts.symbol,
        interval=facts.interval,
        strategy=facts.strategy,
        **{str(direction): figures_of(one, portfolio.capital) for direction, one in found.items()},
    )


def _sides(portfolio: Portfolio) -> Iterator[tuple[Direction, Side]]:
    # A selection of one side has nothing of the other, and its own is all there is.
    asked = portfolio.selection.direction
    for direction in Direction:
        if asked is Direction.ALL:
            yield direction, portfolio.sides[direction]
        elif direction in {Direction.ALL, asked}:
            yield direction, portfolio.chosen
        else:
            yield direction, _nothing(portfolio.chosen)


def _nothing(side: Side) -> Side:
    flat = np.zeros_like(side.profit)
    empty = tuple(type(steps)(steps.at[:0], steps.value[:0]) for steps in side.positions)
    return Side(flat, flat, flat, empty, side.marked)


def _among(trades: TradeColumns, direction: Direction) -> Bools:
    sign = _SIGNS.get(direction)
    return trades.side == sign if sign else np.ones(len(trades), np.bool_)
