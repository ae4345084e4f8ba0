"""What every `TokenStore` must do."""

from datetime import UTC, datetime, timedelta

import pytest
from tests.contract.conftest import AccessStore

from ballast_core.access import Scope, Token, TokenStore

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
OLD = Token(
    id="old",
    name="cron",
    scopes=(Scope.READ, Scope.INGEST),
    secret_hash="hash of old",
    created_at=NOON,
)
NEW = OLD.model_copy(
    update={
        "id": "new",
        "in_address": True,
        "scopes": (Scope.READ,),
        "created_at": NOON + HOUR,
        "expires_at": NOON + 9 * HOUR,
    }
)


@pytest.fixture
async def store(access_store: AccessStore) -> TokenStore:
    """Two were made."""
    await access_store.add_token(OLD)
    await access_store.add_token(NEW)
    return access_store


async def test_a_new_store_has_no_token(access_store: AccessStore) -> None:
    """TK-01"""
    assert list(await access_store.tokens()) == []


async def test_tokens_come_newest_first(store: TokenStore) -> None:
    """TK-02"""
    assert list(await store.tokens()) == [NEW, OLD]


async def test_a_token_is_found_by_its_id(store: TokenStore) -> None:
    """TK-03"""
    assert [await store.token(one) for one in ("old", "new", "no\0ne")] == [OLD, NEW, None]


async def test_a_use_is_noted_and_never_goes_back(store: TokenStore) -> None:
    """TK-04"""
    for at in (NOON + 2 * HOUR, NOON + HOUR):
        await store.mark_token_used("old", at)
    assert await store.token("old") == OLD.model_copy(update={"used_at": NOON + 2 * HOUR})


async def test_a_use_of_an_unknown_token_is_not_noted(store: TokenStore) -> None:
    """TK-05"""
    await store.mark_token_used("none", NOON)
    assert list(await store.tokens()) == [NEW, OLD]


async def test_a_revoked_token_stays_with_the_moment_of_its_end(store: TokenStore) -> None:
    """TK-06"""
    for at in (NOON + HOUR, NOON + 2 * HOUR):
        assert await store.revoke_token("old", at)
    assert await store.token("old") == OLD.model_copy(update={"revoked_at": NOON + HOUR})


async def test_an_unknown_token_cannot_be_revoked(store: TokenStore) -> None:
    """TK-07"""
    assert not await store.revoke_token("no\0ne", NOON)
    assert list(await store.tokens()) == [NEW, OLD]


async def test_a_use_does_not_undo_a_revocation(store: TokenStore) -> None:
    """TK-08"""
    await store.revoke_token("old", NOON + HOUR)
    await store.mark_token_used("old", NOON + 2 * HOUR)
    found = await store.token("old")
    assert found is not None
    assert (found.revoked_at, found.used_at) == (NOON + HOUR, NOON + 2 * HOUR)
