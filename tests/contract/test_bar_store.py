"""What every `BarStore` must do."""

import asyncio
import itertools
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from tests.contract.conftest import AnyMarket
from tests.market_builders import NAN, NOON, bars, day, many_bars

from ballast_core.market import Bars, BarsStored, BarStore, Disagreement, Upserted
from ballast_core.shared.arrays import to_dates
from ballast_core.shared.dates import DateSpan

ALL = DateSpan()
RANKS = {"first": 0, "second": 1}
LATER = NOON + timedelta(hours=1)


@pytest.fixture
def store(market: AnyMarket) -> BarStore:
    return market.bars


async def add(store: BarStore, bars: Bars) -> BarsStored:
    return await store.add_bars(bars, RANKS, NOON)


async def closes(store: BarStore, symbol: str = "AAA", span: DateSpan = ALL) -> list[float]:
    found: list[float] = (await store.bars(symbol, span)).close.tolist()
    return found


async def sources(store: BarStore, symbol: str = "AAA") -> list[str]:
    found = await store.bars(symbol, ALL)
    return [found.sources[code] for code in found.source.tolist()]


async def test_a_new_store_has_no_bar(store: BarStore) -> None:
    """BS-01"""
    assert len(await store.bars("AAA", ALL)) == 0


async def test_bars_come_back_as_they_were(store: BarStore) -> None:
    """BS-02"""
    given = replace(
        bars([10.25, 0.1, 1e300]),
        volume=np.array([2.0**53, NAN, 0.0]),
        vwap=np.array([NAN, 0.3, 1 / 3]),
        trades=np.array([7.0, NAN, 1.0]),
    )
    await add(store, given)
    found = await store.bars("AAA", ALL)
    for name in ("days", "open", "high", "low", "close", "volume", "vwap", "trades"):
        np.testing.assert_array_equal(getattr(found, name), getattr(given, name), name)
    assert await sources(store) == ["first"] * 3


async def test_a_column_that_nobody_told_stays_untold(store: BarStore) -> None:
    """BS-03"""
    await add(store, replace(bars([10, 11]), open=np.full(2, NAN)))
    assert np.isnan((await store.bars("AAA", ALL)).open).all()


async def test_volumes_and_trades_are_kept_as_whole_units(store: BarStore) -> None:
    """BS-04"""
    given = replace(bars([10]), volume=np.array([1_234.56]), trades=np.array([7.4]))
    await add(store, given)
    found = await store.bars("AAA", ALL)
    assert (found.volume.tolist(), found.trades.tolist()) == ([1_235], [7])
    assert (await add(store, given)).rows == Upserted(unchanged=1)


async def test_what_storing_did_is_counted(store: BarStore) -> None:
    """BS-05"""
    assert (await add(store, bars([10, 11]))).rows == Upserted(inserted=2)
    assert (await add(store, bars([10, 12, 13]))).rows == Upserted(inserted=1, updated=1, unchanged=1)


async def test_no_bars_change_nothing(store: BarStore) -> None:
    """BS-06"""
    assert await add(store, bars([])) == BarsStored(Upserted())


async def test_bars_come_oldest_first_however_they_came(store: BarStore) -> None:
    """BS-07"""
    given = bars([10, 11, 12])
    turned = replace(given, days=given.days[::-1].copy(), close=given.close[::-1].copy())
    await add(store, turned)
    assert await closes(store) == [10, 11, 12]


async def test_many_symbols_come_at_once_in_any_order(store: BarStore) -> None:
    """BS-08"""
    given = many_bars(3, 20)
    mixed = np.random.default_rng(1).permutation(len(given))
    shuffled = replace(
        given, **{name: getattr(given, name)[mixed] for name in ("code", "days", "close", "open", "volume")}
    )
    assert (await add(store, shuffled)).rows == Upserted(inserted=60)
    assert await closes(store, "S001") == given.close[20:40].tolist()


async def test_a_span_has_both_its_ends(store: BarStore) -> None:
    """BS-09"""
    await add(store, bars([10, 11, 12, 13]))
    assert await closes(store, span=DateSpan(day("2024-01-03"), day("2024-01-04"))) == [11, 12]


async def test_symbols_do_not_mix(store: BarStore) -> None:
    """BS-10"""
    await add(store, bars([10]))
    await add(store, bars([20], "AAAB"))
    assert [await closes(store), await closes(store, "AAAB"), await closes(store, "A")] == [[10], [20], []]


async def test_the_same_source_again_counts_as_it_tells_it_now(store: BarStore) -> None:
    """BS-11"""
    await add(store, bars([10]))
    await add(store, bars([12]))
    assert await closes(store) == [12]


