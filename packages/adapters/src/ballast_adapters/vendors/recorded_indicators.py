"""The recorded source of economic series: invented values, published late and revised as real ones are."""

from collections.abc import AsyncGenerator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

import numpy as np

from ballast_adapters.vendors.recorded_draws import DAY, EPOCH, bell, chance, days_until, generator, weekdays
from ballast_adapters.vendors.recorded_prices import NAME
from ballast_core.market import Fetched, Frequency, Indicator, Observations
from ballast_core.shared.arrays import Bools, Days, Floats, Ints
from ballast_core.shared.ports import Clock

_HOLIDAYS = (101, 704, 1225)
_BEHIND = 1 / 15
"""One series of so many stops some periods before the last one."""


@dataclass(frozen=True, slots=True)
class Shape:
    """How a series moves: its first value, what it gains and how it swings a year, as parts of it.

    `home` pulls it back to its first value; `places` are its decimals.
    """

    start: float
    growth: float
    swing: float
    places: int = 2
    home: float = 0.3


_SHAPES: Mapping[str, Shape] = MappingProxyType(
    {
        "DFF": Shape(3.1, 0, 0.2),
        "DGS2": Shape(3.4, 0, 0.2),
        "DGS5": Shape(3.6, 0, 0.18),
        "DGS10": Shape(3.9, 0, 0.15),
        "DGS30": Shape(4.2, 0, 0.12),
        "T10Y2Y": Shape(0.6, 0, 0.6),
        "VIXCLS": Shape(18.5, 0, 0.6, home=3),
        "UNRATE": Shape(4.6, 0, 0.12, 1),
        "CPIAUCSL": Shape(198.3, 0.025, 0.004, 3, 0),
        "PCEPILFE": Shape(86.0, 0.022, 0.004, 3, 0),
        "PAYEMS": Shape(135_400, 0.011, 0.004, 0, 0),
        "ICSA": Shape(236_000, 0, 0.15, 0, 2),
        "GDPC1": Shape(15_300, 0.022, 0.012, 3, 0),
        "INDPRO": Shape(97.0, 0.008, 0.02, 4, 0),
        "HOUST": Shape(1_380, 0, 0.12, 0),
        "UMCSENT": Shape(82.0, 0, 0.12, 1, 1),
        "M2SL": Shape(6_700, 0.06, 0.01, 1, 0),
        "WALCL": Shape(860_000, 0.1, 0.02, 0, 0),
        "DCOILWTICO": Shape(68.0, 0, 0.3, home=1),
    }
)
_PERIODS = {
    Frequency.DAILY: 252,
    Frequency.WEEKLY: 52,
    Frequency.MONTHLY: 12,
    Frequency.QUARTERLY: 4,
    Frequency.ANNUAL: 1,
}
_REVISED_AFTER: Mapping[Frequency, tuple[int, ...]] = MappingProxyType(
    {
        Frequency.DAILY: (),
        Frequency.WEEKLY: (7,),
        Frequency.MONTHLY: (30, 61),
        Frequency.QUARTERLY: (30, 61, 365),
        Frequency.ANNUAL: (90,),
    }
)
"""Days after its first release at which a period is revised."""


@dataclass(frozen=True, slots=True)
class RecordedIndicators:
    """Invented economic series, as far as they are published by now."""

    clock: Clock

    async def observations(
        self, series: Sequence[Indicator], since: date | None
    ) -> AsyncGenerator[Fetched[Observations]]:
        """Yield all vintages of periods since a day, a series at a time."""
        today = np.datetime64(self.clock.now().date(), "D")
        first = EPOCH if since is None else np.datetime64(since, "D")
        for one in series:
            yield Fetched((one.id,), _observations(one, first, today))


