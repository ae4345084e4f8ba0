"""What every event channel must do: carry events to all who watch, and keep nobody waiting."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing, asynccontextmanager
from datetime import UTC, datetime

import asyncpg
from tests.contract.conftest import ONLY_POSTGRES

from ballast_adapters.sql.channel import CHANNEL
from ballast_core.shared.events import TOPICS, Event, Topic
from ballast_core.shared.ports import EventChannel

AT = datetime(2026, 11, 20, 12, tzinfo=UTC)
PROBE = "a probe"


def quote(symbol: str, price: float = 1.0) -> Event:
    return Event(topic="quote", subject=symbol, at=AT, data={"price": price})


@asynccontextmanager
async def watching(
    channel: EventChannel, publisher: EventChannel, *topics: Topic
) -> AsyncGenerator[AsyncGenerator[Event]]:
    """Yield the events of topics, from when they surely come in: what was tried before has passed."""
    async with aclosing(channel.subscribe(topics)) as events:
        first = asyncio.ensure_future(anext(events))
        probes = 0
        while not first.done():
            probes += 1
            await publisher.publish([Event(topic=topics[0], subject=f"{PROBE} {probes}", at=AT)])
            await asyncio.wait({first}, timeout=0.05)
        last = first.result()
        while last.subject != f"{PROBE} {probes}":
            last = await anext(events)
        yield events


async def taken(events: AsyncGenerator[Event], most: int) -> list[Event]:
    async with asyncio.timeout(20):
        return [await anext(events) for _ in range(most)]


async def test_a_watcher_hears_events_as_they_were_published(channel: EventChannel) -> None:
    """EC-01"""
    told = [quote("AAPL", 1.0), quote("MSFT", 2.0), quote("AAPL", 3.0)]
    async with watching(channel, channel, "quote") as events:
        await channel.publish(told[:1])
        await channel.publish(told[1:])
        assert await taken(events, 3) == told


async def test_a_watcher_hears_only_of_its_topics(channel: EventChannel) -> None:
    """EC-02"""
    run = Event(topic="run", subject="r1", at=AT)
    async with watching(channel, channel, "run", "coverage") as events:
        await channel.publish([quote("AAPL"), run])
        assert await taken(events, 1) == [run]


async def test_equal_events_are_all_heard(channel: EventChannel) -> None:
    """EC-03"""
    async with watching(channel, channel, "quote") as events:
        await channel.publish([quote("AAPL"), quote("AAPL")])
        await channel.publish([quote("AAPL")])
        assert await taken(events, 3) == [quote("AAPL")] * 3


async def test_all_watchers_hear_the_same(channel: EventChannel) -> None:
    """EC-04"""
    async with watching(channel, channel, "quote") as one, watching(channel, channel, "quote") as other:
        await channel.publish([quote("LAST")])
        heard = [await anext(one)]
        while heard[-1] != quote("LAST"):  # the probes of the other one
            heard.append(await anext(one))
        assert await taken(other, 1) == [quote("LAST")]


async def test_events_cross_programs(channel: EventChannel, other_channel: EventChannel) -> None:
    """EC-05"""
    async with watching(channel, other_channel, "quote") as events:
        await other_channel.publish([quote("AAPL", 7.5)])
        assert await taken(events, 1) == [quote("AAPL", 7.5)]


async def test_nobody_hears_of_what_was_before(channel: EventChannel) -> None:
    """EC-06"""
    async with watching(channel, channel, "coverage") as first:
        await channel.publish([quote("AAPL"), Event(topic="coverage", subject="done", at=AT)])
        await taken(first, 1)
        async with watching(channel, channel, "quote") as events:
            await channel.publish([quote("MSFT")])
            assert await taken(events, 1) == [quote("MSFT")]


async def test_publishing_to_nobody_is_no_fault(channel: EventChannel) -> None:
    """EC-07"""
    await channel.publish([])
    await channel.publish([quote("AAPL")])


async def test_who_is_slow_hears_the_latest_of_each_subject(small_channel: EventChannel) -> None:
    """EC-08"""
    last = Event(topic="run", subject="done", at=AT)
    async with (
        watching(small_channel, small_channel, "run") as runs,
        watching(small_channel, small_channel, "quote") as quotes,
    ):
        for price in range(1, 40):
            await small_channel.publish([quote("AAPL", price), quote("MSFT", -price)])
        await small_channel.publish([last])
        while await anext(runs) != last:
            pass
        assert await taken(quotes, 2) == [quote("AAPL", 39), quote("MSFT", -39)]


async def test_an_event_without_ascii_arrives_as_it_was(channel: EventChannel) -> None:
    """EC-09"""
    told = Event(topic="run", subject="ü ✓ 東京", at=AT, data={"said": "line\nline\x00 'quoted'"})
    async with watching(channel, channel, "run") as events:
        await channel.publish([told])
        assert await taken(events, 1) == [told]


async def test_who_stops_watching_leaves_the_others_alone(channel: EventChannel) -> None:
    """EC-10"""
    async with watching(channel, channel, "quote") as events:
        async with watching(channel, channel, "run"):
            pass
        await channel.publish([quote("AAPL")])
        assert await taken(events, 1) == [quote("AAPL")]


@ONLY_POSTGRES
async def test_an_event_that_is_too_large_arrives_without_its_data(channel: EventChannel) -> None:
    """EC-20"""
    async with watching(channel, channel, "run") as events:
        await channel.publish([Event(topic="run", subject="r1", at=AT, data={"said": "ü" * 8_000})])
        (heard,) = await taken(events, 1)
    assert (heard.subject, heard.data) == ("r1", {"cut": True})


@ONLY_POSTGRES
async def test_more_events_than_one_notification_holds_arrive_in_order(channel: EventChannel) -> None:
    """EC-21"""
    told = [quote(f"S{number}", number) for number in range(400)]
    async with watching(channel, channel, "quote") as events:
        await channel.publish(told)
        assert await taken(events, 400) == told


@ONLY_POSTGRES
async def test_a_text_that_cannot_be_written_costs_only_its_event(channel: EventChannel) -> None:
    """EC-22"""
    broken = Event.model_construct(topic="run", subject="r1", at=AT, data={"said": "\ud800"})
    async with watching(channel, channel, "run") as events:
        await channel.publish([broken, Event(topic="run", subject="r2", at=AT)])
        (heard,) = await taken(events, 1)
    assert heard.subject == "r2"


@ONLY_POSTGRES
async def test_a_lost_connection_is_noticed_and_events_come_again(
    channel: EventChannel, database_url: str
) -> None:
    """EC-23"""
    async with watching(channel, channel, *TOPICS) as events:
        await _cut_listeners(database_url)
        missed = await taken(events, len(TOPICS))
        assert [(event.topic, event.subject) for event in missed] == [(topic, "*") for topic in TOPICS]
        await channel.publish([quote("AAPL")])
        assert await taken(events, 1) == [quote("AAPL")]


@ONLY_POSTGRES
async def test_what_others_tell_on_the_channel_is_passed_over(
    channel: EventChannel, database_url: str
) -> None:
    """EC-24"""
    db = await asyncpg.connect(database_url)
    try:
        async with watching(channel, channel, "quote") as events:
            await db.execute("select pg_notify($1, $2)", CHANNEL, 'someone 1\n{"topic":"weather"}\nnothing')
            await channel.publish([quote("AAPL")])
            assert await taken(events, 1) == [quote("AAPL")]
    finally:
        await db.close()


async def _cut_listeners(url: str) -> None:
    db = await asyncpg.connect(url)
    try:
        await db.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity "
            "where datname = current_database() and query like 'LISTEN%'"
        )
    finally:
        await db.close()
