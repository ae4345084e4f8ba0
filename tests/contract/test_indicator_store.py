"""What every `IndicatorStore` must do."""

import asyncio
import itertools

import numpy as np
import pytest
from tests.contract.conftest import AnyMarket
from tests.market_builders import NAN, day, observations

from ballast_core.market import IndicatorStore, Observations, Upserted
from ballast_core.shared.series import Series

FIRST = observations(("2024-01-01", "2024-02-05", 3.5), ("2024-02-01", "2024-03-05", 3.6))
REVISED = observations(("2024-01-01", "2024-03-05", 3.4))


@pytest.fixture
def store(market: AnyMarket) -> IndicatorStore:
    return market.economy


def rows(found: Observations | None) -> list[tuple[str, str, float]]:
    assert found is not None
    return list(
        zip(
            found.periods.astype(str).tolist(),
            found.vintages.astype(str).tolist(),
            found.values.tolist(),
            strict=True,
        )
    )


def points(series: Series) -> list[tuple[str, float]]:
    return list(zip(series.days.astype(str).tolist(), series.values.tolist(), strict=True))


async def test_nothing_is_known_of_a_series_that_nobody_told_of(store: IndicatorStore) -> None:
    """IN-01"""
    assert await store.observations("RATE") is None


async def test_values_come_back_by_period_and_vintage(store: IndicatorStore) -> None:
    """IN-02"""
    assert await store.add_observations([FIRST]) == Upserted(inserted=2)
    assert await store.add_observations([REVISED]) == Upserted(inserted=1)
    assert rows(await store.observations("RATE")) == [
        ("2024-01-01", "2024-02-05", 3.5),
        ("2024-01-01", "2024-03-05", 3.4),
        ("2024-02-01", "2024-03-05", 3.6),
    ]


async def test_values_in_any_order_come_back_in_order(store: IndicatorStore) -> None:
    """IN-03"""
    given = observations(
        ("2024-02-01", "2024-03-05", 3.0),
        ("1962-01-02", "1969-12-31", 1.0),
        ("1962-01-02", "1969-12-30", 0.0),
        ("2024-01-01", "2024-02-05", 2.0),
    )
    await store.add_observations([given])
    assert [value for _, _, value in rows(await store.observations("RATE"))] == [0, 1, 2, 3]


async def test_a_period_without_a_value_is_known_to_have_none(store: IndicatorStore) -> None:
    """IN-04"""
    given = observations(("2024-01-01", "2024-02-05", NAN))
    await store.add_observations([given])
    found = await store.observations("RATE")
    assert found is not None
    assert np.isnan(found.values).tolist() == [True]
    assert await store.add_observations([given]) == Upserted(unchanged=1)


async def test_the_last_value_of_a_vintage_counts(store: IndicatorStore) -> None:
    """IN-05"""
    await store.add_observations([FIRST])
    changed = observations(("2024-01-01", "2024-02-05", NAN), ("2024-02-01", "2024-03-05", 3.6))
    assert await store.add_observations([changed]) == Upserted(updated=1, unchanged=1)
    assert str(rows(await store.observations("RATE"))[0][2]) == "nan"


async def test_a_value_that_comes_twice_is_there_once(store: IndicatorStore) -> None:
    """IN-06"""
    twice = observations(("2024-01-01", "2024-02-05", 1.0), ("2024-01-01", "2024-02-05", 2.0))
    await store.add_observations([twice, observations(("2024-01-01", "2024-02-05", 3.0))])
    assert rows(await store.observations("RATE")) == [("2024-01-01", "2024-02-05", 3.0)]


async def test_series_do_not_mix(store: IndicatorStore) -> None:
    """IN-07"""
    other = observations(("2024-01-01", "2024-02-05", 9.0), series="RATES")
    assert await store.add_observations([FIRST, other]) == Upserted(inserted=3)
    assert rows(await store.observations("RATES")) == [("2024-01-01", "2024-02-05", 9.0)]


async def test_a_series_names_who_told_its_last_value(store: IndicatorStore) -> None:
    """IN-08"""
    await store.add_observations([FIRST])
    more = observations(("2024-01-01", "2024-02-05", 3.5), ("2024-03-01", "2024-04-05", 4), source="second")
    before = await store.observations("RATE")
    await store.add_observations([more])
    after = await store.observations("RATE")
    assert before is not None
    assert after is not None
    assert (before.source, after.source) == ("first", "second")


async def test_values_are_told_as_they_are_known_now(store: IndicatorStore) -> None:
    """IN-09"""
    await store.add_observations([FIRST, REVISED])
    found = await store.latest(["RATE", "NONE"])
    assert {name: points(one) for name, one in found.items()} == {
        "RATE": [("2024-01-01", 3.4), ("2024-02-01", 3.6)]
    }


async def test_values_are_told_as_they_were_known_on_a_day(store: IndicatorStore) -> None:
    """IN-10"""
    await store.add_observations([FIRST, REVISED])
    known = [
        {name: points(one) for name, one in (await store.latest(["RATE"], day(on))).items()}
        for on in ("2024-02-04", "2024-02-05", "2024-03-05")
    ]
    assert known == [
        {},
        {"RATE": [("2024-01-01", 3.5)]},
        {"RATE": [("2024-01-01", 3.4), ("2024-02-01", 3.6)]},
    ]


async def test_no_values_change_nothing(store: IndicatorStore) -> None:
    """IN-11"""
    assert await store.add_observations([]) == Upserted()
    assert await store.add_observations([observations()]) == Upserted()


async def test_the_revision_changes_with_values_and_only_then(market: AnyMarket) -> None:
    """IN-12"""
    seen = [await market.universe.revision()]
    for given in (FIRST, FIRST, REVISED):
        await market.economy.add_observations([given])
        seen.append(await market.universe.revision())
    assert [one == two for one, two in itertools.pairwise(seen)] == [False, True, False]


async def test_two_writers_at_once_leave_each_value_once(market: AnyMarket, other_market: AnyMarket) -> None:
    """IN-13"""
    done = await asyncio.gather(
        *(one.economy.add_observations([FIRST, REVISED]) for one in (market, other_market))
    )
    assert sorted(done, key=lambda one: one.inserted) == [Upserted(unchanged=3), Upserted(inserted=3)]


async def test_periods_are_told_once_each_also_those_without_a_value(store: IndicatorStore) -> None:
    """IN-20"""
    await store.add_observations([FIRST, REVISED, observations(("2024-03-01", "2024-04-05", NAN))])
    periods = await store.periods(["RATE", "OTHER"])
    assert {name: days.astype(str).tolist() for name, days in periods.items()} == {
        "RATE": ["2024-01-01", "2024-02-01", "2024-03-01"]
    }
