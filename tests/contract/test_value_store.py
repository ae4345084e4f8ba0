"""What every `ValueStore` must do, whatever way a change came in."""

from datetime import date
from uuid import uuid4

import numpy as np
import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine
from tests.builders import a_change, a_model, backtest_of, rows, status_of
from tests.contract.conftest import ONLY_POSTGRES, TrackingStore

from ballast_core.tracking import BacktestColumns, FileKind, ModelUpdate, StatusColumns

PINE = a_model()
MONDAY, TUESDAY, WEDNESDAY = "2026-03-02T16:41:00.000001", "2026-03-03T08:30:00", "2026-03-04T08:30:00"
THREE = status_of((MONDAY, 100.0), (TUESDAY, 101.5, 1.0, 90.25), (WEDNESDAY, 0.1 + 0.2, 0.0, 91.0))
HIGHS = backtest_of(("2000-01-03", 10000.0, 10000.0), ("2000-01-04", 2.8e10, None, 3.5, -0.5))


async def store_status(store: TrackingStore, records: StatusColumns, **change: object) -> None:
    await store.apply(ModelUpdate(PINE, status=a_change(FileKind.STATUS, records, **change)))


async def store_backtest(store: TrackingStore, points: BacktestColumns, **change: object) -> None:
    await store.apply(ModelUpdate(PINE, backtest=a_change(FileKind.BACKTEST, points, **change)))


async def test_what_was_never_stored_has_length_zero(tracking_store: TrackingStore) -> None:
    """VS-01"""
    assert len(await tracking_store.status(uuid4())) == 0
    assert len(await tracking_store.backtest(uuid4())) == 0


async def test_status_comes_back_to_the_last_bit(tracking_store: TrackingStore) -> None:
    """VS-02"""
    await store_status(tracking_store, THREE)
    assert rows(await tracking_store.status(PINE.id)) == rows(THREE)


async def test_status_columns_have_the_types_that_rules_expect(tracking_store: TrackingStore) -> None:
    """VS-03"""
    for records in (status_of(), THREE):
        await store_status(tracking_store, records)
        stored = await tracking_store.status(PINE.id)
        assert [stored.at.dtype, stored.line.dtype] == [np.dtype("datetime64[us]"), np.dtype(np.int64)]
        assert {stored.base.dtype, stored.signal.dtype, stored.traded.dtype} == {np.dtype(np.float64)}


async def test_the_order_of_the_file_counts_not_the_time(tracking_store: TrackingStore) -> None:
    """VS-04"""
    mixed = status_of((TUESDAY, 3.0), (MONDAY, 1.0), (MONDAY, 2.0))
    await store_status(tracking_store, mixed)
    assert rows(await tracking_store.status(PINE.id)) == rows(mixed)


async def test_new_content_replaces_the_old(tracking_store: TrackingStore) -> None:
    """VS-05"""
    await store_status(tracking_store, THREE)
    edited = status_of((MONDAY, 100.0), (TUESDAY, 102.0))
    await store_status(tracking_store, edited)
    assert rows(await tracking_store.status(PINE.id)) == rows(edited)


async def test_an_append_goes_after_what_is_stored(tracking_store: TrackingStore) -> None:
    """VS-06"""
    await store_status(tracking_store, status_of((MONDAY, 1.0), (TUESDAY, 2.0)))
    await store_status(tracking_store, status_of((TUESDAY, 3.0), first_line=5), append=True)
    stored = await tracking_store.status(PINE.id)
    assert (stored.base.tolist(), stored.line.tolist()) == ([1.0, 2.0, 3.0], [1, 2, 5])


async def test_an_append_to_nothing_stores_all(tracking_store: TrackingStore) -> None:
    """VS-07"""
    await store_status(tracking_store, THREE, append=True)
    assert rows(await tracking_store.status(PINE.id)) == rows(THREE)


async def test_an_append_made_twice_counts_once(tracking_store: TrackingStore) -> None:
    """VS-08"""
    await store_status(tracking_store, THREE)
    for _ in range(2):
        await store_status(tracking_store, status_of((WEDNESDAY, 4.0), first_line=4), append=True)
    assert (await tracking_store.status(PINE.id)).line.tolist() == [1, 2, 3, 4]


async def test_since_keeps_what_is_older_and_replaces_the_rest(tracking_store: TrackingStore) -> None:
    """VS-09"""
    await store_status(tracking_store, THREE)
    edited = status_of((MONDAY, 7.0), (TUESDAY, 8.0))
    await store_status(tracking_store, edited, since=date(2026, 3, 3))
    assert (await tracking_store.status(PINE.id)).base.tolist() == [100.0, 8.0]


