"""What every `UploadStore` must do."""

from datetime import timedelta

import pytest
from tests.contract.conftest import AllTradeStores
from tests.trade_builders import NOON

from ballast_core.trades import Upload, UploadStore

HOUR = timedelta(hours=1)
CONTENT = bytes(range(256))
OLD = Upload(id="old", name="old.xlsx", size_bytes=256, added_at=NOON)
NEW = Upload(id="new", name="new.csv", size_bytes=3, added_at=NOON + HOUR)


@pytest.fixture
async def store(trade_store: AllTradeStores) -> UploadStore:
    """Two wait."""
    await trade_store.stage(OLD, CONTENT)
    await trade_store.stage(NEW, b"new")
    return trade_store


async def waiting(store: UploadStore) -> list[str]:
    return [one for one in ("old", "new") if await store.staged(one)]


async def test_an_upload_comes_back_byte_for_byte(store: UploadStore) -> None:
    """UP-01"""
    assert await store.staged("old") == (OLD, CONTENT)


@pytest.mark.parametrize("unknown", ["", "none", "no\0ne"], ids=["empty", "unknown", "nul"])
async def test_an_unknown_upload_is_none(store: UploadStore, unknown: str) -> None:
    """UP-02"""
    assert await store.staged(unknown) is None


async def test_an_upload_kept_again_replaces_the_former_one(store: UploadStore) -> None:
    """UP-03"""
    again = OLD.model_copy(update={"name": "again.xlsx", "added_at": NOON + 2 * HOUR})
    await store.stage(again, b"again")
    assert await store.staged("old") == (again, b"again")


async def test_dropped_uploads_are_gone(store: UploadStore) -> None:
    """UP-04"""
    await store.drop(["old", "none", "no\0ne"])
    assert await waiting(store) == ["new"]


async def test_dropping_none_drops_none(store: UploadStore) -> None:
    """UP-05"""
    await store.drop([])
    assert await waiting(store) == ["old", "new"]


async def test_those_kept_before_a_moment_are_dropped(store: UploadStore) -> None:
    """UP-06"""
    assert await store.drop_before(NOON + HOUR) == 1
    assert await waiting(store) == ["new"]


async def test_an_empty_file_can_wait_too(store: UploadStore) -> None:
    """UP-07"""
    await store.stage(OLD, b"")
    assert await store.staged("old") == (OLD, b"")


async def test_what_one_keeps_the_other_finds(store: UploadStore, other_trade_store: AllTradeStores) -> None:
    """UP-08"""
    assert await waiting(store) == ["old", "new"]
    assert await other_trade_store.staged("new") == (NEW, b"new")
