from datetime import date

import numpy as np

from ballast_core.shared.series import Series
from ballast_core.tracking.rules import Fork, common_prefix


def series(*values: float, first: str = "2026-03-01") -> Series:
    """Return values of consecutive days."""
    return Series(np.datetime64(first, "D") + np.arange(len(values)), np.array(values))


TRUNK = series(1, 2, 3, 4, 5)


def test_the_fork_is_the_last_point_that_both_have() -> None:
    assert common_prefix([TRUNK, series(1, 2, 3, 9, 5)]) == Fork(date(2026, 3, 3), 3, parted=True)


def test_the_same_values_on_other_days_are_another_history() -> None:
    assert common_prefix([TRUNK, series(1, 2, 3, first="2026-03-02")]) is None


def test_a_series_that_ends_early_has_not_parted() -> None:
    assert common_prefix([TRUNK, series(1, 2, 3)]) == Fork(date(2026, 3, 3), 3, parted=False)


def test_all_series_share_what_every_two_of_them_share() -> None:
    assert common_prefix([TRUNK, series(1, 2, 3, 9), series(1, 2, 8)]) == Fork(
        date(2026, 3, 2), 2, parted=True
    )


def test_one_series_or_an_empty_one_has_no_common_prefix() -> None:
    assert common_prefix([TRUNK]) is None
    assert common_prefix([TRUNK, series()]) is None
