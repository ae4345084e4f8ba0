"""What other costs would have made of the figures."""

import asyncio
from collections.abc import Sequence
from dataclasses import asdict, dataclass

import numpy as np

from ballast_core.shared.arrays import Floats, Ints, to_dates
from ballast_core.shared.sampling import sample
from ballast_core.trades.entities import Selection, TradeColumns
from ballast_core.trades.rules.account import account, account_figures
from ballast_core.trades.rules.costs import OtherCosts, break_even, saved_by_day, with_costs
from ballast_core.trades.rules.joined import closed_in_order
from ballast_core.trades.rules.portfolio import Portfolio
from ballast_core.trades.rules.statistics import statistics_of
from ballast_core.trades.rules.tally import course_of, in_order, tally, tally_of
from ballast_core.trades.usecases.costs_view import CostEffect, CostsView, FileCosts
from ballast_core.trades.usecases.metrics_view import METRIC_UNITS
from ballast_core.trades.usecases.read_portfolio import ReadPortfolio, about_of
from ballast_core.trades.usecases.trades_view import CostsAsk

_HEADLINES = (
    *("net_profit", "gross_profit", "gross_loss", "profit_factor", "win_rate", "average_trade"),
    *("payoff_ratio", "expectancy", "commission", "slippage", "closed_drawdown"),
    *("marked_profit", "final_equity", "total_return", "growth_a_year", "marked_drawdown"),
    *("marked_drawdown_share", "sharpe", "sortino", "calmar", "recovery_factor"),
)
_UNKNOWN = "{count} trades have no costs in their file; what is not given counts as 0 for them."


@dataclass(frozen=True, slots=True)
class ShowCosts:
    """Show a selection with other commissions and slippage: exact, for gross profit and costs are apart."""

    read_portfolio: ReadPortfolio

    async def __call__(self, selection: Selection, ask: CostsAsk | None = None) -> CostsView:
        """Show figures and equity with the costs of the files and with others.

        Raises `BadSelectionError`, `NothingSelectedError`, `DataMovedError`.
        """
        portfolio = await self.read_portfolio(selection)
        every = portfolio
        if selection.start or selection.end:  # a trade that ends later has paid its entry within the dates
            every = await self.read_portfolio(selection.model_copy(update={"start": None, "end": None}))
        return await asyncio.to_thread(costs_view, portfolio, every.trades, ask or CostsAsk())


def costs_view(portfolio: Portfolio, every: Sequence[TradeColumns], ask: CostsAsk) -> CostsView:
    """Return the effect of other costs on a portfolio; `every` has all trades of its files, whenever."""
    costs = OtherCosts(ask.commission, ask.slippage, ask.extra)
    before, after = portfolio.trades, [with_costs(trades, costs) for trades in portfolio.trades]
    profit = portfolio.profit
    cheaper = profit + _saved(portfolio, every, costs)
    equities = [account(portfolio.days, part, portfolio.capital).values[1:] for part in (profit, cheaper)]
    kept = _thinned(equities, ask.points)
    unknown = sum(int((~np.isfinite(part.commission + part.slippage)).sum()) for part in before)
    return CostsView(
        about=about_of(portfolio, *([_UNKNOWN.format(count=unknown)] if unknown else [])),
        ask=ask,
        effects=_effects(_figures(portfolio, before, profit), _figures(portfolio, after, cheaper)),
        files=tuple(_file(portfolio, at, after[at]) for at in range(len(portfolio.files))),
        break_even=break_even(before),
        days=to_dates(portfolio.days[kept]),
        equity_before=equities[0][kept].tolist(),
        equity_after=equities[1][kept].tolist(),
        raw_points=int(profit.size),
        sent_points=int(kept.size),
    )


def _saved(portfolio: Portfolio, every: Sequence[TradeColumns], costs: OtherCosts) -> Floats:
    saved = np.zeros(portfolio.days.size)
    for trades, marked in zip(every, portfolio.chosen.marked, strict=True):
        saved += saved_by_day(trades, with_costs(trades, costs), portfolio.days, at_exit=not marked)
    return saved


def _figures(portfolio: Portfolio, trades: Sequence[TradeColumns], profit: Floats) -> dict[str, float | None]:
    equity = account(portfolio.days, profit, portfolio.capital)
    net, ends, _ = closed_in_order(trades)
    sums = tally_of([tally(part, in_order(part)) for part in trades])
    found = asdict(statistics_of(sums, course_of(net, ends))) | asdict(account_figures(equity))
    return {name: found[name] for name in _HEADLINES}


def _effects(before: dict[str, float | None], after: dict[str, float | None]) -> tuple[CostEffect, ...]:
    return tuple(
        CostEffect(
            figure=name,
            unit=METRIC_UNITS[name],
            before=one,
            after=other,
            change=None if one is None or other is None else other - one,
        )
        for name, one in before.items()
        for other in (after[name],)
    )


def _file(portfolio: Portfolio, at: int, after: TradeColumns) -> FileCosts:
    trades, facts = portfolio.trades[at], portfolio.files[at]
    closed = trades.closed
    return FileCosts(
        ref=facts.id,
        label=facts.name,
        sides=2 * float(trades.contracts[closed].sum()),
        before=float(trades.net[closed].sum()),
        after=float(after.net[closed].sum()),
        break_even=break_even([trades]),
    )


def _thinned(lines: Sequence[Floats], points: int) -> Ints:
    size = lines[0].size
    if not points or size <= points:
        return np.arange(size)
    chosen = np.zeros(size, np.bool_)
    for line in lines:
        chosen[sample(line, max(points // len(lines), 4))] = True
    return np.flatnonzero(chosen)
