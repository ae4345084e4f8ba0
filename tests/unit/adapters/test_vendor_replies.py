"""What replies of providers mean: saved ones, with numbers that are invented."""

from datetime import UTC, date, datetime
from typing import Any

import numpy as np
import pytest
from pydantic import SecretStr
from tests.vendor_server import KEY, saved
from tests.vendor_sources import KITE, NOW, OAKS, SPAN

from ballast_adapters.http import Vendor
from ballast_adapters.vendors import alphavantage, fred, newsapi
from ballast_adapters.vendors import polygon_replies as polygon
from ballast_adapters.vendors.asking import Pages
from ballast_adapters.vendors.yfinance import Chart, parse_chart
from ballast_core.market import (
    VendorError,
    VendorKeyError,
    VendorLimitError,
    VendorReplyError,
    Wanted,
)

ALPHA = Vendor("alphavantage", "http://x", key=SecretStr(KEY), setting="BALLAST_X", key_parameter="apikey")


def rows_of(name: str) -> list[Any]:
    return [dict(row) for row in polygon.parse_page(saved(name)).results]


def test_a_session_is_that_of_new_york() -> None:
    rows = [{**row, "T": "KITE"} for row in rows_of("polygon/range_kite.json")]
    bars = polygon.parse_bars(rows, {"KITE": "KITE"}, NOW, around_the_clock=False).bars
    assert bars.days.astype(str).tolist() == ["2026-11-16", "2026-11-17", "2026-11-18"]
    assert (bars.close.tolist(), bars.volume[0]) == ([81.4, 81.05, 20.61], 1204500)


def test_the_moment_of_a_grouped_day_is_of_the_same_session() -> None:
    rows = rows_of("polygon/grouped_2026-11-16.json")
    bars = polygon.parse_bars(rows, {"OAKS": "O", "KITE": "K"}, NOW, around_the_clock=False).bars
    assert bars.days.astype(str).tolist() == ["2026-11-16"] * 2
    assert [bars.symbols[code] for code in bars.code] == ["K", "O"]


@pytest.mark.parametrize(
    ("now", "final"),
    [
        (datetime(2026, 11, 18, 21, 10, tzinfo=UTC), [True, True, False]),
        (datetime(2026, 11, 18, 21, 20, tzinfo=UTC), [True, True, True]),
    ],
)
def test_a_bar_is_final_twenty_minutes_after_the_close(now: datetime, final: list[bool]) -> None:
    rows = [{**row, "T": "KITE"} for row in rows_of("polygon/range_kite.json")]
    bars = polygon.parse_bars(rows, {"KITE": "KITE"}, now, around_the_clock=False).bars
    assert bars.final.tolist() == final


@pytest.mark.parametrize("moment", ["soon", None, 1e30, -1e30, True])
def test_a_bar_without_a_moment_is_named(moment: object) -> None:
    rows = [{**row, "T": "KITE"} for row in rows_of("polygon/range_kite.json")]
    rows[1]["t"] = moment
    read = polygon.parse_bars(rows, {"KITE": "KITE"}, NOW, around_the_clock=False)
    assert (len(read.bars), len(read.problems)) == (2, 1)
    assert "KITE" in read.problems[0]


def test_an_integer_beyond_all_numbers_is_named() -> None:
    rows = [{**row, "T": "KITE", "v": 10**400} for row in rows_of("polygon/range_kite.json")]
    read = polygon.parse_bars(rows, {"KITE": "KITE"}, NOW, around_the_clock=False)
    assert len(read.bars) == 0
    assert "v is 1000000000" in read.problems[0]


def test_a_value_of_a_series_beyond_all_numbers_is_named() -> None:
    row = {"realtime_start": "2026-01-02", "date": "2026-01-01", "value": 10**400}
    assert "cannot be read" in fred.parse_observations("RATE", [row]).problems[0]


@pytest.mark.parametrize("address", ["@evil.example/x", ".evil.example/x", ":81/x", "http://[bad"])
def test_the_next_page_never_leads_to_somebody_else(address: str) -> None:
    pages = Pages("polygon", "/v3/reference/splits")
    with pytest.raises(VendorReplyError, match="is no address"):
        pages.follow(address)


