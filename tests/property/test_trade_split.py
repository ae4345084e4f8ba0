"""The split of daily marks and the bounds of a day, against books whose true course is known."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.trade_paths import Course, course, end_of_days

from ballast_core.shared.arrays import Floats
from ballast_core.trades.rules.envelope import bounds
from ballast_core.trades.rules.laid import Laid, lay
from ballast_core.trades.rules.split import held, split

courses = st.builds(
    course,
    seed=st.integers(0, 2**32 - 1),
    bars=st.integers(12, 400),
    busy=st.floats(0, 1),
    reverse=st.sampled_from([0.0, 0.5, 1.0]),
    still=st.booleans(),
)


def laid(found: Course) -> tuple[Laid, Floats]:
    """Return the trades and the marks of a book on its calendar."""
    daily = found.book.daily
    assert daily is not None
    at = (daily.days - daily.days[0]).astype(np.int64)
    marks = np.zeros(int(at[-1]) + 1)
    marks[at] = daily.profit
    return lay(found.book.trades, daily.days[0]), marks


@given(courses)
def test_long_and_short_add_up_to_the_marks(found: Course) -> None:
    trades, marks = laid(found)
    parts = split(trades, marks)
    assert parts is not None
    assert parts[0] + parts[1] == pytest.approx(marks, abs=1e-6)


@given(courses)
def test_each_side_gets_what_its_trades_truly_made_by_each_day(found: Course) -> None:
    parts = split(*laid(found))
    assert parts is not None
    for part, sign in zip(parts, (1, -1), strict=True):
        true = end_of_days(found, found.made[:, found.sides == sign].sum(axis=1))
        assert np.cumsum(part) == pytest.approx(true, abs=1e-6)


@given(courses)
def test_nothing_is_left_over_on_a_day_that_ended_flat(found: Course) -> None:
    kept = held(*laid(found))
    assert kept is not None
    assert kept.profit[~kept.open] == pytest.approx(0, abs=1e-6)


@given(courses)
def test_an_open_position_stays_between_its_drawdown_and_its_run_up(found: Course) -> None:
    trades, marks = laid(found)
    kept = held(trades, marks)
    assert kept is not None
    last = kept.trade[kept.open]
    assert (kept.profit[kept.open] >= trades.worst[last] - 1e-6).all()
    assert (kept.profit[kept.open] <= trades.best[last] + 1e-6).all()


@given(courses, st.sampled_from([0, 1, -1]))
def test_no_moment_of_a_day_lies_outside_of_its_bounds(found: Course, sign: int) -> None:
    trades, marks = laid(found)
    made = found.made[:, found.sides == sign] if sign else found.made
    profit = np.diff(end_of_days(found, made.sum(axis=1)), prepend=0.0)
    below, above = bounds(trades.of_side(sign) if sign else trades, profit)
    assert (below >= 0).all()
    assert (above >= 0).all()
    assert found.book.daily is not None
    day = (found.at.astype("datetime64[D]") - found.book.daily.days[0]).astype(np.int64)
    seen = (day >= 0) & (day < marks.size)
    equity, moment = np.cumsum(profit), made.sum(axis=1)[seen]
    assert (moment >= (equity - below)[day[seen]] - 1e-6).all()
    assert (moment <= (equity + above)[day[seen]] + 1e-6).all()
