"""What workings are made of: the points, the numbers that go into a figure, and how they are spelled."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from math import floor, isinf, log10

import numpy as np

from ballast_core.shared.arrays import Days, Floats
from ballast_core.shared.entity import Entity
from ballast_core.shared.measures import Measures, measure, simple_returns
from ballast_core.shared.series import Series
from ballast_core.shared.table import Unit

_INPUT_DIGITS = 10


class MeasureInput(Entity):
    """One number or day that went into a figure."""

    name: str
    value: int | float | date | None
    unit: Unit


@dataclass(frozen=True, slots=True)
class Working:
    """What goes into a figure, and the arithmetic with these numbers; a figure that is read has none."""

    inputs: tuple[MeasureInput, ...]
    expression: str = ""


@dataclass(frozen=True)
class Points:
    """The points of which figures are worked out; `paid` is the flow at each of them, if it is known."""

    series: Series
    paid: Floats | None = None

    @cached_property
    def kept(self) -> Series:
        """Return the points that have a value."""
        return self.series.finite()

    @cached_property
    def figures(self) -> Measures:
        """Return all figures."""
        return measure(self.series)

    @cached_property
    def steps(self) -> Floats:
        """Return the return of each step; NaN where there is none."""
        return simple_returns(self.kept.values)

    @cached_property
    def returns(self) -> Floats:
        """Return the returns that there are."""
        return self.steps[np.isfinite(self.steps)]

    @cached_property
    def return_days(self) -> Days:
        """Return the day to which each of the returns leads."""
        return self.kept.days[1:][np.isfinite(self.steps)]

    @property
    def span(self) -> int:
        """Return the calendar days from first to last."""
        return int((self.kept.days[-1] - self.kept.days[0]).astype(np.int64))


def spelled(value: float, digits: int = _INPUT_DIGITS) -> str:
    """Return a number for a line of arithmetic: so many digits that count, a negative one in brackets."""
    if isinf(value):
        text = "∞"
    else:
        places = digits - 1 - floor(log10(abs(value))) if value else 0
        text = f"{abs(value):,.{max(places, 0)}f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
    return f"(−{text})" if value < 0 else text


def ends(points: Points) -> tuple[MeasureInput, ...]:
    """Return first and last day with their values."""
    figures = points.figures
    return (
        MeasureInput(name="first day", value=figures.first_day, unit="day"),
        MeasureInput(name="first value (V₁)", value=figures.first_value, unit="money"),
        MeasureInput(name="last day", value=figures.last_day, unit="day"),
        MeasureInput(name="last value (Vₙ)", value=figures.last_value, unit="money"),
    )


def calendar_days(points: Points) -> MeasureInput:
    """Return how many days there are from first to last."""
    return MeasureInput(name="calendar days", value=points.span, unit="count")


def rate(per_year: float) -> MeasureInput:
    """Return how many returns make a year."""
    exact = per_year.is_integer()
    return MeasureInput(
        name="returns a year (f)",
        value=int(per_year) if exact else per_year,
        unit="count" if exact else "number",
    )


def count(points: Points) -> MeasureInput:
    """Return how many returns there are."""
    return MeasureInput(name="returns (m)", value=points.returns.size, unit="count")


def center(points: Points) -> tuple[MeasureInput, ...]:
    """Return how many returns there are, and their mean."""
    mean = float(points.returns.mean())
    return count(points), MeasureInput(name="mean return", value=mean, unit="fraction")