def test_the_next_page_is_one_of_the_provider_whatever_host_it_names() -> None:
    pages = Pages("polygon", "/first")
    way = iter(pages)
    assert next(way) == "/first"
    pages.follow("https://evil.example/second?cursor=1")
    assert next(way) == "/second?cursor=1"


def test_ten_thousand_bad_rows_are_told_in_a_few_lines() -> None:
    rows = [{**row, "T": "KITE", "c": "x"} for row in rows_of("polygon/range_kite.json")] * 3000
    read = polygon.parse_bars(rows, {"KITE": "KITE"}, NOW, around_the_clock=False)
    assert read.problems[-1] == "and 8980 more rows"
    assert len(read.problems) == 21


@pytest.mark.parametrize(
    "change", [{"split_from": 0}, {"split_to": "four"}, {"execution_date": "soon"}, {"split_to": None}]
)
def test_a_split_that_cannot_be_is_named(change: dict[str, object]) -> None:
    rows = rows_of("polygon/splits.json")
    rows[0] |= change
    found, problems = polygon.parse_splits(rows, {"KITE": "KITE"})
    assert (found, len(problems)) == ((), 1)


def test_two_dividends_of_one_day_are_one_and_a_row_sent_twice_counts_once() -> None:
    (regular,) = rows_of("polygon/dividends.json")
    special = {**regular, "id": "E9", "cash_amount": 1.5, "dividend_type": "SC"}
    later = {**regular, "id": "E10", "ex_dividend_date": "2026-11-18"}
    found, problems = polygon.parse_dividends([regular, special, regular, later], {"OAKS": "OAKS"})
    assert [(one.day, one.amount) for one in found] == [
        (date(2026, 11, 17), 1.71),
        (date(2026, 11, 18), 0.21),
    ]
    assert problems == ()


def test_a_vintage_that_tells_nothing_new_is_left_out() -> None:
    """FRED repeats what is known at the beginning of each stretch of real time."""
    rows = [
        {"realtime_start": start, "date": "2026-04-01", "value": value}
        for start, value in (("2026-07-30", "1.0"), ("2026-08-27", "1.0"), ("2026-09-30", "2.0"))
    ]
    found = fred.parse_observations("X", rows).observations
    assert (found.values.tolist(), found.vintages.astype(str).tolist()) == (
        [1.0, 2.0],
        ["2026-07-30", "2026-09-30"],
    )


def test_a_value_that_came_back_is_news() -> None:
    rows = [
        {"realtime_start": start, "date": "2026-04-01", "value": value}
        for start, value in (("2026-07-30", "1"), ("2026-08-27", "2"), ("2026-09-30", "1"))
    ]
    assert fred.parse_observations("X", rows).observations.values.tolist() == [1, 2, 1]


def test_a_point_stands_for_no_value() -> None:
    found = fred.parse_observations("RATE", list(fred.parse_page(saved("fred/rate.json")).observations))
    assert np.isnan(found.observations.values).tolist() == [False, True, False]


def test_articles_get_the_symbols_that_they_name() -> None:
    words = {one.symbol: newsapi.word_for(one) for one in (KITE, OAKS)}
    rows = newsapi.parse_page(saved("newsapi/everything.json")).articles
    found, problems = newsapi.parse_articles(rows, words)
    assert [one.symbols for one in found] == [("KITE",), ("KITE", "OAKS")]
    assert problems == ()


def test_an_article_without_a_title_is_named() -> None:
    rows = [dict(row) for row in newsapi.parse_page(saved("newsapi/everything.json")).articles]
    rows[0]["title"] = None
    _, problems = newsapi.parse_articles(rows, {"KITE": "Kite Aerials"})
    assert problems[0].startswith("row 1 (https://herald.example/1): title")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"url": "javascript:alert(1)"}, "url: an article has an address on the web"),
        ({"url": "data:text/html,x"}, "url: an article has an address on the web"),
        ({"publishedAt": "2026-11-20T10:00:00"}, "published_at: a moment needs its distance from UTC"),
        ({"publishedAt": "9999-12-31T23:59:59-23:00"}, "date value out of range"),
        ({"url": 7}, "row 1 (7): "),
    ],
    ids=["program", "content", "zoneless", "endless", "number"],
)
def test_an_article_that_nobody_could_open_or_place_is_named(change: dict[str, Any], said: str) -> None:
    row = {"title": "Kite", "url": "https://news.example/1", "publishedAt": "2026-11-20T10:00:00Z"}
    articles, problems = newsapi.parse_articles([{**row, **change}], {"KITE": "Kite"})
    assert articles == ()
    assert said in problems[0]


