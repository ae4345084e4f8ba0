"""What every `ShareStore` must do."""

from datetime import UTC, datetime, timedelta

import pytest
from tests.contract.conftest import AccessStore

from ballast_core.access import Share, ShareStore

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
OLD = Share(
    id="old",
    label="my brother",
    models=("naz100_pine", "naz100_hma"),
    secret_hash="hash of old",
    created_at=NOON,
    expires_at=NOON + 9 * HOUR,
)
NEW = OLD.model_copy(update={"id": "new", "models": (), "created_at": NOON + HOUR})


@pytest.fixture
async def store(access_store: AccessStore) -> ShareStore:
    """Two were made."""
    await access_store.add_share(OLD)
    await access_store.add_share(NEW)
    return access_store


async def test_a_new_store_has_no_share(access_store: AccessStore) -> None:
    """SH-01"""
    assert list(await access_store.shares()) == []


async def test_shares_come_newest_first(store: ShareStore) -> None:
    """SH-02"""
    assert list(await store.shares()) == [NEW, OLD]


async def test_a_share_is_found_by_its_id(store: ShareStore) -> None:
    """SH-03"""
    assert [await store.share(one) for one in ("old", "new", "no\0ne")] == [OLD, NEW, None]


async def test_a_use_is_noted_and_never_goes_back(store: ShareStore) -> None:
    """SH-04"""
    for at in (NOON + 2 * HOUR, NOON + HOUR):
        await store.mark_share_used("old", at)
    assert await store.share("old") == OLD.model_copy(update={"used_at": NOON + 2 * HOUR})


async def test_a_use_of_an_unknown_share_is_not_noted(store: ShareStore) -> None:
    """SH-05"""
    await store.mark_share_used("none", NOON)
    assert list(await store.shares()) == [NEW, OLD]


async def test_a_revoked_share_stays_with_the_moment_of_its_end(store: ShareStore) -> None:
    """SH-06"""
    for at in (NOON + HOUR, NOON + 2 * HOUR):
        assert await store.revoke_share("old", at)
    assert await store.share("old") == OLD.model_copy(update={"revoked_at": NOON + HOUR})


async def test_an_unknown_share_cannot_be_revoked(store: ShareStore) -> None:
    """SH-07"""
    assert not await store.revoke_share("no\0ne", NOON)
    assert list(await store.shares()) == [NEW, OLD]


async def test_a_use_does_not_undo_a_revocation(store: ShareStore) -> None:
    """SH-08"""
    await store.revoke_share("old", NOON + HOUR)
    await store.mark_share_used("old", NOON + 2 * HOUR)
    found = await store.share("old")
    assert found is not None
    assert (found.revoked_at, found.used_at) == (NOON + HOUR, NOON + 2 * HOUR)
