"""The recorded sources: the same on every machine, whatever is asked for, up to now."""

import hashlib
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest

from ballast_adapters.memory.calendars import MemoryCalendars
from ballast_adapters.memory.clock import FrozenClock
from ballast_adapters.sample import SampleCloses
from ballast_adapters.vendors.recorded import RecordedBars, RecordedQuotes
from ballast_adapters.vendors.recorded_events import RecordedEvents
from ballast_adapters.vendors.recorded_flaws import Flaws, flaws_of, misread, there
from ballast_adapters.vendors.recorded_indicators import RecordedIndicators
from ballast_adapters.vendors.recorded_news import KEPT, RecordedNews
from ballast_core.market import (
    Article,
    Bars,
    EventKind,
    Frequency,
    History,
    Indicator,
    Instrument,
    InstrumentKind,
    MarketEvent,
    NoPriceError,
    Observations,
    RecurringEvent,
    Wanted,
)
from ballast_core.shared.arrays import Floats, to_dates
from ballast_core.shared.dates import DateSpan

BARS = "402358eecdf3d9120823af4df430b501bbd657855b3cbe24dcb98fd00a0e99dd"
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)  # a Saturday
FIRST, LAST = date(2016, 11, 21), date(2026, 11, 20)
STOCK = Instrument(symbol="AAA")
COIN = Instrument(symbol="COIN-USD", kind=InstrumentKind.CRYPTO, calendar="24/7")
FUND = Instrument(symbol="FUND", kind=InstrumentKind.ETF)
SYMBOLS = tuple(Instrument(symbol=f"S{number}") for number in range(23))


def clock(at: datetime = NOW) -> FrozenClock:
    return FrozenClock(at)


async def history(
    instruments: Sequence[Instrument], first: date = FIRST, last: date = LAST, at: datetime = NOW
) -> History:
    source = RecordedBars(clock(at), MemoryCalendars())
    (answer,) = [got async for got in source.bars([Wanted(one, first, last) for one in instruments])]
    assert answer.rows is not None
    return answer.rows


def close_on(bars: Bars, day: date) -> Floats:
    return bars.close[bars.days == np.datetime64(day)]


async def test_the_same_bars_come_on_every_machine() -> None:
    bars = (await history([STOCK, COIN, FUND])).bars
    told = b"".join(column.tobytes() for column in (bars.open, bars.high, bars.low, bars.close, bars.volume))
    assert hashlib.sha256(told).hexdigest() == BARS


async def test_a_bar_does_not_depend_on_what_else_is_asked_for() -> None:
    long = (await history([FUND, STOCK])).bars
    short = (await history([STOCK], date(2020, 6, 1), date(2020, 6, 5))).bars
    assert short.days.size == 5
    mine = long.code == 1
    rows = np.isin(long.days, short.days) & mine
    np.testing.assert_array_equal(long.close[rows], short.close)
    np.testing.assert_array_equal(long.volume[rows], short.volume)


async def test_bars_are_as_bars_are() -> None:
    bars = (await history([STOCK, COIN, FUND])).bars
    assert (bars.high >= np.maximum(bars.open, bars.close)).all()
    assert (bars.low <= np.minimum(bars.open, bars.close)).all()
    assert ((bars.low > 0) & (bars.volume > 0)).all()
    assert ((bars.vwap >= bars.low) & (bars.vwap <= bars.high)).all()


async def test_a_coin_has_a_bar_each_day_and_a_stock_each_session() -> None:
    coin, stock = (await history([COIN])).bars, (await history([STOCK])).bars
    assert len(coin) == 3_652
    assert np.is_busday(stock.days).all()


async def test_the_session_of_today_comes_twenty_minutes_after_its_close() -> None:
    friday = date(2026, 11, 20)
    early = await history([STOCK], friday, friday, datetime(2026, 11, 20, 21, 19, tzinfo=UTC))
    after = await history([STOCK], friday, friday, datetime(2026, 11, 20, 21, 20, tzinfo=UTC))
    assert (len(early.bars), len(after.bars)) == (0, 1)


async def test_before_it_is_listed_and_after_it_is_delisted_there_is_no_bar() -> None:
    short = STOCK.model_copy(update={"first_listed": date(2020, 1, 6), "delisted": date(2020, 1, 8)})
    assert to_dates((await history([short])).bars.days) == [date(2020, 1, day) for day in (6, 7, 8)]


async def test_a_split_divides_the_price() -> None:
    found = await history(SYMBOLS)
    splits = [one for one in found.splits if one.ratio > 1]
    assert splits
    for split in splits:
        mine = found.bars.code == found.bars.symbols.index(split.symbol)
        days, close = found.bars.days[mine], found.bars.close[mine]
        at = int(np.searchsorted(days, np.datetime64(split.day)))
        assert close[at - 1] / close[at] == pytest.approx(split.ratio, rel=0.2)


