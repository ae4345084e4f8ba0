"""Browsers: signing in, staying in, and being out."""

import asyncio
from datetime import timedelta

import pytest
from tests.unit.access.conftest import LIMITS, PASSWORD, House, house_of

from ballast_adapters.memory.access import MemoryAccessStore, QuickPasswords
from ballast_core.access import (
    AccessNotFoundError,
    Session,
    SignInNeededError,
    WeakPasswordError,
    WrongPasswordError,
)

NEW_PASSWORD = "five words in a row"


async def ids(house: House) -> list[str]:
    return [session.id for session in (await house.access.list_sessions()).sessions]


async def test_the_right_password_begins_a_session(house: House) -> None:
    signed_in = await house.sign_in()
    assert (await house.access.check_session(signed_in.secret)).session == signed_in.session


async def test_neither_secret_nor_hash_shows_in_a_log(house: House) -> None:
    signed_in = await house.sign_in()
    shown = repr(signed_in) + repr(await house.access.list_sessions())
    session = signed_in.session
    assert not [one for one in (signed_in.secret, session.secret_hash, session.csrf_token) if one in shown]


@pytest.mark.parametrize("wrong", ["", "four words in a ro", PASSWORD.upper(), "\ud800", "x" * 100_000])
async def test_a_wrong_password_begins_none(house: House, wrong: str) -> None:
    await house.access.set_password(PASSWORD)
    with pytest.raises(WrongPasswordError):
        await house.access.sign_in(wrong)
    assert await ids(house) == []


async def test_without_an_owner_no_password_is_right(house: House) -> None:
    with pytest.raises(WrongPasswordError):
        await house.access.sign_in(PASSWORD)


async def test_without_an_owner_a_password_is_still_looked_at() -> None:
    """Else the answer would come sooner."""
    looked: list[str] = []

    class Watched(QuickPasswords):
        async def verify(self, password: str, password_hash: str) -> bool:
            looked.append(password_hash)
            return await super().verify(password, password_hash)

    with pytest.raises(WrongPasswordError):
        await house_of(MemoryAccessStore(), Watched()).access.sign_in(PASSWORD)
    assert looked == [""]


@pytest.mark.parametrize("unknown", ["", "x", "\ud800"])
async def test_an_unknown_secret_needs_a_sign_in(house: House, unknown: str) -> None:
    await house.sign_in()
    with pytest.raises(SignInNeededError):
        await house.access.check_session(unknown)


async def test_a_session_that_is_used_stays(house: House) -> None:
    secret = (await house.sign_in()).secret
    for _ in range(4):
        house.wait(days=7, microseconds=-1)
        checked = await house.access.check_session(secret)
        secret = checked.fresh_secret or secret


async def test_a_session_that_is_not_used_ends(house: House) -> None:
    secret = (await house.sign_in()).secret
    house.wait(days=7)
    with pytest.raises(SignInNeededError):
        await house.access.check_session(secret)
    assert list(await house.store.sessions()) == []


async def test_every_session_ends_at_last(house: House) -> None:
    secret = (await house.sign_in()).secret
    for _ in range(6):
        house.wait(days=5, microseconds=-1)
        secret = (await house.access.check_session(secret)).fresh_secret or secret
    house.wait(microseconds=6)
    with pytest.raises(SignInNeededError):
        await house.access.check_session(secret)


async def test_a_session_is_marked_as_seen_once_a_minute(house: House) -> None:
    signed_in = await house.sign_in()
    begun = house.clock.now()
    house.wait(minutes=1, microseconds=-1)
    assert (await house.access.check_session(signed_in.secret)).session.seen_at == begun
    house.wait(microseconds=1)
    await house.access.check_session(signed_in.secret)
    assert [one.seen_at for one in await house.store.sessions()] == [begun + timedelta(minutes=1)]


async def test_after_a_quarter_of_an_hour_a_session_gets_a_new_secret(house: House) -> None:
    secret = (await house.sign_in()).secret
    house.wait(minutes=15, microseconds=-1)
    assert (await house.access.check_session(secret)).fresh_secret is None
    house.wait(microseconds=1)
    fresh = (await house.access.check_session(secret)).fresh_secret
    assert fresh not in {None, secret}
    assert (await house.access.check_session(fresh or "")).fresh_secret is None


async def test_the_former_secret_is_good_for_a_minute(house: House) -> None:
    secret = (await house.sign_in()).secret
    house.wait(minutes=15)
    fresh = (await house.access.check_session(secret)).fresh_secret
    house.wait(minutes=1, microseconds=-1)
    assert (await house.access.check_session(secret)).fresh_secret is None
    house.wait(microseconds=1)
    with pytest.raises(SignInNeededError):
        await house.access.check_session(secret)
    assert await house.access.check_session(fresh or "")


