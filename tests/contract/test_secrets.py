"""What every `Secrets` must do."""

import re

import pytest

from ballast_adapters.crypto.keyed import HmacSecrets
from ballast_adapters.memory.access import CountedSecrets
from ballast_core.access import Secrets

KEY = b"0123456789abcdef0123456789abcdef"
ADAPTERS = {"counted": CountedSecrets, "hmac": lambda key=KEY: HmacSecrets(lambda: key)}


@pytest.fixture(params=ADAPTERS)
def kind(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def secrets(kind: str) -> Secrets:
    return ADAPTERS[kind]()


@pytest.mark.parametrize(("n_bytes", "length"), [(5, 8), (6, 10), (10, 16), (32, 52)])
def test_a_secret_is_made_of_lower_case_letters_and_digits(
    secrets: Secrets, n_bytes: int, length: int
) -> None:
    """SC-01"""
    assert re.fullmatch(rf"[a-z0-9]{{{length}}}", secrets.make(n_bytes))


def test_no_secret_comes_twice(secrets: Secrets) -> None:
    """SC-02"""
    assert len({secrets.make(10) for _ in range(1_000)}) == 1_000


def test_a_hash_is_256_bits_and_the_same_each_time(secrets: Secrets) -> None:
    """SC-03"""
    assert re.fullmatch(r"[0-9a-f]{64}", secrets.hash("a secret"))
    assert secrets.hash("a secret") == secrets.hash("a secret")


def test_another_secret_has_another_hash(secrets: Secrets) -> None:
    """SC-04"""
    assert len({secrets.hash(text) for text in ("a", "b", "", "A", "\0", "\ud800")}) == 6


def test_another_key_gives_other_hashes(kind: str, secrets: Secrets) -> None:
    """SC-05"""
    assert ADAPTERS[kind](b"another key").hash("a secret") != secrets.hash("a secret")


def test_it_is_hmac_sha_256_as_a_test_vector_has_it() -> None:
    """SC-10: RFC 4231, test case 2"""
    expected = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    assert HmacSecrets(lambda: b"Jefe").hash("what do ya want for nothing?") == expected


def test_the_key_is_found_when_it_is_first_needed_and_once() -> None:
    """SC-11"""
    asked: list[str] = []

    def find() -> bytes:
        asked.append("key")
        return KEY

    secrets = HmacSecrets(find)
    secrets.make()
    assert asked == []
    assert secrets.hash("one") != secrets.hash("two")
    assert asked == ["key"]
