"""What the signal added or cost, month by month."""

from dataclasses import dataclass

from ballast_core.shared.table import Column, Table, View
from ballast_core.tracking.ports import ModelStore
from ballast_core.tracking.rules import signal_effect
from ballast_core.tracking.usecases.series import ReadSeries, SeriesName


class SignalView(View):
    """Monthly returns as columns of equal length, fractions; `months` as 2026-03.

    `base` is the portfolio. `added` is what the overlay with the same day's signal made more (hindsight),
    `added_lagged` what the signal of the day before would have made more.
    """

    model: str
    months: list[str]
    base: list[float]
    overlay: list[float]
    overlay_lagged: list[float]
    added: list[float]
    added_lagged: list[float]

    def table(self) -> Table:
        """Return a row a month."""
        return Table(
            f"{self.model}: what the signal added",
            (
                Column("month", self.months),
                Column("base", self.base, "fraction"),
                Column("overlay", self.overlay, "fraction"),
                Column("overlay_lagged", self.overlay_lagged, "fraction"),
                Column("added", self.added, "fraction"),
                Column("added_lagged", self.added_lagged, "fraction"),
            ),
            (
                "overlay applies a day's signal to the return of that same day: hindsight.",
                "overlay_lagged uses the signal of the day before.",
            ),
        )


@dataclass(frozen=True, slots=True)
class ShowSignal:
    """Show what following the signal changed."""

    models: ModelStore
    read_series: ReadSeries

    async def __call__(self, model: str) -> SignalView:
        """Show the effect by month. Raises `ModelNotFoundError`, `NoDataError`."""
        one = await self.models.model(model)
        effect = signal_effect(await self.read_series(one, SeriesName.BASE))
        return SignalView(
            model=one.name,
            months=effect.months.astype(str).tolist(),
            base=effect.base.tolist(),
            overlay=effect.overlay.tolist(),
            overlay_lagged=effect.overlay_lagged.tolist(),
            added=effect.added.tolist(),
            added_lagged=effect.added_lagged.tolist(),
        )
