"""Steps by stretches of time."""

from datetime import date, datetime, timedelta

import pytest

from ballast_core.shared.stretches import (
    FEW,
    Closer,
    changes_within,
    stretch_days,
    stretch_name,
    stretches,
)

START = datetime(2024, 1, 1)  # noqa: DTZ001 - times of files have no zone
AT = [START + timedelta(hours=12 * one) for one in range(2 * 56 + 1)]
VALUES = [float(one % 4) for one in range(len(AT))]


def test_a_mean_is_one_over_time() -> None:
    at = [START, START + timedelta(days=6), START + timedelta(days=7)]
    found = stretches(at, [1.0, 8.0, 2.0], 7)
    assert found.mean[0] == pytest.approx((6 * 1 + 1 * 8) / 7)


def test_extremes_are_those_of_any_moment() -> None:
    at = [START, START + timedelta(days=3), START + timedelta(days=3, minutes=1), START + timedelta(days=14)]
    found = stretches(at, [1.0, 9.0, -2.0, 0.0], 7)
    assert found.most.tolist() == [9.0, -2.0, 0.0]
    assert found.least.tolist() == [-2.0, -2.0, 0.0]


def test_a_stretch_without_a_change_has_what_was_held() -> None:
    found = stretches([START, START + timedelta(days=28)], [3.0, 5.0], 7)
    assert found.at == [START + timedelta(days=7 * one) for one in range(5)]
    assert found.mean.tolist() == [3.0, 3.0, 3.0, 3.0, 5.0]


def test_days_that_are_looked_at_closely_have_each_change() -> None:
    found = stretches(AT, VALUES, 28, Closer(date(2024, 1, 3), date(2024, 1, 5)))
    inside = [at for at in AT if date(2024, 1, 3) <= at.date() <= date(2024, 1, 5)]
    assert [at for at in found.at if at in inside] == inside
    assert len(found.at) < len(inside) + 6
    exact = dict(zip(AT, VALUES, strict=True))
    for at, mean, most in zip(found.at, found.mean, found.most, strict=True):
        if at in inside:
            assert mean == most == exact[at]


def test_too_many_changes_of_close_days_are_finer_stretches() -> None:
    at = [START + timedelta(minutes=one) for one in range(10_000)]
    closer = Closer(START.date(), START.date() + timedelta(days=6))
    assert changes_within(at, closer) > FEW
    assert len(stretches(at, [float(one % 3) for one in range(len(at))], 28, closer).at) == 7


@pytest.mark.parametrize(("days", "length"), [(100, 1), (400, 7), (4_000, 28), (40_000, 364)])
def test_stretches_are_as_long_as_a_screen_needs(days: int, length: int) -> None:
    assert stretch_days(START.date(), START.date() + timedelta(days=days)) == length
    assert stretch_name(length)


@pytest.mark.parametrize("said", ["", "2024-01-01", "a..b", "2024-01-01..2024-02-30"])
def test_an_address_that_names_no_days_looks_at_none_closely(said: str) -> None:
    assert Closer.read(said) is None


def test_an_address_names_days() -> None:
    assert Closer.read("2024-01-01..2024-02-03") == Closer(date(2024, 1, 1), date(2024, 2, 3))