async def test_dividends_are_paid_each_quarter_by_those_who_pay() -> None:
    found = await history(SYMBOLS, date(2025, 1, 1), date(2025, 12, 31))
    paid = {symbol: [one for one in found.dividends if one.symbol == symbol] for symbol in found.bars.symbols}
    assert {len(dividends) for dividends in paid.values()} == {0, 4}


async def test_a_few_bars_are_wrong_on_purpose_and_stay_so() -> None:
    bars = (await history(SYMBOLS)).bars
    wrong = (bars.high < bars.low) | (bars.volume == 0)
    assert 0 < np.count_nonzero(wrong) < 20
    again = (await history(SYMBOLS)).bars
    np.testing.assert_array_equal(bars.low, again.low)


async def test_a_stretch_that_nobody_has_is_missing() -> None:
    some = next(one for one in SYMBOLS if not np.isnat(flaws_of(one.symbol).gone))
    gone = flaws_of(some.symbol).gone
    days = (await history([some])).bars.days
    assert gone not in days
    assert days.size < np.busday_count(FIRST, LAST + timedelta(days=1))


def test_a_bar_that_is_late_comes_sixteen_hours_after_the_close() -> None:
    days, closes = np.array([LAST], "datetime64[D]"), np.array(["2026-11-20T21:00"], "datetime64[us]")
    luck = np.array([0.999])
    early, later = np.datetime64("2026-11-21T12:59"), np.datetime64("2026-11-21T13:00")
    assert there(Flaws(), days, closes, luck, early).size == 0
    assert there(Flaws(), days, closes, luck, later).size == 1


def test_a_close_that_was_misread_is_corrected_after_twenty_hours() -> None:
    closes, luck = np.array(["2026-11-20T21:00"] * 2, "datetime64[us]"), np.array([0.001, 0.5])
    assert misread(closes, luck, np.datetime64("2026-11-21T16:59")).tolist() == [1.002, 1]
    assert misread(closes, luck, np.datetime64("2026-11-21T17:00")).tolist() == [1, 1]


async def test_closes_of_the_sample_models_are_those_of_their_files() -> None:
    closes = SampleCloses()
    source = RecordedBars(clock(), MemoryCalendars(), closes)
    wanted = [Wanted(Instrument(symbol="ZUR"), date(2026, 11, 2), date(2026, 11, 20))]
    (answer,) = [one async for one in source.bars(wanted)]
    assert answer.rows is not None
    bars, known = answer.rows.bars, closes(["ZUR"])["ZUR"]
    last = float(known.values[-1])
    assert close_on(bars, date(2026, 11, 13)) == [last]
    monday = float(close_on(bars, date(2026, 11, 16))[0])
    assert monday == pytest.approx(last, rel=0.2)


def test_the_sample_knows_its_own_symbols_only() -> None:
    assert SampleCloses()(["AAPL", "ZUR"]).keys() == {"ZUR"}


async def quote_of(at: datetime, instrument: Instrument = STOCK) -> tuple[float, datetime]:
    quote = await RecordedQuotes(clock(at), MemoryCalendars()).quote(instrument)
    return quote.price, quote.at


async def test_a_quote_on_a_weekend_is_the_last_close() -> None:
    price, at = await quote_of(NOW)
    assert at == datetime(2026, 11, 20, 21, tzinfo=UTC)
    assert price == (await history([STOCK], LAST, LAST)).bars.close[0]


async def test_a_quote_moves_while_a_session_lasts() -> None:
    prices = {
        (await quote_of(datetime(2026, 11, 20, 16, minute, tzinfo=UTC)))[0] for minute in range(0, 60, 5)
    }
    bar = (await history([STOCK], LAST, LAST)).bars
    assert len(prices) > 1
    assert all(bar.low[0] <= price <= bar.high[0] for price in prices)


async def test_what_is_delisted_has_no_quote() -> None:
    with pytest.raises(NoPriceError):
        await quote_of(NOW, STOCK.model_copy(update={"delisted": date(2026, 1, 2)}))


UNRATE = Indicator(id="UNRATE", frequency=Frequency.MONTHLY, release_lag_days=7)
DAILY = Indicator(id="DGS10", frequency=Frequency.DAILY)


async def series(one: Indicator, at: datetime = NOW, since: date | None = None) -> Observations:
    (answer,) = [got async for got in RecordedIndicators(clock(at)).observations([one], since)]
    assert answer.rows is not None
    return answer.rows