async def test_a_better_source_replaces_a_worse_one(store: BarStore) -> None:
    """BS-12"""
    await add(store, bars([10, 11], source="second"))
    assert (await add(store, bars([10], source="first"))).rows == Upserted(updated=1)
    assert await sources(store) == ["first", "second"]


async def test_a_worse_source_fills_holes_and_never_overwrites(store: BarStore) -> None:
    """BS-13"""
    await add(store, bars([10]))
    done = await add(store, bars([99, 11], source="second"))
    assert (done.rows, await closes(store)) == (Upserted(inserted=1, unchanged=1), [10, 11])
    assert await sources(store) == ["first", "second"]


async def test_a_source_without_a_rank_comes_last(store: BarStore) -> None:
    """BS-14"""
    await add(store, bars([10], source="second"))
    assert (await add(store, bars([11], source="unknown"))).rows == Upserted(unchanged=1)


async def test_of_two_sources_without_a_rank_the_first_stays(store: BarStore) -> None:
    """BS-15"""
    await add(store, bars([10], source="unknown"))
    assert (await add(store, bars([11], source="other"))).rows == Upserted(unchanged=1)


async def test_closes_of_two_sources_that_lie_apart_are_told(store: BarStore) -> None:
    """BS-16"""
    await add(store, bars([100, 100, 100]))
    done = await add(store, bars([100.4, 100.6, 99.4], source="second"))
    assert done.disagreements == (
        Disagreement("AAA", day("2024-01-03"), "first", 100, "second", 100.6),
        Disagreement("AAA", day("2024-01-04"), "first", 100, "second", 99.4),
    )


async def test_the_better_source_is_right_also_when_it_comes_later(store: BarStore) -> None:
    """BS-17"""
    await add(store, bars([101], source="second"))
    done = await add(store, bars([100]))
    assert done.disagreements == (Disagreement("AAA", day("2024-01-02"), "first", 100, "second", 101),)


async def test_a_source_does_not_disagree_with_itself(store: BarStore) -> None:
    """BS-18"""
    await add(store, bars([100]))
    assert (await add(store, bars([200]))).disagreements == ()


async def test_a_final_bar_that_changes_leaves_a_revision(store: BarStore) -> None:
    """BS-19"""
    await add(store, bars([10, 11]))
    await store.add_bars(bars([10, 12]), RANKS, LATER)
    (former,) = await store.revisions("AAA")
    assert (former.day, former.close, former.volume, former.source) == (
        day("2024-01-03"),
        11,
        11_000,
        "first",
    )
    assert former.replaced_at == LATER


async def test_each_change_leaves_one_and_the_newest_comes_first(store: BarStore) -> None:
    """BS-20"""
    for hours, close in enumerate([10, 11, 12]):
        await store.add_bars(bars([close]), RANKS, NOON + timedelta(hours=hours))
    assert [former.close for former in await store.revisions("AAA")] == [11, 10]


async def test_what_was_not_told_is_not_told_in_a_revision(store: BarStore) -> None:
    """BS-21"""
    await add(store, replace(bars([10]), volume=np.array([NAN])))
    await add(store, bars([11]))
    assert [former.volume for former in await store.revisions("AAA")] == [None]


async def test_a_bar_that_is_not_final_leaves_none(store: BarStore) -> None:
    """BS-22"""
    await add(store, bars([10], final=False))
    assert (await add(store, bars([11]))).rows == Upserted(updated=1)
    assert list(await store.revisions("AAA")) == []


async def test_a_bar_becomes_final_though_nothing_else_changes(store: BarStore) -> None:
    """BS-23"""
    await add(store, bars([10], final=False))
    assert (await add(store, bars([10]))).rows == Upserted(updated=1)
    assert (await add(store, bars([10]))).rows == Upserted(unchanged=1)


@pytest.mark.parametrize("source", ["first", "second"])
async def test_a_bar_that_is_not_final_replaces_none_that_is(store: BarStore, source: str) -> None:
    """BS-24"""
    await add(store, bars([10], source="second"))
    done = await add(store, bars([50], source=source, final=False))
    assert (done, await closes(store)) == (BarsStored(Upserted(unchanged=1)), [10])


async def test_comparing_tells_what_storing_would_do_and_stores_nothing(store: BarStore) -> None:
    """BS-25"""
    await add(store, bars([100, 11]))
    would = await store.compare_bars(bars([110, 11, 12], source="second"), RANKS)
    assert await closes(store) == [100, 11]
    assert would == await add(store, bars([110, 11, 12], source="second"))
    assert (would.rows, len(would.disagreements)) == (Upserted(inserted=1, unchanged=2), 1)


