"""The odds of drawdowns, as they are asked for and shown."""

from typing import Literal

from pydantic import Field

from ballast_core.shared.entity import Entity
from ballast_core.shared.table import Column, Table, View
from ballast_core.trades.entities import Selection
from ballast_core.trades.usecases.about import AnswerAbout

type BlockKind = Literal["stationary", "moving"]


class SimulationSpec(Entity):
    """How futures are drawn: blocks of days of the portfolio, put together anew.

    Blocks last `block_days` days, on average (stationary) or each (moving). `horizon_days` is the length
    of a future, `ruin` the fraction of the account equity at or below which an account counts as ruined.
    `drawdowns` are the depths, as fractions of the account equity, whose odds are asked for. The same seed
    draws the same futures.
    """

    selection: Selection = Field(default_factory=Selection)
    paths: int = Field(default=2_000, ge=100, le=50_000)
    horizon_days: int = Field(default=365, ge=5, le=3_660)
    block_days: int = Field(default=20, ge=1, le=365)
    blocks: BlockKind = "stationary"
    ruin: float = Field(default=0.5, ge=0, lt=1)
    drawdowns: tuple[float, ...] = Field(default=(0.1, 0.2, 0.3, 0.4, 0.5), max_length=24)
    seed: int = Field(default=1, ge=0, le=2**63 - 1)


class Percentile(Entity):
    """What a fraction of the futures stays at or below, in money; drawdowns are negative.

    `drawdown_share` is the deepest fall as a fraction of the peak before it.
    """

    share: float
    profit: float
    drawdown: float
    drawdown_share: float


class DrawdownOdds(Entity):
    """How likely it is to fall this far below a peak, in money, within the horizon."""

    depth_share: float
    depth: float
    probability: float


class FanLine(Entity):
    """Equity by day that a fraction of the futures stays at or below."""

    share: float
    equity: list[float]


class SimulationView(View):
    """What may come if days fall as they fell, in blocks that keep what follows on what.

    `observed_drawdown` is the deepest fall that the days themselves had; `milder_share` tells how many of
    the futures have none deeper. `standard_error` is that of a probability of one half.
    """

    about: AnswerAbout
    spec: SimulationSpec
    days: int
    probability_of_loss: float
    probability_of_ruin: float
    average_profit: float
    average_drawdown: float
    observed_drawdown: float
    milder_share: float
    standard_error: float
    percentiles: tuple[Percentile, ...]
    odds: tuple[DrawdownOdds, ...]
    fan_days: list[int]
    fan: tuple[FanLine, ...]

    def table(self) -> Table:
        """Return a row a percentile."""
        rows = self.percentiles
        return Table(
            f"{self.spec.paths:,} futures of {self.spec.horizon_days:,} days",
            (
                Column("share", [row.share for row in rows], "fraction"),
                Column("profit", [row.profit for row in rows], "money"),
                Column("drawdown", [row.drawdown for row in rows], "money"),
                Column("drawdown_share", [row.drawdown_share for row in rows], "fraction"),
            ),
            self.about.notes,
        )
