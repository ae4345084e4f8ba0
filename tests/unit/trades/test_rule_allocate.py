"""The search for whole contracts: against going through all vectors by hand, and at its edges."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ballast_core.trades import AllocationObjective
from ballast_core.trades.rules.allocate import Lot, drawdowns_of, judge, margin_of, ranked, turning
from ballast_core.trades.rules.allocate_search import Share, climb, least_drawdown, listed, search

RATIO = AllocationObjective.RETURN_OVER_DRAWDOWN


def lot_of(rng: np.random.Generator, files: int = 3, cap: float = 12_000, **other: object) -> Lot:
    """Three files of as many symbols, in the market now and then, on one side only."""
    lot = Lot(
        curves=np.cumsum(rng.normal(8, 150, (300, files)), axis=0),
        held=rng.integers(0, 2, (40, files)).astype(np.float64),
        margin=np.linspace(1_000, 2_000, files),
        symbols=np.arange(files),
        least=np.zeros(files, np.int64),
        most=np.full(files, 12),
        years=2.0,
        cap=cap,
        budget=4_000.0,
        enough=0.9 * cap,
        objective=RATIO,
    )
    return replace(lot, **other)


def by_hand(lot: Lot, best: int) -> list[tuple[int, ...]]:
    """Judge every vector of the box."""
    box = np.array(
        list(product(*(range(low, high + 1) for low, high in zip(lot.least, lot.most, strict=True))))
    )
    found = ranked(lot, judge(lot, box[box.any(axis=1)]), best)
    return [tuple(int(one) for one in row) for row in found.contracts]


def as_tuples(vectors: np.ndarray) -> list[tuple[int, ...]]:
    return [tuple(int(one) for one in row) for row in vectors]


@pytest.mark.parametrize("objective", list(AllocationObjective))
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_search_finds_what_going_through_all_vectors_finds(
    objective: AllocationObjective, seed: int
) -> None:
    lot = lot_of(np.random.default_rng(seed), objective=objective)
    vectors = listed(lot)
    assert vectors is not None
    assert as_tuples(search(Share(lot, vectors, 5)).best.contracts) == by_hand(lot, 5)


def test_what_cannot_be_best_is_left_out_without_changing_the_best() -> None:
    lot = lot_of(np.random.default_rng(7), cap=40_000, most=np.full(3, 30))
    vectors = listed(lot)
    assert vectors is not None
    assert len(vectors) > 2_000
    everything = ranked(lot, judge(lot, vectors), 8)
    assert as_tuples(search(Share(lot, vectors, 8)).best.contracts) == as_tuples(everything.contracts)


def test_every_vector_within_the_cap_is_counted(rng: np.random.Generator) -> None:
    lot = lot_of(rng)
    vectors = listed(lot)
    assert vectors is not None
    box = np.array(list(product(range(13), repeat=3)))[1:]
    assert search(Share(lot, vectors, 5)).feasible == (margin_of(lot, box) <= lot.cap).sum()


def test_files_of_one_symbol_on_opposite_sides_offset_each_other(rng: np.random.Generator) -> None:
    held = np.array([[1.0, -1.0, 0.0], [1.0, 0.0, 1.0]])
    lot = lot_of(rng, held=held, symbols=np.array([0, 0, 1]), margin=np.array([1_000.0, 1_000.0, 500.0]))
    assert margin_of(lot, np.array([[2, 2, 1]])).tolist() == [2_500.0]
    vectors = listed(lot)
    assert vectors is not None
    assert as_tuples(search(Share(lot, vectors, 5)).best.contracts) == by_hand(lot, 5)


def test_a_vector_and_its_double_are_ranked_by_profit(rng: np.random.Generator) -> None:
    lot = lot_of(rng)
    one = np.array([[1, 0, 2]])
    best = ranked(lot, judge(lot, np.concatenate([one, 2 * one])), 2)
    assert as_tuples(best.contracts) == [(2, 0, 4), (1, 0, 2)]


def test_least_and_most_are_kept(rng: np.random.Generator) -> None:
    lot = lot_of(rng, least=np.array([1, 0, 2]), most=np.array([2, 3, 3]))
    vectors = listed(lot)
    assert vectors is not None
    assert (vectors >= lot.least).all()
    assert (vectors <= lot.most).all()


def test_a_least_beyond_the_cap_leaves_nothing(rng: np.random.Generator) -> None:
    vectors = listed(lot_of(rng, least=np.array([12, 12, 12])))
    assert vectors is not None
    assert len(vectors) == 0


def test_too_many_vectors_are_not_listed(rng: np.random.Generator) -> None:
    lot = lot_of(rng, files=12, cap=400_000, most=np.full(12, 40))
    assert listed(lot) is None


def test_climbing_finds_the_best_of_a_small_set(rng: np.random.Generator) -> None:
    lot = lot_of(rng)
    assert as_tuples(climb(Share(lot, lot.least[None, :], 1)).best.contracts) == by_hand(lot, 1)


@pytest.mark.parametrize("objective", list(AllocationObjective))
def test_climbing_keeps_every_limit_of_a_big_set(objective: AllocationObjective) -> None:
    lot = lot_of(np.random.default_rng(5), files=15, cap=60_000, most=np.full(15, 30), objective=objective)
    found = climb(Share(lot, lot.least[None, :], 5)).best
    assert len(found) == 5
    assert (found.margin <= lot.cap).all()
    if objective is AllocationObjective.DRAWDOWN_BUDGET:
        assert (found.drawdown <= lot.budget).all()


def test_least_drawdown_is_that_of_the_calmest_vector(rng: np.random.Generator) -> None:
    lot = lot_of(rng)
    vectors = listed(lot)
    assert vectors is not None
    assert least_drawdown(Share(lot, vectors, 1)) == pytest.approx(drawdowns_of(lot.curves, vectors).min())


@given(st.integers(0, 10_000))
def test_rows_that_nothing_turns_at_change_no_drawdown(seed: int) -> None:
    rng = np.random.default_rng(seed)
    steps = rng.normal(0, 1, (60, 3)) * (rng.random((60, 3)) < 0.4)
    curves, vectors = np.cumsum(steps, axis=0), rng.integers(0, 5, (20, 3))
    assert drawdowns_of(turning(curves), vectors) == pytest.approx(drawdowns_of(curves, vectors))
