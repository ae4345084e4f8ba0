import numpy as np
import pytest

from ballast_core.shared.errors import InvalidError
from ballast_core.shared.sampling import sample, sample_steps


def test_few_points_all_stay() -> None:
    assert sample(np.array([3.0, 1.0, 2.0]), 3).tolist() == [0, 1, 2]


def test_no_point_needs_no_room() -> None:
    assert sample(np.array([]), 0).size == 0


def test_a_single_spike_among_thousands_survives(rng: np.random.Generator) -> None:
    values = rng.normal(100, 1, 9_000)
    values[4_321] = 1_000
    assert 4_321 in sample(values, 2_000)


def test_most_of_the_room_is_used(rng: np.random.Generator) -> None:
    assert 1_950 <= sample(rng.normal(100, 1, 2_100), 2_000).size <= 2_000


def test_a_point_without_a_value_is_never_chosen() -> None:
    values = np.array([np.nan, 1.0, np.nan, 2.0, 3.0, 4.0, 5.0, 6.0, np.nan])
    chosen = sample(values, 4)
    assert chosen[0] == 1
    assert chosen[-1] == 7
    assert bool(np.isfinite(values[chosen]).all())


def test_less_than_four_points_cannot_keep_the_shape() -> None:
    with pytest.raises(InvalidError, match="at least 4"):
        sample(np.arange(10.0), 3)


def test_a_value_that_is_not_finite_does_not_hide_the_extremes(rng: np.random.Generator) -> None:
    values = rng.normal(100, 1, 9_000)
    values[[10, 4_000]] = np.nan, np.inf
    values[4_321] = 1_000
    chosen = sample(values, 2_000)
    assert 4_321 in chosen
    assert bool(np.isfinite(values[chosen]).all())


def test_steps_keep_the_level_that_each_bucket_leaves_behind() -> None:
    values = np.tile([0.0, 3.0, 1.0, 2.0], 3_000)
    chosen = sample_steps(values, 300)
    assert chosen.size <= 300
    assert {0.0, 3.0} < set(values[chosen].tolist())
    assert (np.arange(1, 100) * values.size // 99 - 1)[-1] in chosen


def test_few_steps_all_stay() -> None:
    assert sample_steps(np.array([1.0, 0.0, 1.0]), 4).tolist() == [0, 1, 2]