def test_long_lists_of_instruments_become_several_questions() -> None:
    many = [KITE.model_copy(update={"symbol": f"K{n}", "name": f"Kite Makers Number {n}"}) for n in range(60)]
    batches = list(newsapi.batches(many))
    assert sum(len(batch.words) for batch in batches) == 60
    assert max(len(batch.question) for batch in batches) <= 480


def test_articles_carry_the_sentiment_of_their_provider() -> None:
    rows = alphavantage.parse_feed(ALPHA, saved("alphavantage/news.json"))
    found, _ = alphavantage.parse_articles(rows, {"KITE": "KITE"})
    assert [(one.sentiment, one.scorer, one.published_at) for one in found] == [
        (0.42, "alphavantage", datetime(2026, 11, 17, 12, tzinfo=UTC))
    ]


@pytest.mark.parametrize(
    ("name", "failure"),
    [
        ("limit.json", VendorLimitError),
        ("limit_minute.json", VendorLimitError),
        ("no_such_key.json", VendorKeyError),
    ],
)
def test_what_is_told_with_the_status_of_success_is_a_fault(name: str, failure: type[Exception]) -> None:
    content = saved(f"alphavantage/{name}")
    with pytest.raises(failure) as caught:
        alphavantage.parse_feed(ALPHA, content)
    assert KEY not in str(caught.value)
    with pytest.raises(failure):
        alphavantage.parse_earnings(ALPHA, content, {"KITE": "KITE"}, SPAN)


def test_other_words_of_a_provider_are_told_without_the_key() -> None:
    with pytest.raises(VendorError, match="odd") as caught:
        alphavantage.parse_feed(ALPHA, f'{{"Information": "odd key {KEY}"}}'.encode())
    assert KEY not in str(caught.value)


def test_earnings_without_a_column_are_told_by_its_name() -> None:
    content = saved("alphavantage/earnings.csv").replace(b"reportDate", b"announced")
    with pytest.raises(VendorReplyError, match="reportDate"):
        alphavantage.parse_earnings(ALPHA, content, {"KITE": "KITE"}, SPAN)


def test_a_table_of_earnings_that_cannot_be_read_is_a_fault_of_its_provider() -> None:
    with pytest.raises(VendorReplyError, match="is no table"):
        alphavantage.parse_earnings(ALPHA, b"symbol\n" + b"x" * 200_000, {}, SPAN)


def test_prices_before_two_splits_are_multiplied_by_both() -> None:
    days = np.array(["2026-11-16", "2026-11-17", "2026-11-18"], dtype="datetime64[D]")
    one = np.array([10.0, 20.0, 60.0])
    splits = np.array([0.0, 2.0, 3.0])
    columns = dict.fromkeys(("Open", "High", "Low", "Close"), one)
    chart = Chart(days, {**columns, "Volume": one, "Dividends": np.zeros(3), "Stock Splits": splits})
    history = parse_chart(Wanted(KITE, date(2026, 11, 16), date(2026, 11, 17)), chart, NOW)
    assert history.bars.close.tolist() == [60.0, 60.0]
    assert history.bars.volume.tolist() == [2.0, 7.0]
    assert [(str(one.day), one.ratio) for one in history.splits] == [("2026-11-17", 2.0)]


@pytest.mark.parametrize("column", ["Stock Splits", "Dividends"])
def test_a_split_or_a_dividend_without_an_end_is_a_fault_of_yahoo(column: str) -> None:
    columns = dict.fromkeys(("Open", "High", "Low", "Close", "Volume"), np.array([10.0]))
    columns |= {"Dividends": np.zeros(1), "Stock Splits": np.zeros(1)} | {column: np.array([np.inf])}
    chart = Chart(np.array(["2026-11-16"], dtype="datetime64[D]"), columns)
    with pytest.raises(VendorReplyError, match="infinite"):
        parse_chart(Wanted(KITE, date(2026, 11, 16), date(2026, 11, 17)), chart, NOW)
