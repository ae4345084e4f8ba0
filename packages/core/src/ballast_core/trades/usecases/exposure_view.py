"""How much a selection held, and what margin that needed."""

from datetime import date
from typing import Literal

from ballast_core.shared.entity import Entity, LocalTime
from ballast_core.shared.table import Column, Table, Unit, View
from ballast_core.trades.usecases.about import AnswerAbout


class ExposureRow(Entity):
    """What one file, one symbol or the portfolio held.

    `ref` is the id of a file or the symbol. Times are fractions of the span from the first entry to the last
    bar. `position_low` and `position_high` are signed contracts; of the portfolio the sum over symbols of
    absolute contracts. Margin in dollars, empty where a symbol's margin is unknown. `margin_call_days` counts
    days that ended with less equity than the greatest margin of the day, `purchasing_power_low` is the least
    of equity less margin; both are told of the portfolio alone.
    """

    label: str
    kind: Literal["portfolio", "file", "symbol"]
    ref: str
    time_in_market: float
    time_long: float
    time_short: float
    mean_contracts: float
    position_low: float
    position_high: float
    position_high_at: LocalTime | None
    changes: int
    mean_margin: float | None
    most_margin: float | None
    most_margin_at: LocalTime | None
    margin_call_days: int | None = None
    purchasing_power_low: float | None = None
    purchasing_power_low_on: date | None = None


class ExposureView(View):
    """Positions and margin of the portfolio, each symbol and each file."""

    about: AnswerAbout
    rows: tuple[ExposureRow, ...]

    def table(self) -> Table:
        """Return a row each for the portfolio, symbols and files."""
        return Table(
            "exposure",
            tuple(
                Column(name, [getattr(row, name) for row in self.rows], unit) for name, unit in _UNITS.items()
            ),
            self.about.notes,
        )


_UNITS: dict[str, Unit] = {
    "label": "text",
    "kind": "text",
    "ref": "text",
    "time_in_market": "fraction",
    "time_long": "fraction",
    "time_short": "fraction",
    "mean_contracts": "number",
    "position_low": "number",
    "position_high": "number",
    "position_high_at": "instant",
    "changes": "count",
    "mean_margin": "money",
    "most_margin": "money",
    "most_margin_at": "instant",
    "margin_call_days": "count",
    "purchasing_power_low": "money",
    "purchasing_power_low_on": "day",
}
