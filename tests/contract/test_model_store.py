"""What every `ModelStore` must do."""

import pytest
from tests.builders import a_change, a_finding, a_model, a_source, status_of
from tests.contract.conftest import TrackingStore

from ballast_core.tracking import FileKind, MarketIndex, ModelNotFoundError, ModelUpdate

PINE = a_model(
    "naz100_pine",
    description="Pine",
    market_index=MarketIndex.NASDAQ_100,
    config_path="naz100_pine/pytaaa_naz100_pine.json",
    parameters={"numberStocksTraded": 6.0, "uma": "hma"},
)
ABACUS = a_model("abacus", is_meta=True, sub_models=("naz100_pine", "sp500_hma"))
STATUS = a_change(FileKind.STATUS, status_of(("2026-03-02T17:33:05", 100.0)))


async def test_a_new_store_has_no_models(tracking_store: TrackingStore) -> None:
    """MS-01"""
    assert list(await tracking_store.models()) == []


async def test_models_come_by_name_with_all_their_fields(tracking_store: TrackingStore) -> None:
    """MS-02"""
    await tracking_store.apply(ModelUpdate(PINE))
    await tracking_store.apply(ModelUpdate(ABACUS))
    assert list(await tracking_store.models()) == [ABACUS, PINE]


async def test_capitals_sort_before_small_letters_everywhere(tracking_store: TrackingStore) -> None:
    """MS-03"""
    for name in ("b", "a_2", "A", "a-1"):
        await tracking_store.apply(ModelUpdate(a_model(name)))
    assert [model.name for model in await tracking_store.models()] == ["A", "a-1", "a_2", "b"]


async def test_a_model_is_found_by_its_name(tracking_store: TrackingStore) -> None:
    """MS-04"""
    await tracking_store.apply(ModelUpdate(PINE))
    assert await tracking_store.model("naz100_pine") == PINE


@pytest.mark.parametrize("spelling", [str(PINE.id), str(PINE.id).upper(), PINE.id.hex])
async def test_a_model_is_found_by_its_uuid(tracking_store: TrackingStore, spelling: str) -> None:
    """MS-05"""
    await tracking_store.apply(ModelUpdate(PINE))
    assert await tracking_store.model(spelling) == PINE


@pytest.mark.parametrize(
    "ref", ["sp500_hma", "00000000-0000-4000-8000-000000000000", "", "NAZ100_PINE", "a\0b"]
)
async def test_an_unknown_model_names_the_known_ones(tracking_store: TrackingStore, ref: str) -> None:
    """MS-06"""
    await tracking_store.apply(ModelUpdate(PINE))
    with pytest.raises(ModelNotFoundError, match="naz100_pine"):
        await tracking_store.model(ref)


async def test_a_model_stored_again_has_its_latest_fields(tracking_store: TrackingStore) -> None:
    """MS-07"""
    await tracking_store.apply(ModelUpdate(PINE))
    renamed = PINE.model_copy(update={"description": "Pine, tuned", "parameters": {}})
    await tracking_store.apply(ModelUpdate(renamed))
    assert list(await tracking_store.models()) == [renamed]


async def test_sources_come_in_reading_order_as_last_stored(tracking_store: TrackingStore) -> None:
    """MS-10"""
    status = a_source(FileKind.STATUS, sha256="a" * 64, size=3_000_000_000, lines=7)
    config = a_source(FileKind.CONFIG, name="pytaaa.json")
    await tracking_store.apply(ModelUpdate(PINE, status=STATUS))
    await tracking_store.apply(
        ModelUpdate(
            PINE,
            status=a_change(FileKind.STATUS, STATUS.content, sha256="a" * 64, size=3_000_000_000, lines=7),
            config=a_change(FileKind.CONFIG, None, name="pytaaa.json"),
        )
    )
    assert list(await tracking_store.sources(PINE.id)) == [config, status]


async def test_an_unknown_model_has_no_sources(tracking_store: TrackingStore) -> None:
    """MS-11"""
    assert list(await tracking_store.sources(PINE.id)) == []


async def test_the_revision_stays_while_nothing_changes(tracking_store: TrackingStore) -> None:
    """MS-20"""
    await tracking_store.apply(ModelUpdate(PINE, status=STATUS))
    before = await tracking_store.revision()
    await tracking_store.apply(ModelUpdate(PINE, status=STATUS))
    await tracking_store.models()
    assert await tracking_store.revision() == before


CHANGES = {
    "another model": ModelUpdate(ABACUS),
    "another field": ModelUpdate(PINE.model_copy(update={"description": "x"})),
    "another value": ModelUpdate(
        PINE, status=a_change(FileKind.STATUS, status_of(("2026-03-02T17:33:05", 100.5)))
    ),
    "a further row": ModelUpdate(
        PINE,
        status=a_change(FileKind.STATUS, status_of(("2026-03-03", 1.0), first_line=2), append=True),
    ),
    "no rows": ModelUpdate(PINE, status=a_change(FileKind.STATUS, status_of())),
    "a finding": ModelUpdate(PINE, status=a_change(FileKind.STATUS, STATUS.content, a_finding())),
    "another file": ModelUpdate(PINE, status=a_change(FileKind.STATUS, STATUS.content, size=2)),
}


@pytest.mark.parametrize("change", CHANGES)
async def test_the_revision_moves_with_the_data(tracking_store: TrackingStore, change: str) -> None:
    """MS-21"""
    await tracking_store.apply(ModelUpdate(PINE, status=STATUS))
    before = await tracking_store.revision()
    await tracking_store.apply(CHANGES[change])
    assert await tracking_store.revision() != before