def _observations(one: Indicator, first: np.datetime64, today: np.datetime64) -> Observations:
    periods = _periods(one.frequency, today)
    if one.ended is not None:
        periods = periods[periods <= np.datetime64(one.ended)]
    released = _ends(periods, one.frequency) + one.release_lag_days * DAY
    values = _values(one, periods)
    vintages = [(periods, released, values[:, 0])]
    for number, later in enumerate(_REVISED_AFTER[one.frequency], start=1):
        changed = values[:, number] != values[:, number - 1]
        vintages.append((periods[changed], (released + later * DAY)[changed], values[changed, number]))
    told, known, said = (np.concatenate(column) for column in zip(*vintages, strict=True))
    last = today - 40 * DAY if chance(f"behind {one.id}") < _BEHIND else today
    keep = np.flatnonzero((known <= last) & (told >= first))
    order = keep[np.lexsort((known[keep], told[keep]))]
    return Observations(one.id, NAME, told[order], known[order], said[order])


def _periods(frequency: Frequency, today: np.datetime64) -> Days:
    days = days_until(today)
    match frequency:
        case Frequency.DAILY:
            return days[weekdays(days)]
        case Frequency.WEEKLY:  # a week is called by its Saturday
            saturday: Bools = (days.astype(np.int64) + 3) % 7 == 5
            return days[saturday]
        case Frequency.MONTHLY:
            return _firsts(days, 1)
        case Frequency.QUARTERLY:
            return _firsts(days, 3)
        case Frequency.ANNUAL:
            return _firsts(days, 12)


def _firsts(days: Days, months: int) -> Days:
    number: Ints = days.astype("datetime64[M]").astype(np.int64)
    first: Bools = days == days.astype("datetime64[M]").astype("datetime64[D]")
    begins: Bools = first & (number % months == 0)
    return days[begins]


def _ends(periods: Days, frequency: Frequency) -> Days:
    """Return the last day of each period."""
    months = {Frequency.MONTHLY: 1, Frequency.QUARTERLY: 3, Frequency.ANNUAL: 12}.get(frequency)
    if months is None:
        return periods
    following: Days = (periods.astype("datetime64[M]") + np.timedelta64(months, "M")).astype("datetime64[D]")
    return following - DAY


def _values(one: Indicator, periods: Days) -> Floats:
    """Return the first value of each period and what it was revised to. Shape (n, 1 + revisions)."""
    shape = _SHAPES.get(one.id) or _invented(one.id)
    n, times = periods.size, len(_REVISED_AFTER[one.frequency])
    draws = generator(f"values of {one.id}").random((n, 3 + times))
    steps = shape.swing / np.sqrt(_PERIODS[one.frequency]) * bell(draws[:, :3])
    pull, growth = shape.home / _PERIODS[one.frequency], shape.growth / _PERIODS[one.frequency]
    level, levels = 1.0, np.empty(n)
    for at, step in enumerate(steps.tolist()):
        level = max(level + growth * level + pull * (1 - level) + step * level, 0.05)
        levels[at] = level
    final = shape.start * levels
    values = np.empty((n, 1 + times))
    values[:, times] = final
    for number in reversed(range(times)):
        wrong = 0.15 * shape.swing / np.sqrt(_PERIODS[one.frequency]) * (draws[:, 3 + number] - 0.5)
        values[:, number] = values[:, number + 1] * (1 + wrong)
    scale = float(10**shape.places)
    values = np.rint(values * scale) / scale
    if one.frequency is Frequency.DAILY:
        values[_holiday(periods)] = np.nan
    return values


def _invented(series: str) -> Shape:
    a = generator(f"shape of {series}").random(4).tolist()
    return Shape(1 + 120 * a[0] * a[1], 0.03 * a[2] if a[3] < 0.5 else 0.0, 0.02 + 0.2 * a[3], 2, 0.5 * a[3])


def _holiday(days: Days) -> Bools:
    months = days.astype("datetime64[M]")
    number: Ints = months.astype(np.int64) % 12 + 1
    day: Ints = (days - months.astype("datetime64[D]")).astype(np.int64) + 1
    return np.isin(number * 100 + day, _HOLIDAYS)
