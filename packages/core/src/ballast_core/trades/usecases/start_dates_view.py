"""How much the day of the start mattered, as it is asked for and shown."""

from datetime import date

from pydantic import Field

from ballast_core.shared.entity import Entity
from ballast_core.shared.table import Column, Table, View
from ballast_core.trades.usecases.about import AnswerAbout


class StartDatesAsk(Entity):
    """After how many calendar days each start is looked at, and how many starts are sent (0: all)."""

    horizons: tuple[int, ...] = Field(default=(30, 90, 180, 365, 730, 1_095), max_length=24)
    points: int = Field(default=2_000, ge=0)


class StartDay(Entity):
    """What became of a start on this day with the account equity.

    `worst_drawdown` is the deepest fall from a peak after it, `worst_loss` the lowest profit since the
    start, 0 if it never lost. `days_to_profit` leads to the first day above the start, `days_to_safety` to
    the day from which it stays above to the end; both are empty if there is none.
    """

    day: date
    profit: float
    worst_drawdown: float
    worst_loss: float
    days_to_profit: int | None
    days_to_safety: int | None


class Horizon(Entity):
    """Of the `starts` that have so many days behind them, the share below their start, and their profit."""

    days: int
    starts: int
    share_under: float | None
    worst_profit: float | None
    median_profit: float | None
    best_profit: float | None


class StartDatesView(View):
    """Every day of the portfolio as a day to start on, and what starters had after some time."""

    about: AnswerAbout
    starts: tuple[StartDay, ...]
    horizons: tuple[Horizon, ...]
    worst_drawdown: float
    worst_start: date | None
    median_drawdown: float
    longest_to_profit: int | None
    never_in_profit: int
    raw_points: int
    sent_points: int

    def table(self) -> Table:
        """Return a row a start."""
        rows = self.starts
        return Table(
            "Starts",
            (
                Column("day", [row.day for row in rows], "day"),
                Column("profit", [row.profit for row in rows], "money"),
                Column("worst_drawdown", [row.worst_drawdown for row in rows], "money"),
                Column("worst_loss", [row.worst_loss for row in rows], "money"),
                Column("days_to_profit", [row.days_to_profit for row in rows], "count"),
                Column("days_to_safety", [row.days_to_safety for row in rows], "count"),
            ),
            self.about.notes,
        )
