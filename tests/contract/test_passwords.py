"""What every `Passwords` must do."""

import asyncio
import time

import pytest
from pwdlib.hashers.argon2 import Argon2Hasher

from ballast_adapters.crypto.passwords import Argon2Passwords
from ballast_adapters.memory.access import QuickPasswords
from ballast_core.access import Passwords

RIGHT, WRONG = "four words in a row", "four words in a rov"


def argon2() -> Argon2Passwords:
    """Return the real one with parameters that are quick to test with."""
    return Argon2Passwords(Argon2Hasher(time_cost=1, memory_cost=64, parallelism=1))


ADAPTERS = {"quick": QuickPasswords, "argon2": argon2}


@pytest.fixture(params=ADAPTERS)
def passwords(request: pytest.FixtureRequest) -> Passwords:
    return ADAPTERS[request.param]()


@pytest.mark.parametrize("password", [RIGHT, "", "пароль из слов", "\0\ud800", "x" * 10_000])
async def test_a_hash_is_of_its_password(passwords: Passwords, password: str) -> None:
    """PW-01"""
    assert await passwords.verify(password, await passwords.hash(password))


@pytest.mark.parametrize("other", [WRONG, "", RIGHT + " ", RIGHT.upper()])
async def test_a_hash_is_of_no_other_password(passwords: Passwords, other: str) -> None:
    """PW-02"""
    assert not await passwords.verify(other, await passwords.hash(RIGHT))


async def test_two_hashes_of_a_password_differ(passwords: Passwords) -> None:
    """PW-03"""
    assert await passwords.hash(RIGHT) != await passwords.hash(RIGHT)


async def test_a_hash_does_not_hold_the_password(passwords: Passwords) -> None:
    """PW-04"""
    assert RIGHT not in await passwords.hash(RIGHT)


@pytest.mark.parametrize("no_hash", ["", "x", "$argon2id$", "$2b$12$abc"])
async def test_no_password_fits_what_is_no_hash(passwords: Passwords, no_hash: str) -> None:
    """PW-05"""
    assert not await passwords.verify(RIGHT, no_hash)


async def test_a_hash_of_other_parameters_still_counts() -> None:
    """PW-10"""
    stored = Argon2Hasher(time_cost=2, memory_cost=128, parallelism=2).hash(RIGHT)
    assert await argon2().verify(RIGHT, stored)
    assert not await argon2().verify(WRONG, stored)


async def test_no_owner_costs_as_much_work_as_a_wrong_password() -> None:
    """PW-11"""
    passwords = Argon2Passwords(Argon2Hasher(time_cost=2, memory_cost=16_384, parallelism=1))
    given = (await passwords.hash(RIGHT), "")
    rounds = [[await work(passwords, stored) for stored in given] for _ in range(8)]
    wrong, nobody = map(min, zip(*rounds, strict=True))
    assert 0.5 < nobody / wrong < 2


async def work(passwords: Passwords, stored: str) -> float:
    """Return seconds of the processor, which do not grow when others keep it busy."""
    begun = time.process_time()
    assert not await passwords.verify(WRONG, stored)
    return time.process_time() - begun


async def test_hashing_leaves_the_event_loop_free() -> None:
    """PW-12"""
    hashing = asyncio.create_task(Argon2Passwords().hash(RIGHT))
    turns = 0
    while not hashing.done():
        await asyncio.sleep(0)
        turns += 1
    assert turns > 10
    assert (await hashing).startswith("$argon2id$")
