"""What every `EventStore` must do."""

import pytest
from tests.contract.conftest import AnyMarket
from tests.market_builders import NOON, day

from ballast_core.market import EventKind, EventStore, MarketEvent, Upserted
from ballast_core.shared.dates import DateSpan

ALL = DateSpan()


def event(
    on: str, name: str = "Q3", subject: str = "AAA", kind: EventKind = EventKind.EARNINGS
) -> MarketEvent:
    return MarketEvent(kind=kind, subject=subject, day=day(on), name=name, source="first")


EARLY, LATE = event("2026-01-05"), event("2026-04-05")
JOBS = event("2026-02-06", "Jobs report", "US", EventKind.RELEASE)


@pytest.fixture
def store(market: AnyMarket) -> EventStore:
    return market.events


async def test_a_new_store_has_no_event(store: EventStore) -> None:
    """EV-01"""
    assert list(await store.events(ALL)) == []


async def test_an_event_comes_back_as_it_was(store: EventStore) -> None:
    """EV-02"""
    full = EARLY.model_copy(update={"at": NOON, "importance": 4, "estimate": 1.25, "actual": -0.5})
    assert await store.add_events([full]) == Upserted(inserted=1)
    assert list(await store.events(ALL)) == [full]


async def test_events_come_by_day_and_name(store: EventStore) -> None:
    """EV-03"""
    other = event("2026-01-05", "Annual meeting", "ZZZ")
    await store.add_events([LATE, JOBS, EARLY, other])
    assert list(await store.events(ALL)) == [other, EARLY, JOBS, LATE]


async def test_a_span_has_both_its_ends(store: EventStore) -> None:
    """EV-04"""
    await store.add_events([LATE, JOBS, EARLY])
    assert list(await store.events(DateSpan(EARLY.day, JOBS.day))) == [EARLY, JOBS]


async def test_kinds_and_subjects_narrow(store: EventStore) -> None:
    """EV-05"""
    await store.add_events([LATE, JOBS, EARLY])
    assert list(await store.events(ALL, [EventKind.RELEASE])) == [JOBS]
    assert list(await store.events(ALL, (), ["AAA"])) == [EARLY, LATE]
    assert list(await store.events(ALL, [EventKind.RELEASE], ["AAA"])) == []


async def test_the_last_word_on_an_event_counts(store: EventStore) -> None:
    """EV-06"""
    await store.add_events([EARLY, JOBS])
    told = EARLY.model_copy(update={"actual": 2.0, "source": "second"})
    assert await store.add_events([told, JOBS]) == Upserted(updated=1, unchanged=1)
    assert list(await store.events(ALL)) == [told, JOBS]


async def test_an_event_that_comes_twice_at_once_is_there_once(store: EventStore) -> None:
    """EV-07"""
    told = EARLY.model_copy(update={"actual": 2.0})
    assert await store.add_events([EARLY, told]) == Upserted(inserted=1)
    assert list(await store.events(ALL)) == [told]


async def test_the_revision_changes_with_events_and_only_then(market: AnyMarket) -> None:
    """EV-08"""
    seen = [await market.universe.revision()]
    for _ in range(2):
        await market.events.add_events([EARLY])
        seen.append(await market.universe.revision())
    assert (seen[0] == seen[1], seen[1] == seen[2]) == (False, True)
