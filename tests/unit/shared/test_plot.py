"""Lines drawn with the characters of a terminal."""

from datetime import date, timedelta

import pytest

from ballast_core.shared.plot import across, filled, hung, points, traced

START = date(2024, 1, 1)


def line(*values: float) -> list[tuple[date, float]]:
    return [(START + timedelta(days=at), value) for at, value in enumerate(values)]


def test_a_point_without_a_value_is_left_out() -> None:
    assert points([START, START + timedelta(1), START + timedelta(2)], [None, 1.0, 2.0]) == line(0, 1, 2)[1:]


def test_one_day_is_no_line() -> None:
    assert points([START, START], [1.0, 2.0]) == []


def test_a_column_shows_the_last_value_in_it() -> None:
    assert across(line(1, 2, 3, 4, 5, 6, 7), 3) == [3, 5, 7]


def test_a_line_that_begins_later_has_no_value_before() -> None:
    late = [(START + timedelta(days=8), 5.0), (START + timedelta(days=10), 6.0)]
    assert across(late, 5, START) == [None, None, None, 5.0, 6.0]


def test_a_column_is_filled_up_to_its_value() -> None:
    assert filled([1.0, 2.0, 3.0], 2) == [" ▁█", "▁██"]


def test_a_rising_line_goes_from_the_lowest_dot_to_the_highest() -> None:
    assert traced([0.0, 1.0], 1, 0.0, 1.0) == [[0x40 | 0x08 | 0x10 | 0x20 | 0x80]]


def test_a_line_is_broken_where_values_are_missing() -> None:
    assert traced([1.0, None, 1.0], 1, 0.0, 1.0) == [[0x01, 0x01]]


def test_a_level_line_runs_through_the_middle() -> None:
    assert traced([7.0, 7.0], 1, 7.0, 7.0) == [[0x04 | 0x20]]


def test_a_value_out_of_range_stays_within_the_rows() -> None:
    assert traced([9.0, -9.0], 1, 0.0, 1.0) == [[0x01 | 0x08 | 0x10 | 0x20 | 0x80]]


@pytest.mark.parametrize(("value", "bits"), [(0.0, 0), (-0.5, 0x01 | 0x02 | 0x04), (-1.0, 0x47)])
def test_an_area_hangs_from_zero_down_to_its_value(value: float, bits: int) -> None:
    assert hung([value], 1, -1.0) == [[bits]]
