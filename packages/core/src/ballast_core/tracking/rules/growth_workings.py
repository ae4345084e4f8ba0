"""How figures of growth, time and drawdown come out of the points."""

from datetime import date

import numpy as np

from ballast_core.shared.arrays import to_date
from ballast_core.shared.measures import DAYS_A_YEAR, drawdowns
from ballast_core.tracking.rules.arithmetic import (
    MeasureInput,
    Points,
    Working,
    calendar_days,
    count,
    ends,
    spelled,
)
from ballast_core.tracking.rules.cash_in import time_weighted_returns

_SHOWN_PAYMENTS = 6


def first(points: Points) -> Working:
    """Read the first value."""
    return Working(ends(points)[:2])


def last(points: Points) -> Working:
    """Read the last value."""
    return Working(ends(points)[2:])


def time(points: Points) -> Working:
    """Divide calendar days."""
    first, _, last, _ = ends(points)
    return Working((first, last, calendar_days(points)), f"{points.span:,} / {DAYS_A_YEAR}")


def frequency(points: Points) -> Working:
    """Divide steps by years."""
    size = len(points.kept)
    inputs = (MeasureInput(name="points (n)", value=size, unit="count"), calendar_days(points))
    return Working(inputs, f"({size:,} − 1) / ({points.span:,} / {DAYS_A_YEAR})")


def total(points: Points) -> Working:
    """Divide the last value by the first."""
    return Working(ends(points), f"{_growth(points)} − 1")


def yearly(points: Points) -> Working:
    """Take the root of the total growth."""
    inputs = (*ends(points), calendar_days(points))
    return Working(inputs, f"({_growth(points)}) ^ ({DAYS_A_YEAR} / {points.span:,}) − 1")


def time_weighted(points: Points) -> Working:
    """Multiply the returns without what was paid in."""
    series = points.series
    paid = np.zeros(len(series)) if points.paid is None else points.paid
    grown = float(np.prod(1 + time_weighted_returns(series.values, paid)))
    at: list[int] = (np.flatnonzero(paid[1:]) + 1).tolist()
    payments = [
        MeasureInput(name=f"paid in up to {to_date(series.days[i])}", value=float(paid[i]), unit="money")
        for i in at[-_SHOWN_PAYMENTS:]
    ]
    inputs = (
        *ends(points),
        MeasureInput(name="payments on the way", value=len(at), unit="count"),
        *payments,
        MeasureInput(name="paid in on the way", value=float(paid[1:].sum()), unit="money"),
        MeasureInput(name="product of all 1 + r", value=grown, unit="number"),
    )
    return Working(inputs, f"{spelled(grown)} − 1")


def calmar(points: Points) -> Working:
    """Divide growth by depth."""
    growth, depth = points.figures.cagr, points.figures.max_drawdown.depth
    inputs = (
        MeasureInput(name="growth a year", value=growth, unit="fraction"),
        MeasureInput(name="maximum drawdown", value=depth, unit="fraction"),
    )
    return Working(inputs, f"{spelled(growth)} / {spelled(-depth)}")


def deepest(points: Points) -> Working:
    """Divide the trough by its peak."""
    fall = points.figures.max_drawdown
    recovery = MeasureInput(name="day of recovery", value=fall.recovery_day, unit="day")
    return _fall(points, fall.peak_day, fall.trough_day, "lowest value after it", recovery)


def now_below(points: Points) -> Working:
    """Divide the last value by the highest."""
    peak = to_date(points.kept.days[int(np.argmax(points.kept.values))])
    return _fall(points, peak, points.figures.last_day, "last value")


def share_below(points: Points) -> Working:
    """Count the points below a peak."""
    below, size = int((drawdowns(points.kept.values) < 0).sum()), len(points.kept)
    inputs = (
        MeasureInput(name="points below the highest so far", value=below, unit="count"),
        MeasureInput(name="points (n)", value=size, unit="count"),
    )
    return Working(inputs, f"{below:,} / {size:,}")


def best(points: Points) -> Working:
    """Divide the two values of the highest return."""
    return _step(points, int(np.nanargmax(points.steps)))


def worst(points: Points) -> Working:
    """Divide the two values of the lowest return."""
    return _step(points, int(np.nanargmin(points.steps)))


def best_day(points: Points) -> Working:
    """Look for the highest return."""
    return _day_of(points, "highest return", points.figures.best_return)


def worst_day(points: Points) -> Working:
    """Look for the lowest return."""
    return _day_of(points, "lowest return", points.figures.worst_return)


def _growth(points: Points) -> str:
    return f"{spelled(points.figures.last_value)} / {spelled(points.figures.first_value)}"


def _fall(points: Points, peak: date, low: date, name: str, *more: MeasureInput) -> Working:
    top, bottom = _value_on(points, peak), _value_on(points, low)
    inputs = (
        MeasureInput(name="day of the peak", value=peak, unit="day"),
        MeasureInput(name="value at the peak", value=top, unit="money"),
        MeasureInput(name=f"day of the {name}", value=low, unit="day"),
        MeasureInput(name=name, value=bottom, unit="money"),
        *more,
    )
    return Working(inputs, f"{spelled(bottom)} / {spelled(top)} − 1")


def _value_on(points: Points, day: date) -> float:
    return float(points.kept.values[np.searchsorted(points.kept.days, np.datetime64(day))])


def _step(points: Points, at: int) -> Working:
    days, values = points.kept.days, points.kept.values
    inputs = (
        MeasureInput(name="day before", value=to_date(days[at]), unit="day"),
        MeasureInput(name="value on it", value=float(values[at]), unit="money"),
        MeasureInput(name="day of the return", value=to_date(days[at + 1]), unit="day"),
        MeasureInput(name="value on this day", value=float(values[at + 1]), unit="money"),
    )
    return Working(inputs, f"{spelled(float(values[at + 1]))} / {spelled(float(values[at]))} − 1")


def _day_of(points: Points, name: str, figure: float) -> Working:
    return Working((count(points), MeasureInput(name=name, value=figure, unit="fraction")))
