"""What every `OwnerStore` must do."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from tests.contract.conftest import AccessStore

from ballast_core.access import Owner, OwnerExistsError, OwnerStore, SetupCode

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
OWNER = Owner(password_hash="one", created_at=NOON, password_changed_at=NOON)
OTHER = Owner(password_hash="other", created_at=NOON, password_changed_at=NOON + timedelta(hours=1))
CODE = SetupCode(code_hash="code", expires_at=NOON)


@pytest.fixture
def store(access_store: AccessStore) -> OwnerStore:
    return access_store


async def test_a_new_store_has_neither_owner_nor_code(store: OwnerStore) -> None:
    """OW-01"""
    assert (await store.owner(), await store.setup_code()) == (None, None)


async def test_the_first_owner_is_kept(store: OwnerStore) -> None:
    """OW-02"""
    await store.create_owner(OWNER)
    assert await store.owner() == OWNER


async def test_there_is_no_second_owner(store: OwnerStore) -> None:
    """OW-03"""
    await store.create_owner(OWNER)
    with pytest.raises(OwnerExistsError):
        await store.create_owner(OTHER)
    assert await store.owner() == OWNER


async def test_of_many_who_become_the_owner_at_once_one_does(store: OwnerStore) -> None:
    """OW-04"""
    owners = [OWNER.model_copy(update={"password_hash": str(n)}) for n in range(5)]
    tried = await asyncio.gather(*map(store.create_owner, owners), return_exceptions=True)
    won = [owner for owner, ended in zip(owners, tried, strict=True) if ended is None]
    assert [type(ended) for ended in tried if ended] == [OwnerExistsError] * 4
    assert won == [await store.owner()]


async def test_an_owner_can_be_replaced_and_made_without_a_code(store: OwnerStore) -> None:
    """OW-05"""
    for owner in (OWNER, OTHER):
        await store.save_owner(owner)
        assert await store.owner() == owner


async def test_the_code_that_was_stored_last_counts(store: OwnerStore) -> None:
    """OW-06"""
    latest = SetupCode(code_hash="latest", expires_at=NOON + timedelta(days=1))
    for code in (CODE, latest):
        await store.save_setup_code(code)
    assert await store.setup_code() == latest


@pytest.mark.parametrize("way", ["create_owner", "save_owner"])
async def test_an_owner_ends_the_setup(store: OwnerStore, way: str) -> None:
    """OW-07"""
    await store.save_setup_code(CODE)
    await getattr(store, way)(OWNER)
    assert await store.setup_code() is None


async def test_a_refused_owner_leaves_the_code(store: OwnerStore) -> None:
    """OW-08"""
    await store.create_owner(OWNER)
    await store.save_setup_code(CODE)
    with pytest.raises(OwnerExistsError):
        await store.create_owner(OTHER)
    assert await store.setup_code() == CODE
