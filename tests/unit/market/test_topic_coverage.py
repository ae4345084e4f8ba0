"""How complete series, news and events are."""

from datetime import date

import numpy as np
import pytest

from ballast_core.market import (
    Dividend,
    EventKind,
    Frequency,
    Grade,
    Indicator,
    Instrument,
    InstrumentKind,
    MarketEvent,
)
from ballast_core.market.rules.events_coverage import events_coverage
from ballast_core.market.rules.indicators_coverage import period_coverage, release_of
from ballast_core.market.rules.news_coverage import news_coverage
from ballast_core.shared.arrays import Days

TODAY = date(2026, 11, 21)  # a Saturday
MONTHLY = Indicator(id="M", frequency=Frequency.MONTHLY, release_lag_days=10)


def days(*written: str) -> Days:
    return np.array(written, "datetime64[D]")


def test_a_period_is_expected_when_its_end_and_its_lag_have_passed() -> None:
    found = period_coverage(MONTHLY, days("2026-08-01", "2026-09-01", "2026-10-01"), TODAY)
    assert (found.expected, found.present, found.stale, found.grade) == (3, 3, 0, Grade.EXCELLENT)
    assert found.next_release == date(2026, 12, 10)


def test_a_period_is_not_expected_the_day_before() -> None:
    there = days("2026-08-01", "2026-09-01")
    assert period_coverage(MONTHLY, there, date(2026, 11, 9)).stale == 0
    assert period_coverage(MONTHLY, there, date(2026, 11, 10)).stale == 1


def test_periods_that_are_missing_between_are_counted() -> None:
    found = period_coverage(MONTHLY, days("2026-07-01", "2026-10-01"), TODAY)
    assert (found.expected, found.present, found.coverage) == (4, 2, 0.5)


def test_a_series_that_ended_is_not_stale() -> None:
    ended = MONTHLY.model_copy(update={"ended": date(2022, 1, 1)})
    found = period_coverage(ended, days("2021-12-01", "2022-01-01"), TODAY)
    assert (found.expected, found.stale, found.next_release) == (2, 0, None)


def test_a_series_without_a_value_lacks_one() -> None:
    found = period_coverage(MONTHLY, days(), TODAY)
    assert (found.expected, found.present, found.grade, found.last) == (1, 0, Grade.POOR, None)


def test_a_value_that_came_early_is_not_counted_twice() -> None:
    found = period_coverage(MONTHLY, days("2026-09-01", "2026-10-01"), date(2026, 11, 5))
    assert (found.expected, found.present, found.stale) == (1, 1, 0)
    assert found.next_release == date(2026, 12, 10)


@pytest.mark.parametrize(
    ("frequency", "there", "expected"),
    [
        (Frequency.DAILY, ("2026-11-12", "2026-11-13", "2026-11-16", "2026-11-17", "2026-11-18"), 5),
        (Frequency.WEEKLY, ("2026-10-31", "2026-11-07"), 2),  # the week of 14 November ends on the 15th
        (Frequency.QUARTERLY, ("2026-01-01", "2026-04-01", "2026-07-01"), 3),
        (Frequency.ANNUAL, ("2024-01-01", "2025-01-01"), 2),
    ],
)
def test_each_frequency_has_its_periods(frequency: Frequency, there: tuple[str, ...], expected: int) -> None:
    lag = {Frequency.DAILY: 3, Frequency.WEEKLY: 7}.get(frequency, 40)
    found = period_coverage(Indicator(id="X", frequency=frequency, release_lag_days=lag), days(*there), TODAY)
    assert (found.expected, found.present, found.stale) == (expected, expected, 0)


def test_a_release_is_the_end_of_a_period_and_its_lag() -> None:
    assert release_of(date(2026, 2, 1), MONTHLY) == date(2026, 3, 10)


def window() -> tuple[Days, np.ndarray]:
    """Ten articles on each weekday, two on each day of a weekend, up to yesterday."""
    told = np.arange(np.datetime64("2026-10-01"), np.datetime64(TODAY))
    return told, np.where((told.astype(np.int64) + 3) % 7 >= 5, 2.0, 10.0)


