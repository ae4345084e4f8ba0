"""What every `NewsStore` must do."""

import itertools
from datetime import UTC, datetime, timedelta

import pytest
from tests.contract.conftest import AnyMarket
from tests.market_builders import NOON, day

from ballast_core.market import Article, Moods, NewsStore, Upserted
from ballast_core.shared.dates import DateSpan

ALL = DateSpan()


def article(name: str, *symbols: str, at: datetime = NOON, **more: object) -> Article:
    facts = {"id": name, "source": "first", "url": f"https://news.example/{name}", "title": name.title()}
    return Article.model_validate(facts | {"published_at": at, "symbols": symbols} | more)


@pytest.fixture
def store(market: AnyMarket) -> NewsStore:
    return market.news


async def ids(
    store: NewsStore, *symbols: str, span: DateSpan = ALL, limit: int = 100, offset: int = 0
) -> list[str]:
    return [one.id for one in await store.articles(symbols, span, limit, offset)]


def told(moods: Moods) -> list[tuple[str, float, float]]:
    days = moods.articles.days.astype(str).tolist()
    assert days == moods.sentiment.days.astype(str).tolist()
    return list(zip(days, moods.articles.values.tolist(), moods.sentiment.values.tolist(), strict=True))


async def test_a_new_store_has_no_article(store: NewsStore) -> None:
    """NW-01"""
    assert [await ids(store), dict(await store.moods([], ALL))] == [[], {}]


async def test_an_article_comes_back_as_it_was(store: NewsStore) -> None:
    """NW-02"""
    given = article(
        "one",
        "AAA",
        "BRK.B",
        summary="é\n\\N",
        sentiment=-0.25,
        scorer="vader",
        at=NOON + timedelta(microseconds=1),
    )
    assert await store.add_articles([given]) == Upserted(inserted=1)
    assert list(await store.articles([], ALL, 10)) == [given]


async def test_what_a_database_cannot_hold_is_replaced(store: NewsStore) -> None:
    """NW-03"""
    await store.add_articles([article("one", title="a\ud83d")])
    (found,) = await store.articles([], ALL, 10)
    assert found.title in ("a\ud83d", "a\N{REPLACEMENT CHARACTER}")


async def test_the_newest_comes_first(store: NewsStore) -> None:
    """NW-04"""
    hours = {"a": 1, "b": 3, "c": 2}
    await store.add_articles([article(name, at=NOON + timedelta(hours=h)) for name, h in hours.items()])
    assert await ids(store) == ["b", "c", "a"]


async def test_a_page_begins_where_the_one_before_ended(store: NewsStore) -> None:
    """NW-05"""
    await store.add_articles([article(name) for name in "edcba"])
    pages = [await ids(store, limit=2, offset=offset) for offset in (0, 2, 4, 6)]
    assert pages == [["a", "b"], ["c", "d"], ["e"], []]


async def test_articles_on_any_of_the_symbols_come(store: NewsStore) -> None:
    """NW-06"""
    await store.add_articles(
        [article("a", "AAA"), article("b", "BBB", "CCC"), article("c"), article("d", "CCC")]
    )
    assert await ids(store, "AAA", "BBB") == ["a", "b"]


async def test_days_are_those_of_utc(store: NewsStore) -> None:
    """NW-07"""
    midnight = datetime(2026, 11, 20, tzinfo=UTC)
    moments = {"a": midnight - timedelta(microseconds=1), "b": midnight, "c": midnight + timedelta(days=1)}
    await store.add_articles([article(name, at=at) for name, at in moments.items()])
    only = day("2026-11-20")
    spans = (DateSpan(only, only), DateSpan(None, only), DateSpan(only))
    assert [await ids(store, span=span) for span in spans] == [["b"], ["b", "a"], ["c", "b"]]


async def test_the_same_article_again_adds_its_symbols(store: NewsStore) -> None:
    """NW-08"""
    await store.add_articles([article("a", "BBB")])
    assert await store.add_articles([article("a", "AAA")]) == Upserted(updated=1)
    (found,) = await store.articles([], ALL, 10)
    assert found.symbols == ("AAA", "BBB")


async def test_the_same_article_with_fewer_symbols_changes_nothing(store: NewsStore) -> None:
    """NW-09"""
    await store.add_articles([article("a", "BBB", "AAA")])
    assert await store.add_articles([article("a", "AAA")]) == Upserted(unchanged=1)


async def test_what_else_is_told_of_an_article_is_the_last(store: NewsStore) -> None:
    """NW-10"""
    await store.add_articles([article("a", "AAA")])
    assert await store.add_articles([article("a", title="New", sentiment=0.5)]) == Upserted(updated=1)
    (found,) = await store.articles([], ALL, 10)
    assert (found.title, found.sentiment, found.symbols) == ("New", 0.5, ("AAA",))


async def test_an_article_that_comes_twice_at_once_is_there_once(store: NewsStore) -> None:
    """NW-11"""
    assert await store.add_articles([article("a", "BBB"), article("a", "AAA")]) == Upserted(inserted=1)
    (found,) = await store.articles([], ALL, 10)
    assert found.symbols == ("AAA", "BBB")


async def test_two_sources_may_use_the_same_id(store: NewsStore) -> None:
    """NW-12"""
    assert await store.add_articles([article("a"), article("a", source="second")]) == Upserted(inserted=2)


async def test_moods_are_counted_by_symbol_and_day(store: NewsStore) -> None:
    """NW-13"""
    before = NOON - timedelta(days=1)
    await store.add_articles(
        [
            article("a", "AAA", "BBB", sentiment=0.5),
            article("b", "AAA", sentiment=-0.25),
            article("c", "AAA"),
            article("d", "AAA", at=before, sentiment=1),
            article("e", at=before, sentiment=-1),
        ]
    )
    found = await store.moods([], ALL)
    assert {symbol: told(moods) for symbol, moods in found.items()} == {
        "": [("2026-11-19", 2, 0), ("2026-11-20", 3, 0.125)],
        "AAA": [("2026-11-19", 1, 1), ("2026-11-20", 3, 0.125)],
        "BBB": [("2026-11-20", 1, 0.5)],
    }


async def test_moods_of_some_symbols_come_with_that_of_all(store: NewsStore) -> None:
    """NW-14"""
    await store.add_articles([article("a", "AAA", "BBB"), article("b", "CCC")])
    found = await store.moods(["AAA", "DDD"], ALL)
    assert {symbol: told(moods)[0][1] for symbol, moods in found.items()} == {"": 2, "AAA": 1}


async def test_a_day_whose_articles_have_no_sentiment_has_none(store: NewsStore) -> None:
    """NW-15"""
    await store.add_articles([article("a", "AAA")])
    assert str(told((await store.moods(["AAA"], ALL))["AAA"])) == "[('2026-11-20', 1.0, nan)]"


async def test_the_revision_changes_with_articles_and_only_then(market: AnyMarket) -> None:
    """NW-16"""
    seen = [await market.universe.revision()]
    for given in (article("a", "AAA"), article("a", "AAA"), article("a", "BBB")):
        await market.news.add_articles([given])
        seen.append(await market.universe.revision())
    assert [one == two for one, two in itertools.pairwise(seen)] == [False, True, False]
