"""Models side by side over memory adapters: where they start, what they share, what is said."""

from datetime import date, timedelta

import numpy as np
import pytest
from tests.builders import a_change, a_model, status_of

from ballast_adapters.memory.tracking import MemoryTrackingStore
from ballast_core.tracking import (
    BadQueryError,
    CompareModels,
    CompareQuery,
    ComparisonView,
    FileKind,
    ModelUpdate,
    ReadSeries,
)

FIRST = date(2026, 1, 1)


async def store_with(**models: list[float]) -> MemoryTrackingStore:
    store = MemoryTrackingStore()
    for name, values in models.items():
        records = [(str(FIRST + timedelta(days=n)), value) for n, value in enumerate(values)]
        change = a_change(FileKind.STATUS, status_of(*records))
        await store.apply(ModelUpdate(a_model(name), status=change))
    return store


async def compared(store: MemoryTrackingStore, *names: str, **asked: object) -> ComparisonView:
    return await CompareModels(store, ReadSeries(store))(CompareQuery(models=names, **asked))


async def test_it_starts_where_two_models_part_and_says_so() -> None:
    store = await store_with(pi=[100, 110, 121, 130], hma=[100, 110, 120, 150])
    view = await compared(store, "pi", "hma")
    assert (view.start, view.days[0]) == (date(2026, 1, 2), date(2026, 1, 2))
    assert "pi and hma part" in view.start_reason
    assert view.values["pi"][0] == view.values["hma"][0] == 100
    assert view.values["hma"][-1] == pytest.approx(100 * 150 / 110)


async def test_asked_otherwise_it_starts_at_the_first_common_day_and_still_tells_the_fork() -> None:
    store = await store_with(pi=[100, 110, 121], hma=[100, 110, 120])
    view = await compared(store, "pi", "hma", from_fork=False)
    assert view.start == FIRST
    assert view.forks[0].sentence == "pi and hma are one portfolio up to 2026-01-02 (2 points)"


async def test_a_day_that_was_asked_for_wins_over_the_fork() -> None:
    store = await store_with(pi=[100, 110, 121, 130], hma=[100, 110, 120, 150])
    assert (await compared(store, "pi", "hma", start=FIRST)).start == FIRST
    assert (await compared(store, "pi", "hma", start=date(2026, 1, 3))).start == date(2026, 1, 3)


async def test_copies_do_not_move_the_start() -> None:
    store = await store_with(pi=[100, 110, 121], copy=[100, 110, 121])
    view = await compared(store, "pi", "copy")
    assert (view.start, view.forks[0].parted) == (FIRST, False)


async def test_strangers_start_at_the_first_day_that_both_have() -> None:
    store = await store_with(pi=[100, 110, 121], other=[7, 8, 9])
    view = await compared(store, "pi", "other")
    assert (view.start, view.forks) == (FIRST, ())


async def test_models_that_move_alike_correlate_fully() -> None:
    store = await store_with(pi=[100, 110, 99, 120], twice=[200, 220, 198, 240])
    view = await compared(store, "pi", "twice")
    assert np.array(view.correlation) == pytest.approx(np.ones((2, 2)))


async def test_models_without_a_common_time_are_refused() -> None:
    store = await store_with(pi=[100, 110])
    with pytest.raises(BadQueryError, match="no common time"):
        await compared(store, "pi", start=date(2027, 1, 1))
