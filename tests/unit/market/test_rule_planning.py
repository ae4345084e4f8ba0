"""What a run asks for."""

from datetime import UTC, date, datetime

import numpy as np
import pytest

from ballast_core.market import Frequency, Indicator, Mode, UpdateSpec
from ballast_core.market.rules.planning import asked_days, open_end, periods_since, span_of
from ballast_core.shared.arrays import to_dates
from ballast_core.shared.dates import DateSpan

LAST = date(2026, 11, 20)
BACKFILL = UpdateSpec(mode=Mode.BACKFILL)
DAYS = np.arange(np.datetime64("2026-11-01"), np.datetime64("2026-11-21"))
NONE = DAYS[:0]


def days(*numbers: int) -> list[date]:
    return [date(2026, 11, number) for number in numbers]


def without(*numbers: int) -> "np.typing.NDArray[np.datetime64]":
    return np.setdiff1d(DAYS, np.array(days(*numbers), "datetime64[D]"))


@pytest.mark.parametrize(
    ("told", "span"),
    [
        ({}, DateSpan(date(2016, 11, 20), LAST)),
        ({"days": 1}, DateSpan(LAST, LAST)),
        ({"days": 30}, DateSpan(date(2026, 10, 22), LAST)),
        ({"start": date(2026, 1, 2)}, DateSpan(date(2026, 1, 2), LAST)),
        ({"start": date(2026, 1, 2), "end": date(2026, 2, 2)}, DateSpan(date(2026, 1, 2), date(2026, 2, 2))),
        ({"days": 3, "end": date(2026, 2, 2)}, DateSpan(date(2026, 1, 31), date(2026, 2, 2))),
        ({"end": date(2030, 1, 1), "days": 2}, DateSpan(date(2026, 11, 19), LAST)),
        ({"start": date(2030, 1, 1)}, DateSpan(LAST, LAST)),
    ],
    ids=["nothing", "a day", "days", "start", "both", "days to an end", "end to come", "start to come"],
)
def test_a_back_fill_ends_with_the_last_session_at_most(told: dict[str, object], span: DateSpan) -> None:
    assert span_of(UpdateSpec.model_validate({"mode": "backfill", **told}), LAST) == span


def test_a_daily_run_reads_two_sessions_of_what_is_new() -> None:
    assert to_dates(asked_days(UpdateSpec(), DAYS, NONE)) == days(19, 20)


def test_a_daily_run_mends_ten_sessions_and_no_more() -> None:
    assert to_dates(asked_days(UpdateSpec(), DAYS, without(5, 12, 15, 20))) == days(12, 15, 19, 20)


def test_a_daily_run_does_not_ask_for_what_was_before_the_first_bar() -> None:
    assert to_dates(asked_days(UpdateSpec(), DAYS, DAYS[np.datetime64("2026-11-17") <= DAYS])) == days(19, 20)


def test_a_daily_run_of_a_day_without_sessions_asks_for_nothing() -> None:
    assert asked_days(UpdateSpec(), NONE, DAYS).size == 0


def test_a_back_fill_asks_for_what_is_missing_or_for_all() -> None:
    held = without(3, 7)
    assert to_dates(asked_days(BACKFILL, DAYS, held)) == days(3, 7)
    again = BACKFILL.model_copy(update={"reread": True})
    assert asked_days(again, DAYS, held).tolist() == DAYS.tolist()


def test_periods_that_are_still_revised_are_asked_for_again() -> None:
    monthly = Indicator(id="JOBS", frequency=Frequency.MONTHLY, release_lag_days=7)
    assert periods_since(monthly, UpdateSpec(), LAST, None) == date(2026, 7, 12)
    assert periods_since(monthly, UpdateSpec(), LAST, date(2026, 9, 1)) == date(2026, 7, 12)
    assert periods_since(monthly, UpdateSpec(), LAST, date(2025, 9, 1)) == date(2025, 9, 1)
    assert periods_since(monthly, BACKFILL, date(2020, 1, 1), date(2025, 9, 1)) == date(2020, 1, 1)


def test_news_are_asked_for_up_to_now_unless_another_end_was_said() -> None:
    now = datetime(2026, 11, 21, 10, tzinfo=UTC)
    ended = BACKFILL.model_copy(update={"end": LAST})
    assert [open_end(spec, LAST, now) for spec in (BACKFILL, ended)] == [date(2026, 11, 21), LAST]
