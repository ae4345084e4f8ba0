"""What every `ShareStore` of splits and dividends must do."""

import pytest
from tests.contract.conftest import AnyMarket
from tests.market_builders import day

from ballast_core.market import Dividend, ShareStore, Split, Upserted

SPLIT = Split(symbol="AAA", day=day("2020-08-31"), ratio=4, source="first")
REVERSE = Split(symbol="BBB", day=day("2012-08-31"), ratio=1 / 30, source="first")
PAID = Dividend(symbol="AAA", day=day("2024-02-09"), amount=0.24, source="first", pay_day=day("2024-02-15"))
EARLIER = Dividend(symbol="AAA", day=day("2023-11-10"), amount=0.24, currency="EUR", source="first")


@pytest.fixture
def store(market: AnyMarket) -> ShareStore:
    return market.shares


async def test_a_new_store_has_none(store: ShareStore) -> None:
    """SD-01"""
    assert [list(await store.splits(["AAA"])), list(await store.dividends(["AAA"]))] == [[], []]


async def test_they_come_back_as_they_were_oldest_first(store: ShareStore) -> None:
    """SD-02"""
    assert await store.add_actions([SPLIT, REVERSE], [PAID, EARLIER]) == Upserted(inserted=4)
    assert list(await store.splits(["AAA", "BBB"])) == [REVERSE, SPLIT]
    assert list(await store.dividends(["AAA"])) == [EARLIER, PAID]


async def test_only_those_of_the_symbols_come(store: ShareStore) -> None:
    """SD-03"""
    await store.add_actions([SPLIT, REVERSE], [PAID])
    assert [list(await store.splits(["BBB"])), list(await store.dividends([]))] == [[REVERSE], []]


async def test_the_last_one_of_a_day_counts(store: ShareStore) -> None:
    """SD-04"""
    await store.add_actions([SPLIT], [PAID])
    changed = SPLIT.model_copy(update={"ratio": 5.0})
    assert await store.add_actions([changed], [PAID]) == Upserted(updated=1, unchanged=1)
    assert list(await store.splits(["AAA"])) == [changed]


async def test_the_revision_changes_with_them_and_only_then(market: AnyMarket) -> None:
    """SD-05"""
    seen = [await market.universe.revision()]
    for _ in range(2):
        await market.shares.add_actions([SPLIT], [])
        seen.append(await market.universe.revision())
    assert (seen[0] == seen[1], seen[1] == seen[2]) == (False, True)


async def test_dividends_since_a_day_have_those_of_that_day(store: ShareStore) -> None:
    """SD-06"""
    await store.add_actions([], [PAID, EARLIER])
    assert list(await store.dividends(["AAA"], PAID.day)) == [PAID]