async def test_days_that_are_held_are_those_of_the_bars(store: BarStore) -> None:
    """BS-26"""
    await add(store, bars([10, 11, 12]))
    await add(store, bars([20], start="2019-05-01"))
    held = (await store.held(["AAA", "BBB"], ALL))["AAA"]
    assert to_dates(held.days) == to_dates((await store.bars("AAA", ALL)).days)
    assert [held.sources[code] for code in held.source] == ["first"] * 4


async def test_symbols_without_a_bar_hold_no_day(store: BarStore) -> None:
    """BS-27"""
    await add(store, bars([10]))
    assert list(await store.held(["BBB", "AAA"], ALL)) == ["AAA"]
    assert dict(await store.held(["AAA"], DateSpan(day("2024-01-03")))) == {}
    assert dict(await store.held([], ALL)) == {}


async def test_days_that_are_held_know_their_sources_after_every_change(store: BarStore) -> None:
    """BS-28"""
    await add(store, bars([10, 11, 12], source="second"))
    await add(store, bars([10, 11], start="2024-01-03"))
    await add(store, bars([10], source="second", start="2023-12-29"))
    held = (await store.held(["AAA"], ALL))["AAA"]
    told: list[str] = [held.sources[code] for code in held.source.tolist()]
    assert told == ["second", "second", "first", "first"] == await sources(store)


async def test_a_source_that_lost_every_day_holds_none(store: BarStore) -> None:
    """BS-29"""
    await add(store, bars([10, 11], source="second"))
    await add(store, bars([10, 11]))
    held = (await store.held(["AAA"], ALL))["AAA"]
    assert {held.sources[code] for code in held.source.tolist()} == {"first"}


async def test_a_span_of_held_days_has_both_its_ends(store: BarStore) -> None:
    """BS-30"""
    await add(store, bars([10, 11, 12, 13]))
    held = (await store.held(["AAA"], DateSpan(day("2024-01-03"), day("2024-01-04"))))["AAA"]
    assert to_dates(held.days) == [day("2024-01-03"), day("2024-01-04")]


async def test_last_closes_are_those_of_the_last_sessions(store: BarStore) -> None:
    """BS-31"""
    await add(store, bars([10, 11]))
    await add(store, bars([20], "BBB", "second"))
    last = await store.last_bars(["AAA", "BBB", "CCC"])
    told = {
        symbol: (quote.price, f"{quote.at:%Y-%m-%d %H:%M %Z}", quote.source) for symbol, quote in last.items()
    }
    assert told == {
        "AAA": (11, "2024-01-03 00:00 UTC", "first"),
        "BBB": (20, "2024-01-02 00:00 UTC", "second"),
    }


async def test_nobody_asked_for_has_no_last_close(store: BarStore) -> None:
    """BS-32"""
    assert dict(await store.last_bars([])) == {}


async def test_the_revision_changes_with_bars_and_only_then(market: AnyMarket) -> None:
    """BS-33"""
    seen = [await market.universe.revision()]
    for given in (bars([10]), bars([10]), bars([11]), bars([12], source="second")):
        await add(market.bars, given)
        seen.append(await market.universe.revision())
    assert [one != two for one, two in itertools.pairwise(seen)] == [True, False, True, False]


async def test_two_writers_at_once_leave_what_one_after_the_other_leave(
    market: AnyMarket, other_market: AnyMarket
) -> None:
    """BS-34"""
    given = many_bars(5, 200)
    again = replace(given, source="second", close=given.close * 1.001)
    done = await asyncio.gather(
        *(add(store, some) for store in (market.bars, other_market.bars) for some in (again, given))
    )
    assert sum(one.rows.inserted for one in done) == 1_000
    assert await closes(market.bars, "S004") == given.close[-200:].tolist()
    held = await market.bars.held(given.symbols, ALL)
    assert [held[symbol].days.size for symbol in given.symbols] == [200] * 5


async def test_bars_of_several_symbols_are_those_of_each(store: BarStore) -> None:
    """BS-35"""
    for symbol, given in (("AAA", [1.0, 2.0, 3.0]), ("BBB", [7.0, 8.0])):
        await add(store, bars(given, symbol))
    span = DateSpan(day("2024-01-03"), None)
    found = await store.bars_of(["BBB", "AAA", "NONE"], span)
    assert {symbol: one.close.tolist() for symbol, one in found.items()} == {"AAA": [2.0, 3.0], "BBB": [8.0]}
    assert found["AAA"].days.tolist() == (await store.bars("AAA", span)).days.tolist()
    assert await store.bars_of([], span) == {}
