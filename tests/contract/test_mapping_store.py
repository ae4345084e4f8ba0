"""What every `MappingStore` must do."""

import pytest
from tests.contract.conftest import AllTradeStores

from ballast_core.trades import ColumnMapping, MappingNotFoundError, MappingStore

SEMICOLONS = ColumnMapping(
    name="my broker",
    columns={"entry_at": "Opened", "exit_at": "Closed", "net": "P/L «net»"},
    delimiter=";",
    decimal=",",
    when="%d.%m.%Y %H:%M",
)
PLAIN = ColumnMapping(name="Plain", columns={"net": "net"}, delimiter="\t")


@pytest.fixture
async def store(trade_store: AllTradeStores) -> MappingStore:
    """Two were saved."""
    await trade_store.save_mapping(SEMICOLONS)
    await trade_store.save_mapping(PLAIN)
    return trade_store


async def test_a_new_store_has_no_mapping(trade_store: AllTradeStores) -> None:
    """CM-01"""
    assert list(await trade_store.mappings()) == []


async def test_mappings_come_back_by_name(store: MappingStore) -> None:
    """CM-02"""
    assert list(await store.mappings()) == [PLAIN, SEMICOLONS]


async def test_the_mapping_saved_last_counts(store: MappingStore) -> None:
    """CM-03"""
    again = PLAIN.model_copy(update={"columns": {"gross": "gross"}, "delimiter": ","})
    await store.save_mapping(again)
    assert list(await store.mappings()) == [again, SEMICOLONS]


async def test_a_dropped_mapping_is_gone(store: MappingStore) -> None:
    """CM-04"""
    await store.drop_mapping("Plain")
    assert list(await store.mappings()) == [SEMICOLONS]


@pytest.mark.parametrize("unknown", ["", "plain", "no\0ne"], ids=["empty", "other case", "nul"])
async def test_an_unknown_mapping_cannot_be_dropped(store: MappingStore, unknown: str) -> None:
    """CM-05"""
    with pytest.raises(MappingNotFoundError):
        await store.drop_mapping(unknown)


async def test_mappings_do_not_change_the_data_version(trade_store: AllTradeStores) -> None:
    """CM-06"""
    before = await trade_store.revision()
    await trade_store.save_mapping(PLAIN)
    assert await trade_store.revision() == before
