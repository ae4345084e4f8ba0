"""The split of daily marks and the bounds of a day, against books whose true course is known."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.trade_paths import Course, course, end_of_days

from ballast_core.shared.arrays import Floats
from ballast_core.trades.rules.envelope import bounds, worst_and_best
from ballast_core.trades.rules.split import by_entry, dense, held, of_side, split

courses = st.builds(
    course,
    seed=st.integers(0, 2**32 - 1),
    bars=st.integers(12, 400),
    busy=st.floats(0, 1),
    reverse=st.sampled_from([0.0, 0.5, 1.0]),
    still=st.booleans(),
)


def marks(found: Course) -> Floats:
    assert found.book.daily is not None
    return dense(found.book.daily)


@given(courses)
def test_long_and_short_add_up_to_the_marks(found: Course) -> None:
    assert found.book.daily is not None
    parts = split(found.book.trades, found.book.daily)
    assert parts is not None
    assert parts[0] + parts[1] == pytest.approx(marks(found), abs=1e-6)


@given(courses)
def test_each_side_gets_what_its_trades_truly_made_by_each_day(found: Course) -> None:
    assert found.book.daily is not None
    parts = split(found.book.trades, found.book.daily)
    assert parts is not None
    for part, sign in zip(parts, (1, -1), strict=True):
        true = end_of_days(found, found.made[:, found.sides == sign].sum(axis=1))
        assert np.cumsum(part) == pytest.approx(true, abs=1e-6)


@given(courses)
def test_nothing_is_left_over_on_a_day_that_ended_flat(found: Course) -> None:
    assert found.book.daily is not None
    kept = held(found.book.trades, found.book.daily)
    assert kept is not None
    assert kept.profit[~kept.open] == pytest.approx(0, abs=1e-6)


@given(courses)
def test_an_open_position_stays_between_its_drawdown_and_its_run_up(found: Course) -> None:
    trades = found.book.trades
    assert found.book.daily is not None
    kept = held(trades, found.book.daily)
    assert kept is not None
    worst, best = (part[by_entry(trades)][kept.trade[kept.open]] for part in worst_and_best(trades))
    assert (kept.profit[kept.open] >= worst - 1e-6).all()
    assert (kept.profit[kept.open] <= best + 1e-6).all()


@given(courses, st.sampled_from([0, 1, -1]))
def test_no_moment_of_a_day_lies_outside_of_its_bounds(found: Course, sign: int) -> None:
    trades, daily = found.book.trades, found.book.daily
    assert daily is not None
    chosen = of_side(trades, sign) if sign else trades
    made = found.made[:, found.sides == sign] if sign else found.made
    profit = np.diff(end_of_days(found, made.sum(axis=1)), prepend=0.0)
    below, above = bounds(chosen, daily.days[0], profit)
    assert (below >= 0).all()
    assert (above >= 0).all()
    day = (found.at.astype("datetime64[D]") - daily.days[0]).astype(np.int64)
    seen = (day >= 0) & (day < profit.size)
    equity, moment = np.cumsum(profit), made.sum(axis=1)[seen]
    assert (moment >= (equity - below)[day[seen]] - 1e-6).all()
    assert (moment <= (equity + above)[day[seen]] + 1e-6).all()
