"""What every `SessionStore` must do."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from tests.contract.conftest import AccessStore

from ballast_core.access import Session, SessionStore

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def a_session(name: str, seen_at: datetime = NOON, **changed: object) -> Session:
    session = Session(
        id=name,
        secret_hash=f"{name}-1",
        csrf_token="token",
        agent="Firefox",
        address="192.0.2.1",
        created_at=NOON,
        seen_at=seen_at,
        rotated_at=NOON,
        ends_at=NOON + timedelta(days=30),
    )
    return session.model_copy(update=changed)


def rotated(session: Session, to: str) -> Session:
    return session.model_copy(update={"secret_hash": to, "former_hash": session.secret_hash})


LAPTOP, PHONE = a_session("laptop"), a_session("phone", NOON + MINUTE)


@pytest.fixture
async def store(access_store: AccessStore) -> SessionStore:
    """Two browsers are signed in."""
    await access_store.add_session(LAPTOP)
    await access_store.add_session(PHONE)
    return access_store


async def test_a_new_store_has_no_session(access_store: AccessStore) -> None:
    """SE-01"""
    assert list(await access_store.sessions()) == []
    assert await access_store.session("laptop-1") is None


async def test_sessions_come_by_when_they_were_seen_last(store: SessionStore) -> None:
    """SE-02"""
    assert list(await store.sessions()) == [PHONE, LAPTOP]


async def test_a_session_is_found_by_its_hash(store: SessionStore) -> None:
    """SE-03"""
    assert await store.session("phone-1") == PHONE


@pytest.mark.parametrize("other", ["phone-2", "phone", ""])
async def test_nothing_else_finds_a_session(store: SessionStore, other: str) -> None:
    """SE-04"""
    assert await store.session(other) is None


async def test_a_rotated_session_is_found_by_both_hashes_and_no_older_one(store: SessionStore) -> None:
    """SE-05"""
    second = rotated(PHONE, "phone-2")
    third = rotated(second, "phone-3")
    assert await store.rotate_session(second, "phone-1")
    assert await store.rotate_session(third, "phone-2")
    found = [await store.session(f"phone-{n}") for n in (1, 2, 3)]
    assert found == [None, third, third]


async def test_of_many_rotations_at_once_one_counts(store: SessionStore) -> None:
    """SE-06"""
    fresh = [rotated(PHONE, f"fresh-{n}") for n in range(5)]
    counted = await asyncio.gather(*(store.rotate_session(one, "phone-1") for one in fresh))
    assert counted.count(True) == 1
    assert await store.session("phone-1") == fresh[counted.index(True)]


async def test_an_ended_session_cannot_rotate_back_to_life(store: SessionStore) -> None:
    """SE-07"""
    await store.end_session("phone")
    assert not await store.rotate_session(rotated(PHONE, "phone-2"), "phone-1")
    assert list(await store.sessions()) == [LAPTOP]


async def test_when_a_session_was_seen_is_noted_and_never_goes_back(store: SessionStore) -> None:
    """SE-08"""
    for at in (NOON + 3 * MINUTE, NOON + 2 * MINUTE):
        await store.mark_session_seen("laptop", at)
    assert await store.session("laptop-1") == a_session("laptop", NOON + 3 * MINUTE)


async def test_a_session_that_ended_is_not_seen_any_more(store: SessionStore) -> None:
    """SE-09"""
    await store.end_session("phone")
    await store.mark_session_seen("phone", NOON + 2 * MINUTE)
    assert list(await store.sessions()) == [LAPTOP]


async def test_ending_a_session_tells_whether_there_was_one(store: SessionStore) -> None:
    """SE-10"""
    assert [await store.end_session(one) for one in ("phone", "phone", "no\0ne")] == [True, False, False]


async def test_all_sessions_end_but_the_one_to_keep(store: SessionStore) -> None:
    """SE-11"""
    assert await store.end_sessions(but="laptop") == 1
    assert list(await store.sessions()) == [LAPTOP]
    assert await store.end_sessions() == 1
    assert list(await store.sessions()) == []


async def test_a_browser_may_say_strange_things_of_itself(access_store: AccessStore) -> None:
    """SE-12"""
    await access_store.add_session(a_session("odd", agent="\0\udcff Ω"))
    assert [one.id for one in await access_store.sessions()] == ["odd"]
