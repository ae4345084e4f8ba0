"""What every `IndicatorSource`, `NewsSource` and `EventSource` must do, recorded or over a server."""

from collections.abc import AsyncGenerator
from datetime import date

import pytest
from tests.vendor_server import KEY, instead, saved, status, vendor_http, vendor_server
from tests.vendor_sources import (
    GROWTH,
    KITE,
    NOW,
    OAKS,
    RATE,
    SPAN,
    alphavantage,
    fred,
    newsapi,
    vendor_at,
)

from ballast_adapters.memory.clock import FrozenClock
from ballast_adapters.vendors.alphavantage import AlphaVantageEvents, AlphaVantageNews
from ballast_adapters.vendors.fred import FredIndicators
from ballast_adapters.vendors.newsapi import NewsApiNews, word_for
from ballast_adapters.vendors.recorded_events import RecordedEvents
from ballast_adapters.vendors.recorded_indicators import RecordedIndicators
from ballast_adapters.vendors.recorded_news import RecordedNews
from ballast_core.market import (
    Article,
    EventKind,
    EventSource,
    Fetched,
    Indicator,
    IndicatorSource,
    Instrument,
    MarketEvent,
    NewsSource,
    Observations,
    RecurringEvent,
)

RELEASE = RecurringEvent(name="Payrolls", kind=EventKind.RELEASE, frequency="monthly", importance=4)
ANSWERS = {"fred": fred, "newsapi": newsapi, "alphavantage": alphavantage}


@pytest.fixture(params=["recorded", "fred"])
async def indicators(request: pytest.FixtureRequest) -> AsyncGenerator[IndicatorSource]:
    clock = FrozenClock(NOW)
    if request.param == "recorded":
        yield RecordedIndicators(clock)
        return
    async with vendor_server(fred) as server, vendor_http(clock) as http:
        yield FredIndicators(http, vendor_at("fred", server.url))


async def observed(source: IndicatorSource, *series: Indicator) -> dict[str, Observations]:
    answers = [answer async for answer in source.observations(series, date(2026, 4, 1))]
    assert [answer.fault for answer in answers if answer.fault] == []
    return {answer.parts[0]: answer.rows for answer in answers if answer.rows is not None}


async def test_every_series_is_answered_once(indicators: IndicatorSource) -> None:
    """IS-01"""
    answers = [answer async for answer in indicators.observations([GROWTH, RATE], None)]
    assert sorted(part for answer in answers for part in answer.parts) == ["GROWTH", "RATE"]


async def test_values_ascend_by_period_and_vintage(indicators: IndicatorSource) -> None:
    """IS-02"""
    for found in (await observed(indicators, GROWTH, RATE)).values():
        keys = list(zip(found.periods.tolist(), found.vintages.tolist(), strict=True))
        assert keys == sorted(set(keys))
        assert found.values.shape == found.periods.shape


async def test_nothing_is_known_before_its_period_begins(indicators: IndicatorSource) -> None:
    """IS-03"""
    for found in (await observed(indicators, GROWTH, RATE)).values():
        assert (found.vintages >= found.periods).all()


async def test_periods_before_the_day_that_was_asked_for_do_not_come(indicators: IndicatorSource) -> None:
    """IS-04"""
    found = (await observed(indicators, GROWTH))["GROWTH"]
    assert len(found) > 0
    assert found.periods.min().item() >= date(2026, 4, 1)


async def test_too_many_vintages_are_asked_for_in_stretches() -> None:
    """IS-20"""
    async with vendor_server(fred) as server, vendor_http(FrozenClock(NOW)) as http:
        server.faults = [status(400, saved("fred/too_many_vintages.json"))]
        found = (await observed(FredIndicators(http, vendor_at("fred", server.url)), GROWTH))["GROWTH"]
        asked = [(one.path.split("/")[-1], one.parameters["realtime_start"]) for one in server.asked]
    assert asked == [
        ("observations", "2026-04-01"),
        ("vintagedates", "2026-04-01"),
        ("observations", "2026-07-30"),
    ]
    assert found.values.tolist() == [102.5, 102.9, 103.4]


async def test_an_unknown_key_is_told_as_one_by_fred() -> None:
    """IS-21"""
    async with vendor_server(fred) as server, vendor_http(FrozenClock(NOW)) as http:
        server.always = status(400, saved("fred/no_such_key.json"))
        source = FredIndicators(http, vendor_at("fred", server.url))
        (answer,) = [one async for one in source.observations([GROWTH, RATE], None)]
    assert (answer.parts, getattr(answer.fault, "code", "")) == (("GROWTH", "RATE"), "market.vendor_key")


@pytest.fixture(params=["recorded", "newsapi", "alphavantage"])
async def news(request: pytest.FixtureRequest) -> AsyncGenerator[NewsSource]:
    name, clock = request.param, FrozenClock(NOW)
    if name == "recorded":
        yield RecordedNews(clock)
        return
    async with vendor_server(ANSWERS[name]) as server, vendor_http(clock) as http:
        vendor = vendor_at(name, server.url)
        yield NewsApiNews(http, vendor) if name == "newsapi" else AlphaVantageNews(http, vendor)


