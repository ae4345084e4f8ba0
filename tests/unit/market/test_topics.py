"""Economic series, articles and events as they are asked for."""

from datetime import UTC, date, datetime

import numpy as np
import pytest
from pydantic import ValidationError

from ballast_adapters.memory.clock import FrozenClock
from ballast_adapters.memory.market import MemoryMarket
from ballast_core.market import (
    Article,
    ArticlesAsk,
    EventKind,
    EventsAsk,
    Frequency,
    Grade,
    Indicator,
    IndicatorAsk,
    IndicatorNotFoundError,
    MarketEvent,
    Observations,
    SentimentAsk,
)
from ballast_core.market.usecases.list_articles import ListArticles
from ballast_core.market.usecases.list_events import ListEvents
from ballast_core.market.usecases.list_indicators import ListIndicators
from ballast_core.market.usecases.show_indicator import ShowIndicator
from ballast_core.market.usecases.show_sentiment import ShowSentiment

CLOCK = FrozenClock(datetime(2026, 11, 21, 12, tzinfo=UTC))
RATE = Indicator(id="RATE", frequency=Frequency.MONTHLY, category="b", release_lag_days=10)
OTHER = Indicator(id="OTHER", frequency=Frequency.MONTHLY, category="a")
TOLD = Observations(
    "RATE",
    "test",
    np.array(["2026-09-01", "2026-09-01", "2026-10-01"], "datetime64[D]"),
    np.array(["2026-10-10", "2026-11-10", "2026-11-10"], "datetime64[D]"),
    np.array([4.0, 4.2, np.nan]),
)


@pytest.fixture
async def market() -> MemoryMarket:
    """Two series, of which one has values."""
    store = MemoryMarket()
    await store.universe.save(indicators=[RATE, OTHER])
    await store.economy.add_observations([TOLD])
    return store


async def test_series_come_by_category_with_their_last_value(market: MemoryMarket) -> None:
    view = await ListIndicators(market.universe, market.economy, CLOCK)()
    assert [row.indicator.id for row in view.indicators] == ["OTHER", "RATE"]
    assert [row.last_value for row in view.indicators] == [None, 4.2]
    assert [row.grade for row in view.indicators] == [Grade.POOR, Grade.EXCELLENT]


async def test_a_series_is_shown_as_it_is_known_now(market: MemoryMarket) -> None:
    view = await ShowIndicator(market.universe, market.economy, CLOCK)(IndicatorAsk(series="rate"))
    assert view.values == [4.2, None]
    assert view.first_values == [4.0, None]
    assert view.known_since == [date(2026, 11, 10)] * 2
    assert [(one.period, one.before, one.value) for one in view.revised] == [(date(2026, 9, 1), 4.0, 4.2)]


async def test_a_series_is_shown_as_it_was_known_on_a_day(market: MemoryMarket) -> None:
    ask = IndicatorAsk(series="RATE", as_of=date(2026, 11, 9))
    view = await ShowIndicator(market.universe, market.economy, CLOCK)(ask)
    assert (view.periods, view.values) == ([date(2026, 9, 1)], [4.0])
    assert (view.revisions, view.revised) == ([0], ())
    assert view.coverage.present == 2


async def test_a_series_without_values_is_shown_all_the_same(market: MemoryMarket) -> None:
    view = await ShowIndicator(market.universe, market.economy, CLOCK)(IndicatorAsk(series="OTHER"))
    assert (view.periods, view.revised, view.coverage.coverage) == ([], (), 0)


async def test_a_series_that_nobody_knows_is_not_found(market: MemoryMarket) -> None:
    with pytest.raises(IndicatorNotFoundError, match="NOTHING"):
        await ShowIndicator(market.universe, market.economy, CLOCK)(IndicatorAsk(series="NOTHING"))


@pytest.mark.parametrize("ask", [ArticlesAsk, SentimentAsk, EventsAsk])
def test_a_span_that_ends_before_it_starts_is_refused(
    ask: type[ArticlesAsk | SentimentAsk | EventsAsk],
) -> None:
    with pytest.raises(ValidationError, match="cannot end"):
        ask.model_validate({"start": "2026-01-02", "end": "2026-01-01"})


