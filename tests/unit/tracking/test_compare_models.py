"""Models side by side over memory adapters: where they start, what they share, what is said."""

from datetime import date, timedelta

import numpy as np
import pytest
from pydantic import ValidationError
from tests.builders import a_change, a_model, status_of

from ballast_adapters.memory.tracking import MemoryTrackingStore
from ballast_core.tracking import (
    BadQueryError,
    CompareModels,
    CompareQuery,
    ComparisonView,
    FileKind,
    ModelNotFoundError,
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


async def test_relative_strength_is_the_model_over_the_benchmark_from_the_same_start() -> None:
    store = await store_with(pi=[100, 110, 99, 120], market=[50, 50, 55, 60])
    view = await compared(store, "pi", benchmark="market")
    assert view.benchmark is not None
    one = view.benchmark.models[0]
    assert one.relative_strength == pytest.approx([100, 110, 90, 100])
    assert one.relative_return == pytest.approx(0, abs=1e-12)
    assert view.benchmark.values == pytest.approx([100, 100, 110, 120])


async def test_relative_strength_ends_with_the_first_of_both() -> None:
    store = await store_with(pi=[100, 110, 120, 130], market=[50, 50, 50])
    view = await compared(store, "pi", benchmark="market:base")
    assert view.benchmark is not None
    one = view.benchmark.models[0]
    assert (one.relative_strength[-1], one.relative_return, one.points) == (None, pytest.approx(0.2), 3)


async def test_a_model_may_be_the_benchmark_of_the_others() -> None:
    store = await store_with(pi=[100, 110, 99, 120], other=[7, 8, 9, 8])
    view = await compared(store, "pi", "other", benchmark="pi")
    assert view.benchmark is not None
    assert (view.benchmark.name, list(view.values)) == ("pi", ["pi", "other"])
    itself = view.benchmark.models[0]
    assert (itself.beta, itself.tracking_error, itself.information_ratio) == (pytest.approx(1), 0, None)
    assert len(view.table()) == 2


async def test_a_benchmark_apart_has_a_row_of_its_own_and_no_figures_against_itself() -> None:
    store = await store_with(pi=[100, 110, 99, 120], market=[50, 50, 55, 60])
    view = await compared(store, "pi", benchmark="market")
    table = view.table()
    columns = {column.name: list(column.values) for column in table.columns}
    assert (columns["model"], columns["beta"][1]) == (["pi", "market"], None)
    assert columns["beta"][0] is not None
    assert any("market:base" in note for note in table.notes)


async def test_a_fork_from_the_benchmark_moves_the_start() -> None:
    store = await store_with(pi=[100, 110, 121, 130], hma=[100, 110, 120, 150])
    view = await compared(store, "pi", benchmark="hma")
    assert (view.start, view.forks[0].sentence[:18]) == (date(2026, 1, 2), "pi and hma:base ar")


async def test_a_benchmark_of_an_unknown_series_names_those_that_there_are() -> None:
    with pytest.raises(ValidationError, match=r"no series 'by_and_hold'.*buy_and_hold"):
        CompareQuery(models=("pi",), benchmark="pi:by_and_hold")


async def test_a_benchmark_of_an_unknown_model_is_not_found() -> None:
    store = await store_with(pi=[100, 110])
    with pytest.raises(ModelNotFoundError, match="'market'"):
        await compared(store, "pi", benchmark="market")


async def test_laid_flat_by_days_it_has_the_curves_and_relative_strength() -> None:
    store = await store_with(pi=[100, 110, 99, 120], market=[50, 50, 55, 60])
    table = (await compared(store, "pi", benchmark="market", rows="days")).table()
    assert [column.name for column in table.columns] == ["day", "pi", "market:base", "pi relative"]
    assert table.rows()[1][1:] == pytest.approx((110, 100, 110))


async def test_laid_flat_by_pairs_it_has_a_correlation_a_pair() -> None:
    store = await store_with(pi=[100, 110, 99, 120], twice=[200, 220, 198, 240], half=[50, 55, 49.5, 60])
    rows = (await compared(store, "pi", "twice", "half", rows="pairs")).table().rows()
    assert [row[:2] for row in rows] == [("pi", "twice"), ("pi", "half"), ("twice", "half")]
    assert [row[2] for row in rows] == pytest.approx([1, 1, 1])


async def test_all_points_leave_when_none_is_to_go() -> None:
    store = await store_with(pi=[100, 110, 99, 120, 121], other=[7, 8, 9, 8, 9])
    view = await compared(store, "pi", "other", points=0)
    assert view.sent_points == view.raw_points == 5


async def test_models_without_a_common_time_are_refused() -> None:
    store = await store_with(pi=[100, 110])
    with pytest.raises(BadQueryError, match="no common time"):
        await compared(store, "pi", start=date(2027, 1, 1))


async def test_a_line_tells_the_dollars_that_it_starts_from() -> None:
    store = await store_with(pi=[100, 110, 121], hma=[100, 55, 60])
    view = await compared(store, "pi", "hma", start=date(2026, 1, 2))
    assert view.starts == {"pi": 110.0, "hma": 55.0}


def test_a_start_after_the_end_is_no_question() -> None:
    with pytest.raises(ValidationError, match="start 2026-02-01 is after end 2026-01-01"):
        CompareQuery(models=("a",), start=date(2026, 2, 1), end=date(2026, 1, 1))