def test_news_as_usual_are_complete_on_weekends_too() -> None:
    found = news_coverage(*window(), TODAY)
    assert (found.median, found.thin, found.stale, found.grade) == (10, 0, 0, Grade.EXCELLENT)


def test_a_day_with_less_than_half_of_the_usual_is_thin() -> None:
    told, counts = window()
    counts[-3:-1] = 4
    found = news_coverage(told, counts, TODAY)
    assert (found.thin, found.coverage, found.grade) == (2, 28 / 30, Grade.POOR)


def test_news_that_stopped_are_stale() -> None:
    told, counts = window()
    assert news_coverage(told[:-3], counts[:-3], TODAY).stale == 3


def test_news_that_stopped_long_ago_are_not_complete() -> None:
    told, counts = window()
    found = news_coverage(told[:-20], counts[:-20], TODAY)
    assert (found.thin, found.stale, found.grade) == (20, 20, Grade.POOR)


def test_today_does_not_count_for_news() -> None:
    told, counts = window()
    early = news_coverage(np.append(told, np.datetime64(TODAY)), np.append(counts, 1.0), TODAY)
    assert early == news_coverage(told, counts, TODAY)


def test_without_an_article_nothing_is_known_of_news() -> None:
    found = news_coverage(days(), np.empty(0), TODAY)
    assert (found.median, found.coverage, found.grade, found.last) == (None, None, None, None)


def event(kind: EventKind, symbol: str, day: date) -> MarketEvent:
    return MarketEvent(kind=kind, subject=symbol, day=day, name=f"{symbol} {kind}", source="x")


STOCK = Instrument(symbol="AAA")
FUND = Instrument(symbol="ETF", kind=InstrumentKind.ETF)
EARNINGS = event(EventKind.EARNINGS, "AAA", date(2027, 1, 25))
PAID = Dividend(symbol="ETF", day=date(2026, 10, 8), amount=1, source="x")
PAID_EVENT = event(EventKind.DIVIDEND, "ETF", date(2026, 10, 8))


def test_next_earnings_and_last_dividends_are_all_that_is_expected_of_events() -> None:
    found = events_coverage([STOCK, FUND], [EARNINGS, PAID_EVENT], [PAID], TODAY)
    assert (found.expected, found.present, found.grade) == (2, 2, Grade.EXCELLENT)
    assert found.last == date(2026, 10, 8)


def test_a_stock_without_earnings_ahead_lacks_them() -> None:
    past = event(EventKind.EARNINGS, "AAA", date(2026, 10, 20))
    found = events_coverage([STOCK], [past], [], TODAY)
    assert (found.present, found.lacking) == (0, {"AAA": "next earnings"})


def paid(*written: str) -> list[Dividend]:
    return [Dividend(symbol="ETF", day=day, amount=1, source="x") for day in written]


def test_a_dividend_that_only_bars_tell_of_is_known() -> None:
    found = events_coverage([FUND], [], [PAID], TODAY)
    assert (found.expected, found.present) == (1, 1)


def test_a_payer_whose_next_dividend_is_overdue_lacks_its_last() -> None:
    quarterly = paid("2026-02-10", "2026-05-12", "2026-07-08")  # 91 days at most, and 45
    assert events_coverage([FUND], [], quarterly, TODAY).lacking == {}
    assert events_coverage([FUND], [], quarterly, date(2026, 11, 22)).lacking == {"ETF": "last dividend"}


def test_a_payer_of_one_dividend_a_year_lacks_none_within_that_year() -> None:
    yearly = paid("2025-12-10")
    assert events_coverage([FUND], [], yearly, TODAY).lacking == {}


def test_who_paid_nothing_for_400_days_owes_no_dividend() -> None:
    assert events_coverage([FUND], [], paid("2025-10-16"), TODAY).expected == 0


def test_of_what_is_delisted_no_event_is_expected() -> None:
    gone = STOCK.model_copy(update={"delisted": date(2026, 1, 2)})
    found = events_coverage([gone], [], [], TODAY)
    assert (found.expected, found.coverage, found.grade) == (0, None, None)