def article(number: int, day: int, *symbols: str, sentiment: float | None = None) -> Article:
    return Article(
        id=str(number),
        source="test",
        url=f"https://news.example/{number}",
        published_at=datetime(2026, 11, day, 9, tzinfo=UTC),
        title=f"Article {number}",
        symbols=symbols,
        sentiment=sentiment,
        scorer="test" if sentiment is not None else "",
    )


@pytest.fixture
async def news(market: MemoryMarket) -> MemoryMarket:
    """Three articles, one of them about two symbols."""
    articles = [
        article(1, 18, "AAA", sentiment=0.5),
        article(2, 19, "AAA", "BBB", sentiment=-0.5),
        article(3, 20),
    ]
    await market.news.add_articles(articles)
    return market


async def test_articles_come_newest_first_a_page_at_a_time(news: MemoryMarket) -> None:
    ask = ListArticles(news.news)
    first, second = await ask(ArticlesAsk(limit=2)), await ask(ArticlesAsk(limit=2, offset=2))
    assert [one.id for one in first.articles] == ["3", "2"]
    assert [one.id for one in second.articles] == ["1"]
    assert (first.more, second.more) == (True, False)


async def test_articles_of_a_symbol_are_those_about_it(news: MemoryMarket) -> None:
    view = await ListArticles(news.news)(ArticlesAsk.model_validate({"symbols": ["bbb"]}))
    assert [one.id for one in view.articles] == ["2"]


async def test_sentiment_is_told_of_all_together_and_by_symbol(news: MemoryMarket) -> None:
    view = await ShowSentiment(news.news, CLOCK)()
    moods = {one.symbol: one for one in view.symbols}
    assert list(moods) == ["", "AAA", "BBB"]
    assert (moods[""].total, moods[""].articles) == (3, [1, 1, 1])
    assert moods[""].sentiment == [0.5, -0.5, None]
    assert (moods["AAA"].mean, moods["BBB"].mean) == (0, -0.5)


async def test_without_days_sentiment_is_of_the_last_ninety(news: MemoryMarket) -> None:
    view = await ShowSentiment(news.news, CLOCK)()
    assert (view.start, view.end) == (date(2026, 8, 24), date(2026, 11, 21))


async def test_without_articles_there_is_no_sentiment_and_no_grade() -> None:
    view = await ShowSentiment(MemoryMarket().news, CLOCK)()
    assert (view.symbols, view.median, view.grade) == ((), None, None)


def event(day: date, name: str, importance: int = 2, kind: EventKind = EventKind.RELEASE) -> MarketEvent:
    return MarketEvent(kind=kind, subject="US", day=day, name=name, importance=importance, source="test")


@pytest.fixture
async def calendar(market: MemoryMarket) -> ListEvents:
    """Something past, something today, something soon and something later."""
    days = {"past": date(2026, 11, 20), "today": date(2026, 11, 21), "soon": date(2026, 12, 4)}
    events = [event(day, name) for name, day in days.items()]
    await market.events.add_events([*events, event(date(2026, 12, 22), "later", 4, EventKind.MARKET)])
    return ListEvents(market.events, CLOCK)


@pytest.mark.parametrize(
    ("ask", "names"),
    [
        ({}, ["today", "soon"]),
        ({"start": "2026-11-01"}, ["past", "today", "soon"]),
        ({"end": "2026-11-20"}, ["past"]),
        ({"end": "2026-12-31"}, ["today", "soon", "later"]),
        ({"end": "2026-12-31", "importance": 3}, ["later"]),
        ({"end": "2026-12-31", "kinds": ["release"]}, ["today", "soon"]),
        ({"end": "2026-12-31", "subjects": ["EU"]}, []),
        ({"start": "9999-12-30"}, []),
    ],
    ids=str,
)
async def test_events_are_of_the_next_thirty_days_unless_others_are_asked_for(
    calendar: ListEvents, ask: dict[str, object], names: list[str]
) -> None:
    view = await calendar(EventsAsk.model_validate(ask))
    assert [one.name for one in view.events] == names