async def test_of_many_requests_at_once_one_gets_the_new_secret(house: House) -> None:
    secret = (await house.sign_in()).secret
    house.wait(minutes=15)
    checked = await asyncio.gather(*(house.access.check_session(secret) for _ in range(5)))
    assert len([one for one in checked if one.fresh_secret]) == 1


class Crossing(MemoryAccessStore):
    """Lets another request rotate, or end, the session just before this one does."""

    def __init__(self, *, ends: bool = False) -> None:
        super().__init__()
        self.ends = ends

    async def rotate_session(self, session: Session, from_hash: str) -> bool:
        if self.ends:
            await self.end_session(session.id)
        else:
            other = session.model_copy(update={"secret_hash": "of the other request"})
            await super().rotate_session(other, from_hash)
        return await super().rotate_session(session, from_hash)


async def test_a_request_that_lost_the_race_goes_on_with_the_former_secret() -> None:
    house = house_of(Crossing(), QuickPasswords())
    secret = (await house.sign_in()).secret
    house.wait(minutes=15)
    checked = await house.access.check_session(secret)
    assert checked.fresh_secret is None
    assert checked.session.secret_hash == "of the other request"


async def test_a_session_that_ends_while_it_is_used_is_over() -> None:
    house = house_of(Crossing(ends=True), QuickPasswords())
    secret = (await house.sign_in()).secret
    house.wait(minutes=15)
    with pytest.raises(SignInNeededError):
        await house.access.check_session(secret)
    assert await ids(house) == []


async def test_a_session_can_be_ended(house: House) -> None:
    signed_in = await house.sign_in()
    await house.access.end_session(signed_in.session.id)
    with pytest.raises(SignInNeededError):
        await house.access.check_session(signed_in.secret)
    with pytest.raises(AccessNotFoundError, match="no session"):
        await house.access.end_session(signed_in.session.id)


async def test_the_list_shows_who_is_signed_in_and_not_who_was(house: House) -> None:
    await house.sign_in()
    house.wait(days=7)
    latest = (await house.sign_in()).session
    assert await ids(house) == [latest.id]


async def test_signing_in_forgets_sessions_that_are_over(house: House) -> None:
    await house.sign_in()
    house.wait(days=7)
    await house.sign_in()
    assert len(await house.store.sessions()) == 1


async def test_the_old_password_and_a_new_one_change_it(house: House) -> None:
    here, there = await house.sign_in(), await house.sign_in()
    await house.access.change_password(PASSWORD, NEW_PASSWORD, here.session.id)
    assert await ids(house) == [here.session.id]
    with pytest.raises(SignInNeededError):
        await house.access.check_session(there.secret)
    with pytest.raises(WrongPasswordError):
        await house.access.sign_in(PASSWORD)
    await house.access.sign_in(NEW_PASSWORD)


async def test_a_wrong_old_password_changes_nothing(house: House) -> None:
    here, there = await house.sign_in(), await house.sign_in()
    with pytest.raises(WrongPasswordError):
        await house.access.change_password("not the old one", NEW_PASSWORD, here.session.id)
    assert set(await ids(house)) == {here.session.id, there.session.id}
    await house.access.sign_in(PASSWORD)


async def test_a_weak_new_password_changes_nothing(house: House) -> None:
    here = await house.sign_in()
    with pytest.raises(WeakPasswordError):
        await house.access.change_password(PASSWORD, "short", here.session.id)
    await house.access.sign_in(PASSWORD)


async def test_who_has_the_machine_sets_the_password_and_ends_all_sessions(house: House) -> None:
    await house.sign_in()
    begun = (await house.store.owner()).created_at
    house.wait(hours=1)
    await house.access.set_password(NEW_PASSWORD)
    owner = await house.store.owner()
    assert await ids(house) == []
    assert (owner.created_at, owner.password_changed_at) == (begun, begun + timedelta(hours=1))
    await house.access.sign_in(NEW_PASSWORD)


async def test_a_password_that_changes_during_a_sign_in_is_wrong() -> None:
    class Slow(MemoryAccessStore):
        """Sees the password changed just before a session is stored."""

        async def add_session(self, session: Session) -> None:
            await house.access.set_password(NEW_PASSWORD)
            await super().add_session(session)

    house = house_of(Slow(), QuickPasswords())
    with pytest.raises(WrongPasswordError):
        await house.sign_in()
    assert await ids(house) == []


async def test_what_a_browser_says_of_itself_is_cut_and_cleaned(house: House) -> None:
    await house.access.set_password(PASSWORD)
    session = (await house.access.sign_in(PASSWORD, "\x1b[2J" + "x" * 400, "192.0.2.1")).session
    assert session.agent.startswith("\N{REPLACEMENT CHARACTER}[2Jxxx")
    assert len(session.agent) == 300


def test_the_limits_say_when_a_session_is_over() -> None:
    assert LIMITS.idle < LIMITS.absolute
