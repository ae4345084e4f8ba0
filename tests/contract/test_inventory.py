"""What every `Inventory` of market data must tell."""

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine
from tests.contract.conftest import AnyMarket
from tests.market_builders import NOON, bars, day, observations

from ballast_adapters.memory.market import MemoryMarket
from ballast_adapters.memory.market_inventory import MemoryInventory
from ballast_adapters.sql.market_inventory import SqlInventory
from ballast_core.market import (
    Article,
    EventKind,
    Frequency,
    Indicator,
    Instrument,
    Inventory,
    MarketEvent,
    StoredSubject,
    StoredTable,
)

SCHEMAS = {"market_data", "economic_data", "news", "events"}


@pytest.fixture
async def inventory(engine: AsyncEngine | None, market: AnyMarket) -> Inventory:
    """Knows a market of two symbols, a series, an article and an event."""
    symbols = [Instrument(symbol="AAA"), Instrument(symbol="BBB")]
    await market.universe.save(symbols, [Indicator(id="RATE", frequency=Frequency.MONTHLY)])
    await market.bars.add_bars(bars([1.0, 2.0, 3.0], "AAA"), {}, NOON)
    await market.bars.add_bars(bars([1.0], "BBB", start="2024-02-01"), {}, NOON)
    known = [("2024-01-01", "2024-02-05", 3.5), ("2024-02-01", "2024-03-05", 3.6)]
    await market.economy.add_observations([observations(*known)])
    article = Article(
        id="1", source="s", url="https://example.org", published_at=NOON, title="t", symbols=("AAA", "BBB")
    )
    await market.news.add_articles([article])
    event = MarketEvent(kind=EventKind.RELEASE, subject="US", day=day("2024-03-01"), name="Jobs", source="s")
    await market.events.add_events([event])
    if engine is not None:
        return SqlInventory(engine)
    assert isinstance(market, MemoryMarket)
    return MemoryInventory(market)


def table(tables: list[StoredTable], name: str) -> tuple[int, object, object]:
    (found,) = [one for one in tables if one.name == name]
    return found.rows, found.first, found.last


async def test_every_schema_is_told_of(inventory: Inventory) -> None:
    """IV-01"""
    assert {one.schema for one in await inventory.tables()} >= SCHEMAS


async def test_tables_are_in_the_order_of_schema_and_name(inventory: Inventory) -> None:
    """IV-02"""
    names = [(one.schema, one.name) for one in await inventory.tables()]
    assert names == sorted(names)


async def test_rows_are_counted_with_the_days_that_they_span(inventory: Inventory) -> None:
    """IV-03"""
    tables = list(await inventory.tables())
    assert table(tables, "bars") == (4, day("2024-01-02"), day("2024-02-01"))
    assert table(tables, "observations") == (2, day("2024-01-01"), day("2024-02-01"))
    assert table(tables, "events") == (1, day("2024-03-01"), day("2024-03-01"))
    assert table(tables, "instruments") == (2, None, None)


async def test_symbols_are_told_with_their_rows(inventory: Inventory) -> None:
    """IV-04"""
    assert list(await inventory.subjects("market_data")) == [
        StoredSubject("AAA", 3, day("2024-01-02"), day("2024-01-04")),
        StoredSubject("BBB", 1, day("2024-02-01"), day("2024-02-01")),
    ]


async def test_an_article_counts_for_each_of_its_symbols(inventory: Inventory) -> None:
    """IV-05"""
    noon = NOON.date()
    assert list(await inventory.subjects("news")) == [
        StoredSubject("AAA", 1, noon, noon),
        StoredSubject("BBB", 1, noon, noon),
    ]


@pytest.mark.parametrize(("schema", "name"), [("economic_data", "RATE"), ("events", "US")])
async def test_series_and_regions_are_told_as_symbols_are(
    inventory: Inventory, schema: str, name: str
) -> None:
    """IV-06"""
    assert [one.name for one in await inventory.subjects(schema)] == [name]


async def test_a_schema_that_is_about_nothing_has_no_symbols(inventory: Inventory) -> None:
    """IV-07"""
    assert list(await inventory.subjects("derived")) == []