async def told(source: NewsSource, *instruments: Instrument) -> list[Fetched[tuple[Article, ...]]]:
    return [answer async for answer in source.articles(instruments, SPAN)]


async def test_articles_on_every_instrument_are_asked_for_once(news: NewsSource) -> None:
    """NS-01"""
    answers = await told(news, KITE, OAKS)
    assert sorted(part for answer in answers for part in answer.parts) == ["KITE", "OAKS"]


async def test_articles_name_only_symbols_that_were_asked_for(news: NewsSource) -> None:
    """NS-02"""
    found = [one for answer in await told(news, KITE, OAKS) for one in answer.rows or ()]
    assert found
    assert all(one.symbols and set(one.symbols) <= {"KITE", "OAKS"} for one in found)


async def test_an_article_has_a_moment_an_address_and_one_id_for_it(news: NewsSource) -> None:
    """NS-03"""
    found = [one for answer in await told(news, KITE, OAKS) for one in answer.rows or ()]
    assert all(one.published_at.utcoffset() is not None and one.url and one.title for one in found)
    assert len({one.id for one in found}) == len({one.url for one in found})


async def test_a_sentiment_names_who_gave_it(news: NewsSource) -> None:
    """NS-04"""
    found = [one for answer in await told(news, KITE) for one in answer.rows or ()]
    assert all(bool(one.scorer) == (one.sentiment is not None) for one in found)


async def test_articles_are_asked_for_by_names_without_the_legal_form() -> None:
    """NS-20"""
    assert [word_for(one) for one in (KITE, OAKS, Instrument(symbol="ABC"))] == [
        "Kite Aerials",
        "Oaksmith Timber",
        "ABC",
    ]


async def test_a_plan_that_ends_after_a_page_is_told() -> None:
    """NS-21"""
    async with vendor_server(newsapi) as server, vendor_http(FrozenClock(NOW)) as http:
        many = saved("newsapi/everything.json").replace(b'"totalResults": 4', b'"totalResults": 400')
        server.faults = [instead(many), status(426, saved("newsapi/only_so_many.json"))]
        (answer,) = await told(NewsApiNews(http, vendor_at("newsapi", server.url)), KITE)
    assert answer.fault is None
    assert answer.problems == ("only the newest 4 of 400 articles were to be had",)


async def test_no_articles_are_no_fault() -> None:
    """NS-22"""
    async with vendor_server(alphavantage) as server, vendor_http(FrozenClock(NOW)) as http:
        server.always = instead(saved("alphavantage/nothing.json"))
        (answer,) = await told(AlphaVantageNews(http, vendor_at("alphavantage", server.url)), KITE)
    assert (answer.rows, answer.fault) == ((), None)


async def test_articles_on_many_take_one_question() -> None:
    """NS-23"""
    many = [KITE, OAKS, *(Instrument(symbol=f"S{number}") for number in range(50))]
    async with vendor_server(alphavantage) as server, vendor_http(FrozenClock(NOW)) as http:
        (answer,) = await told(AlphaVantageNews(http, vendor_at("alphavantage", server.url)), *many)
        assert (len(server.asked), len(answer.parts)) == (1, 52)
    assert [one.symbols for one in answer.rows or ()] == [("OAKS",), ("KITE", "OAKS")]


@pytest.fixture(params=["recorded", "alphavantage"])
async def events(request: pytest.FixtureRequest) -> AsyncGenerator[EventSource]:
    clock = FrozenClock(NOW)
    if request.param == "recorded":
        yield RecordedEvents(clock)
        return
    async with vendor_server(alphavantage) as server, vendor_http(clock) as http:
        yield AlphaVantageEvents(http, vendor_at("alphavantage", server.url))


async def happened(source: EventSource) -> list[Fetched[tuple[MarketEvent, ...]]]:
    return [answer async for answer in source.events([KITE, OAKS], [RELEASE], SPAN)]


async def test_events_of_everything_are_asked_for_once(events: EventSource) -> None:
    """ES-01"""
    answers = await happened(events)
    assert sorted(part for answer in answers for part in answer.parts) == ["KITE", "OAKS", "Payrolls"]


async def test_events_lie_within_the_span(events: EventSource) -> None:
    """ES-02"""
    assert all(one.day in SPAN for answer in await happened(events) for one in answer.rows or ())


async def test_earnings_come_with_their_estimate() -> None:
    """ES-20"""
    async with vendor_server(alphavantage) as server, vendor_http(FrozenClock(NOW)) as http:
        answers = await happened(AlphaVantageEvents(http, vendor_at("alphavantage", server.url)))
    found = [one for answer in answers for one in answer.rows or ()]
    assert [(one.subject, str(one.day), one.estimate) for one in found] == [("KITE", "2026-11-18", 0.84)]
    assert KEY not in repr(found)