async def test_a_period_is_published_after_its_lag_and_revised_later() -> None:
    found = await series(UNRATE, since=date(2020, 1, 1))
    march = found.periods == np.datetime64("2020-03-01")
    assert to_dates(found.vintages[march])[0] == date(2020, 4, 7)
    assert np.unique(found.periods).size < len(found)


async def test_only_what_is_published_by_now_comes() -> None:
    early = await series(UNRATE, datetime(2026, 11, 6, tzinfo=UTC))
    later = await series(UNRATE, datetime(2026, 11, 7, tzinfo=UTC))
    assert early.periods[-1] == np.datetime64("2026-09-01")
    assert later.periods[-1] == np.datetime64("2026-10-01")


async def test_what_was_published_once_stays_as_it_was() -> None:
    early, later = await series(UNRATE, datetime(2020, 1, 15, tzinfo=UTC)), await series(UNRATE)
    known = later.vintages <= np.datetime64("2020-01-15")
    np.testing.assert_array_equal(later.values[known], early.values)


async def test_vintages_of_a_period_follow_each_other() -> None:
    found = await series(UNRATE)
    order = np.lexsort((found.vintages, found.periods))
    np.testing.assert_array_equal(order, np.arange(len(found)))


async def test_a_daily_series_has_no_value_on_a_holiday() -> None:
    found = await series(DAILY, since=date(2025, 12, 22))
    assert np.isnan(found.values[found.periods == np.datetime64("2025-12-25")]).all()
    assert np.isfinite(found.values[found.periods == np.datetime64("2025-12-26")]).all()


async def test_a_series_that_ended_has_no_later_period() -> None:
    ended = UNRATE.model_copy(update={"ended": date(2022, 1, 1)})
    assert (await series(ended)).periods[-1] == np.datetime64("2022-01-01")


async def articles(first: date, last: date, at: datetime = NOW) -> list[Article]:
    found = RecordedNews(clock(at)).articles(SYMBOLS, DateSpan(first, last))
    return [article async for answer in found for article in answer.rows or ()]


async def test_articles_of_a_day_do_not_depend_on_the_span() -> None:
    week = await articles(date(2026, 11, 9), date(2026, 11, 15))
    day = await articles(date(2026, 11, 11), date(2026, 11, 11))
    assert day == [one for one in week if one.published_at.date() == date(2026, 11, 11)]


async def test_some_articles_come_with_a_sentiment_and_some_without() -> None:
    scorers = {article.scorer for article in await articles(date(2026, 11, 9), date(2026, 11, 15))}
    assert scorers == {"", "recorded"}


async def test_what_is_older_than_half_a_year_is_not_to_be_had() -> None:
    oldest = min(article.published_at.date() for article in await articles(date(2016, 1, 1), LAST))
    assert oldest == NOW.date() - KEPT


async def test_no_article_is_of_the_future() -> None:
    morning = datetime(2026, 11, 20, 9, tzinfo=UTC)
    assert all(one.published_at <= morning for one in await articles(LAST, LAST, morning))


async def events(
    *instruments: Instrument, first: date = FIRST, last: date | None = None
) -> list[MarketEvent]:
    recurring = [RecurringEvent(name="CPI", kind=EventKind.RELEASE, frequency="monthly", local_time="08:30")]
    found = RecordedEvents(clock()).events(instruments, recurring, DateSpan(first, last))
    return [event async for answer in found for event in answer.rows or ()]


async def test_each_stock_has_earnings_ahead_without_a_result() -> None:
    ahead = [one for one in await events(*SYMBOLS, first=NOW.date()) if one.kind is EventKind.EARNINGS]
    assert {one.subject for one in ahead} == {one.symbol for one in SYMBOLS}
    assert all(one.actual is None and one.estimate is not None for one in ahead)


async def test_dividends_are_events_too() -> None:
    payer = next(one for one in (await history(SYMBOLS)).dividends)
    paid = [one for one in await events(*SYMBOLS) if one.kind is EventKind.DIVIDEND]
    assert (payer.symbol, payer.day, payer.amount) in {(one.subject, one.day, one.actual) for one in paid}


async def test_releases_are_told_in_utc_in_summer_and_in_winter() -> None:
    releases = [one for one in await events(first=date(2026, 1, 1)) if one.kind is EventKind.RELEASE]
    hours = {one.day.month: one.at.hour for one in releases if one.at}
    assert (hours[1], hours[7]) == (13, 12)


async def test_a_span_that_is_over_before_anything_was_has_no_events() -> None:
    assert await events(STOCK, first=date(1990, 1, 1), last=date(1990, 2, 1)) == []
