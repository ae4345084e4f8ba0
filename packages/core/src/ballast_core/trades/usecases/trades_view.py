"""Single trades and groups of them, as they are asked for and shown."""

from typing import Literal

from pydantic import Field

from ballast_core.shared.entity import Entity, LocalTime
from ballast_core.shared.table import Column, Table, View
from ballast_core.trades.usecases.about import AnswerAbout

type GroupBy = Literal["weekday", "hour", "month", "year", "side", "symbol", "strategy", "file"]
type Moment = Literal["exit", "entry"]


class Excursion(Entity):
    """One closed trade: how far it went against (`mae`, <= 0) and for (`mfe`, >= 0), gross of costs.

    `efficiency` is the gross profit as a fraction of the way from the worst to the best point.
    """

    file: str
    symbol: str
    number: int
    side: Literal["long", "short"]
    contracts: float
    entry_at: LocalTime
    exit_at: LocalTime
    net: float
    mae: float
    mfe: float
    efficiency: float | None


class ExcursionsView(View):
    """Worst and best open profit of closed trades, as points of a scatter.

    When there are more trades than were asked for, the farthest in each direction stay and the others are
    thinned evenly. The averages are over all of them.
    """

    about: AnswerAbout
    trades: tuple[Excursion, ...]
    raw_points: int
    sent_points: int
    average_mae_of_wins: float | None
    average_mae_of_losses: float | None
    average_mfe_of_wins: float | None
    average_mfe_of_losses: float | None

    def table(self) -> Table:
        """Return a row a trade."""
        rows = self.trades
        return Table(
            "Excursions",
            (
                Column("file", [row.file for row in rows]),
                Column("symbol", [row.symbol for row in rows]),
                Column("number", [row.number for row in rows], "count"),
                Column("side", [row.side for row in rows]),
                Column("contracts", [row.contracts for row in rows], "number"),
                Column("entry_at", [row.entry_at for row in rows], "instant"),
                Column("exit_at", [row.exit_at for row in rows], "instant"),
                Column("net", [row.net for row in rows], "money"),
                Column("mae", [row.mae for row in rows], "money"),
                Column("mfe", [row.mfe for row in rows], "money"),
                Column("efficiency", [row.efficiency for row in rows], "fraction"),
            ),
            self.about.notes,
        )


class BreakdownAsk(Entity):
    """By what closed trades are grouped, and whether their entry or exit decides."""

    by: GroupBy = "weekday"
    at: Moment = "exit"


class TradeGroup(Entity):
    """The closed trades of one group; `share` is its part of all closed trades."""

    group: str
    trades: int
    share: float
    net_profit: float
    average_trade: float
    win_rate: float
    profit_factor: float | None
    largest_win: float | None
    largest_loss: float | None


class BreakdownView(View):
    """Closed trades by weekday, hour or another trait; groups without a trade are left out."""

    about: AnswerAbout
    by: GroupBy
    at: Moment
    groups: tuple[TradeGroup, ...]

    def table(self) -> Table:
        """Return a row a group."""
        rows = self.groups
        return Table(
            f"Closed trades by {self.by}",
            (
                Column(self.by, [row.group for row in rows]),
                Column("trades", [row.trades for row in rows], "count"),
                Column("share", [row.share for row in rows], "fraction"),
                Column("net_profit", [row.net_profit for row in rows], "money"),
                Column("average_trade", [row.average_trade for row in rows], "money"),
                Column("win_rate", [row.win_rate for row in rows], "fraction"),
                Column("profit_factor", [row.profit_factor for row in rows], "number"),
                Column("largest_win", [row.largest_win for row in rows], "money"),
                Column("largest_loss", [row.largest_loss for row in rows], "money"),
            ),
            self.about.notes,
        )


_MOST_COST = 10_000.0
"""Dollars a side: more than any contract costs, and sums of it stay numbers."""


class CostsAsk(Entity):
    """Costs in dollars for each side and contract, in place of those in the files; then `extra` on top.

    What is not given stays as the files have it.
    """

    commission: float | None = Field(default=None, ge=0, le=_MOST_COST, allow_inf_nan=False)
    slippage: float | None = Field(default=None, ge=0, le=_MOST_COST, allow_inf_nan=False)
    extra: float = Field(default=0.0, ge=-_MOST_COST, le=_MOST_COST, allow_inf_nan=False)
    points: int = Field(default=2_000, ge=0)
