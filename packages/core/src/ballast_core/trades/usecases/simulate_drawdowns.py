"""The odds of drawdowns: futures put together from the days that there were."""

from contextlib import aclosing
from dataclasses import dataclass

import numpy as np

from ballast_core.shared.arrays import Floats, Ints
from ballast_core.shared.ports import Computing
from ballast_core.shared.progress import Progress, Tell, tell_nobody
from ballast_core.trades.errors import BadSelectionError
from ballast_core.trades.rules.account import account, account_figures
from ballast_core.trades.rules.portfolio import Portfolio
from ballast_core.trades.rules.resampling import Draw, Drawn, draw, put_together
from ballast_core.trades.usecases.read_portfolio import ReadPortfolio, about_of
from ballast_core.trades.usecases.simulation_view import (
    DrawdownOdds,
    FanLine,
    Percentile,
    SimulationSpec,
    SimulationView,
)

_PATHS_A_PART = 250  # fixed, so that the same seed draws the same however many processes draw
_LOOKS = 60
_SHARES = (0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99)
_FAN = (0.05, 0.25, 0.5, 0.75, 0.95)
_FEW = "Only {days} days stand behind {horizon}: rare events that they lack, the futures lack too."


@dataclass(frozen=True, slots=True)
class SimulateDrawdowns:
    """Draw futures in blocks of days, and count how far they fall."""

    read_portfolio: ReadPortfolio
    computing: Computing

    async def __call__(self, spec: SimulationSpec, tell: Tell = tell_nobody) -> SimulationView:
        """Return the odds; the same seed gives the same, wherever and in however many parts it is computed.

        Raises `BadSelectionError`, also for a block longer than all days, `NothingSelectedError`,
        `DataMovedError`, `UnavailableError`.
        """
        portfolio = await self.read_portfolio(spec.selection)
        if portfolio.days.size < spec.block_days:
            days = portfolio.days.size
            raise BadSelectionError(f"a block of {spec.block_days} days does not fit into {days} days")
        looks = np.unique(np.linspace(1, spec.horizon_days, _LOOKS).round().astype(np.int64))
        parts = _parts(portfolio, spec, looks)
        drawn: dict[int, Drawn] = {}
        tell(_progress(0, len(parts), spec))
        async with aclosing(self.computing.run(draw, parts)) as results:
            async for place, result in results:
                drawn[place] = result
                tell(_progress(len(drawn), len(parts), spec))
        return _view(portfolio, spec, looks, put_together([drawn[place] for place in range(len(parts))]))


def _parts(portfolio: Portfolio, spec: SimulationSpec, looks: Ints) -> list[Draw]:
    begins = range(0, spec.paths, _PATHS_A_PART)
    seeds = np.random.SeedSequence(spec.seed).spawn(len(begins))
    return [
        Draw(
            profit=portfolio.profit,
            capital=portfolio.capital,
            paths=min(_PATHS_A_PART, spec.paths - begin),
            horizon_days=spec.horizon_days,
            block_days=spec.block_days,
            stationary=spec.blocks == "stationary",
            looks=looks,
            seed=seed,
        )
        for begin, seed in zip(begins, seeds, strict=True)
    ]


def _progress(done: int, total: int, spec: SimulationSpec) -> Progress:
    paths = min(done * _PATHS_A_PART, spec.paths)
    return Progress(done=done, total=total, said=f"{paths:,} of {spec.paths:,} futures drawn")


def _view(portfolio: Portfolio, spec: SimulationSpec, looks: Ints, drawn: Drawn) -> SimulationView:
    observed = account_figures(account(portfolio.days, portfolio.profit, portfolio.capital)).marked_drawdown
    days = int(portfolio.days.size)
    notes = [_FEW.format(days=days, horizon=spec.horizon_days)] if days < spec.horizon_days else []
    return SimulationView(
        about=about_of(portfolio, *notes),
        spec=spec,
        days=days,
        probability_of_loss=float(np.mean(drawn.profit < 0)),
        probability_of_ruin=float(np.mean(drawn.lowest <= spec.ruin * portfolio.capital)),
        average_profit=float(drawn.profit.mean()),
        average_drawdown=float(drawn.drawdown.mean()),
        observed_drawdown=observed,
        milder_share=float(np.mean(drawn.drawdown >= observed)),
        standard_error=0.5 / spec.paths**0.5,
        percentiles=_percentiles(drawn),
        odds=tuple(_odds(drawn.drawdown, depth, portfolio.capital) for depth in spec.drawdowns),
        fan_days=[0, *looks.tolist()],
        fan=tuple(_fan(drawn.equity, share, portfolio.capital) for share in _FAN),
    )


def _percentiles(drawn: Drawn) -> tuple[Percentile, ...]:
    figures = (drawn.profit, drawn.drawdown, drawn.drawdown_share)
    profit, money, share = (np.quantile(figure, _SHARES).tolist() for figure in figures)
    return tuple(
        Percentile(share=at, profit=one, drawdown=two, drawdown_share=three)
        for at, one, two, three in zip(_SHARES, profit, money, share, strict=True)
    )


def _odds(drawdown: Floats, share: float, capital: float) -> DrawdownOdds:
    depth = share * capital
    return DrawdownOdds(depth_share=share, depth=depth, probability=float(np.mean(drawdown <= -depth)))


def _fan(equity: Floats, share: float, capital: float) -> FanLine:
    return FanLine(share=share, equity=[capital, *np.quantile(equity, share, axis=0).tolist()])
