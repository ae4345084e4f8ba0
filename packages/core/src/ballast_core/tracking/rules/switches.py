"""The switch ledger of a meta-model: what it followed, what that earned, what the others made."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from ballast_core.shared.arrays import Days, Floats, to_dates
from ballast_core.shared.series import Series
from ballast_core.tracking.entities import Snapshot
from ballast_core.tracking.rules.snapshots import carry_tags, effective

MAX_AGE_DAYS = 10
"""How old an alternative's last value may be and still count: a long weekend, not a gap in its record."""


@dataclass(frozen=True, slots=True)
class Switch:
    """A time during which one sub-model was active.

    `days` are calendar days from `from_day` to `to_day`, both included, `points` the values in them.
    `meta_return` is what the meta-model earned; `alternatives` what each other series made over the same
    time, None where it does not cover it.
    """

    sub_model: str
    from_day: date
    to_day: date
    days: int
    points: int
    meta_return: float | None
    alternatives: dict[str, float | None]


def ledger(
    meta: Series, sub_models: Sequence[str | None], alternatives: Mapping[str, Series]
) -> tuple[Switch, ...]:
    """Return one entry for each run of points with the same sub-model, oldest first.

    The return into a point belongs to the sub-model of that point: an entry over the points a to b earns
    value[b] / value[a - 1] - 1, the very first one value[b] / value[0] - 1. So the entries compound to the
    total return. Points whose sub-model is not known (None) have no entry.
    An alternative is measured from the day of point a - 1 to that of point b, each with its last value up to
    that day; it covers a day if that value is at most `MAX_AGE_DAYS` old.

    Shapes: meta (n,) and n sub-models in.
    Units: fractions over the entry.
    NaN: a return that would be NaN is None.
    Raises: nothing.
    Source: PyTAAA, functions/abacus_backtest.py: column 3 chains the return of the row's own sub-model.
    """
    if not sub_models:
        return ()
    names = np.array([name or "" for name in sub_models], dtype=np.str_)
    first = np.concatenate([[0], np.flatnonzero(names[1:] != names[:-1]) + 1])
    last = np.concatenate([first[1:], [names.size]]) - 1
    begin = np.maximum(first - 1, 0)
    earned = _growth(meta.values[begin], meta.values[last])
    made = {
        name: _growth(_as_of(series, meta.days[begin]), _as_of(series, meta.days[last]))
        for name, series in alternatives.items()
    }
    days = to_dates(meta.days)
    spans: list[tuple[int, int]] = list(zip(first.tolist(), last.tolist(), strict=True))
    return tuple(
        Switch(
            sub_model=str(names[a]),
            from_day=days[a],
            to_day=days[b],
            days=(days[b] - days[a]).days + 1,
            points=b - a + 1,
            meta_return=earned[i],
            alternatives={name: returns[i] for name, returns in made.items()},
        )
        for i, (a, b) in enumerate(spans)
        if names[a]
    )


def tagged(days: Days, snapshots: Sequence[Snapshot]) -> tuple[str | None, ...]:
    """Return the sub-model of each day by the tags of a meta-model's snapshots; None before the first tag.

    A tag counts from its own day on. A later block of the same day wins.

    Shapes: days (n,) ascending in, n names out.
    Units: none.
    NaN: none.
    Raises: nothing.
    Source: `trading_model:` lines of the holdings file, the last one up to the day.
    """
    carried = effective(carry_tags(snapshots))
    names = [None, *(snapshot.active_sub_model for snapshot in carried)]
    known = np.array([snapshot.day for snapshot in carried], dtype="datetime64[D]")
    position: list[int] = np.searchsorted(known, days, side="right").tolist()
    return tuple(names[at] for at in position)


def _as_of(series: Series, days: Days) -> Floats:
    kept = series.finite()
    if not len(kept):
        return np.full(days.size, np.nan)
    position = np.searchsorted(kept.days, days, side="right") - 1
    fresh = (position >= 0) & (days - kept.days[position] <= np.timedelta64(MAX_AGE_DAYS, "D"))
    return np.where(fresh, kept.values[position], np.nan)


def _growth(before: Floats, after: Floats) -> list[float | None]:
    with np.errstate(divide="ignore", invalid="ignore"):
        growth = after / before - 1
    return [float(one) if np.isfinite(one) else None for one in growth]
