"""What every `UniverseStore` must do."""

import asyncio

import pytest
from tests.contract.conftest import AnyMarket
from tests.market_builders import day

from ballast_core.market import (
    EventKind,
    Frequency,
    Indicator,
    Instrument,
    InstrumentKind,
    RecurringEvent,
    UniverseStore,
    Upserted,
)

ONE = Instrument(symbol="AAA")
FULL = Instrument(
    symbol="BRK.B",
    name="Bärk «B» \n \\N",
    kind=InstrumentKind.ETF,
    sector="Materials",
    categories=("b", "a", 'quoted "c", d'),
    exchange="XNYS",
    calendar="24/7",
    currency="EUR",
    first_listed=day("1962-01-02"),
    delisted=day("2031-12-31"),
    successor="BRK",
    spellings={"polygon": "BRK-B", "yfinance": "BRK/B"},
    high_priority=True,
    note="a\tb",
)
RATE = Indicator(
    id="RATE_10", frequency=Frequency.WEEKLY, unit="%", release_lag_days=7, ended=day("2020-03-01")
)
JOBS = RecurringEvent(
    name="Jobs report", kind=EventKind.RELEASE, frequency="monthly", local_time="08:30", importance=4
)


@pytest.fixture
def store(market: AnyMarket) -> UniverseStore:
    return market.universe


async def test_a_new_universe_is_empty(store: UniverseStore) -> None:
    """UV-01"""
    found = (await store.instruments(), await store.indicators(), await store.recurring())
    assert [list(some) for some in found] == [[], [], []]


async def test_everything_comes_back_as_it_was(store: UniverseStore) -> None:
    """UV-02"""
    assert await store.save([FULL], [RATE], [JOBS]) == Upserted(inserted=3)
    found = (await store.instruments(), await store.indicators(), await store.recurring())
    assert [list(some) for some in found] == [[FULL], [RATE], [JOBS]]


async def test_instruments_come_by_symbol(store: UniverseStore) -> None:
    """UV-03"""
    symbols = ["B", "A.1", "^X", "A", "AB", "A-1"]
    await store.save([Instrument(symbol=symbol) for symbol in symbols])
    assert [one.symbol for one in await store.instruments()] == sorted(symbols)


async def test_what_is_saved_again_is_the_last(store: UniverseStore) -> None:
    """UV-04"""
    await store.save([ONE, FULL])
    changed = ONE.model_copy(update={"spellings": {"polygon": "X"}})
    assert await store.save([changed, FULL]) == Upserted(updated=1, unchanged=1)
    assert list(await store.instruments()) == [changed, FULL]


async def test_of_one_symbol_twice_the_last_counts(store: UniverseStore) -> None:
    """UV-05"""
    last = ONE.model_copy(update={"name": "last"})
    assert await store.save([ONE, last]) == Upserted(inserted=1)
    assert list(await store.instruments()) == [last]


async def test_nothing_saved_changes_nothing(store: UniverseStore) -> None:
    """UV-06"""
    assert await store.save() == Upserted()


async def test_an_instrument_is_removed_once(store: UniverseStore) -> None:
    """UV-07"""
    await store.save([ONE, FULL])
    assert [await store.remove(ONE.symbol), await store.remove(ONE.symbol)] == [True, False]
    assert list(await store.instruments()) == [FULL]


@pytest.mark.parametrize("symbol", ["", "no\0ne", "\ud800"], ids=["empty", "nul", "surrogate"])
async def test_a_symbol_that_nobody_can_have_is_not_there(store: UniverseStore, symbol: str) -> None:
    """UV-08"""
    assert not await store.remove(symbol)


async def test_the_revision_changes_with_the_universe_and_only_then(store: UniverseStore) -> None:
    """UV-09"""
    seen = [await store.revision()]
    for save in (store.save([ONE]), store.save([ONE]), store.save((), [RATE]), store.save((), (), [JOBS])):
        await save
        seen.append(await store.revision())
    assert [seen[1] != seen[0], seen[2] != seen[1], len({*seen})] == [True, False, 4]


async def test_removing_changes_the_revision_where_something_was_there(store: UniverseStore) -> None:
    """UV-10"""
    await store.save([ONE])
    seen = [await store.revision()]
    for symbol in (ONE.symbol, ONE.symbol):
        await store.remove(symbol)
        seen.append(await store.revision())
    assert (seen[0] == seen[1], seen[1] == seen[2]) == (False, True)


async def test_two_who_save_at_once_both_succeed(market: AnyMarket, other_market: AnyMarket) -> None:
    """UV-11"""
    many = [Instrument(symbol=f"S{number}") for number in range(50)]
    turned = [one.model_copy(update={"name": "other"}) for one in reversed(many)]
    done = await asyncio.gather(market.universe.save(many), other_market.universe.save(turned))
    assert sorted(one.inserted for one in done) == [0, 50]


async def test_one_instrument_is_found_by_its_symbol(store: UniverseStore) -> None:
    """UV-12"""
    await store.save([ONE])
    assert await store.instrument(ONE.symbol) == ONE
    assert await store.instrument("NOBODY\0") is None