async def test_since_may_meet_lines_that_are_stored_under_the_same_numbers(
    tracking_store: TrackingStore,
) -> None:
    """VS-10"""
    await store_status(tracking_store, THREE)
    shortened = status_of((TUESDAY, 8.0), (WEDNESDAY, 9.0), first_line=1)
    await store_status(tracking_store, shortened, since=date(2026, 3, 4))
    stored = await tracking_store.status(PINE.id)
    assert (stored.base.tolist(), stored.line.tolist()) == ([100.0, 101.5, 9.0], [1, 2, 2])


async def test_a_backtest_comes_back_as_it_was(tracking_store: TrackingStore) -> None:
    """VS-20"""
    await store_backtest(tracking_store, HIGHS)
    stored = await tracking_store.backtest(PINE.id)
    assert rows(stored) == rows(HIGHS)
    assert (stored.days.dtype, stored.sub_models) == (np.dtype("datetime64[D]"), ())


async def test_sub_models_of_a_backtest_come_back(tracking_store: TrackingStore) -> None:
    """VS-21"""
    points = backtest_of(("2000-01-03", 1.0, 1.0), ("2000-01-04", 1.0, 1.0), sub_models=("CASH", "sp500_hma"))
    await store_backtest(tracking_store, points)
    assert (await tracking_store.backtest(PINE.id)).sub_models == ("CASH", "sp500_hma")


async def test_a_backtest_that_gains_sub_models_leaves_the_older_ones_empty(
    tracking_store: TrackingStore,
) -> None:
    """VS-22"""
    await store_backtest(tracking_store, HIGHS)
    further = backtest_of(("2000-01-05", 1.0, 1.0), sub_models=("CASH",), first_line=3)
    await store_backtest(tracking_store, further, append=True)
    assert (await tracking_store.backtest(PINE.id)).sub_models == ("", "", "CASH")


async def test_the_past_of_a_backtest_may_be_rewritten(tracking_store: TrackingStore) -> None:
    """VS-23"""
    await store_backtest(tracking_store, HIGHS)
    rewritten = backtest_of(
        ("2000-01-03", 10000.0, 9999.0), ("2000-01-04", 3.0, 3.0), ("2000-01-05", 3.0, 3.0)
    )
    await store_backtest(tracking_store, rewritten)
    assert rows(await tracking_store.backtest(PINE.id)) == rows(rewritten)


async def test_since_on_a_backtest_keeps_the_older_days(tracking_store: TrackingStore) -> None:
    """VS-24"""
    await store_backtest(tracking_store, HIGHS)
    await store_backtest(
        tracking_store,
        backtest_of(("2000-01-03", 5.0, 5.0), ("2000-01-04", 6.0, 6.0)),
        since=date(2000, 1, 4),
    )
    assert (await tracking_store.backtest(PINE.id)).buy_and_hold.tolist() == [10000.0, 6.0]


async def test_models_do_not_mix(tracking_store: TrackingStore) -> None:
    """VS-30"""
    other = a_model("sp500_hma")
    await store_status(tracking_store, THREE)
    await tracking_store.apply(
        ModelUpdate(other, status=a_change(FileKind.STATUS, status_of((MONDAY, 5.0)), append=True))
    )
    await store_status(tracking_store, status_of())
    assert (await tracking_store.status(other.id)).base.tolist() == [5.0]


@pytest.mark.parametrize("records", [1, 7_000])
async def test_many_rows_come_back_like_few(tracking_store: TrackingStore, records: int) -> None:
    """VS-31"""
    at = np.datetime64(MONDAY) + np.arange(records) * np.timedelta64(3_600_000_001, "us")
    values = np.linspace(1.0, 2.0, records)
    many = StatusColumns(at, values, values, values, np.arange(1, records + 1))
    await store_status(tracking_store, many)
    assert rows(await tracking_store.status(PINE.id)) == rows(many)


CHANGES = {
    "append": (status_of((WEDNESDAY, 4.0), first_line=4), 3),
    "edit": (status_of((MONDAY, 100.0), (TUESDAY, 101.5, 1.0, 90.25), (WEDNESDAY, 4.0)), 2),
}


@ONLY_POSTGRES
@pytest.mark.parametrize("change", CHANGES)
async def test_only_what_differs_is_written(
    tracking_store: TrackingStore, engine: AsyncEngine, change: str
) -> None:
    """VS-32"""
    records, kept = CHANGES[change]
    await store_status(tracking_store, THREE)
    first = await writers(engine)
    await store_status(tracking_store, records, append=change == "append")
    assert [writer in first for writer in await writers(engine)] == [True] * kept + [False]


async def writers(engine: AsyncEngine) -> list[str]:
    """Return the transaction that wrote each record."""
    async with engine.connect() as db:
        found = await db.execute(text("select xmin::text from tracking.status_records order by position"))
        return list(found.scalars())
