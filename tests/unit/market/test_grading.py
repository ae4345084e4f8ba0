"""Grades in one word."""

import pytest

from ballast_core.market import Grade
from ballast_core.market.rules.grading import grade_of, worst_tenth

E, G, F, P = Grade.EXCELLENT, Grade.GOOD, Grade.FAIR, Grade.POOR


@pytest.mark.parametrize(
    ("expected", "present", "stale", "grade"),
    [
        (0, 0, 0, None),
        (100, 100, 0, E),
        (100, 100, 1, G),
        (100, 99, 0, G),
        (100, 99, 1, G),
        (100, 99, 2, F),
        (1000, 989, 0, F),
        (100, 95, 9, F),
        (1000, 949, 0, P),
        (5, 0, 5, P),
    ],
)
def test_a_grade_says_what_is_there_and_what_is_stale(
    expected: int, present: int, stale: int, grade: Grade | None
) -> None:
    assert grade_of(expected, present, stale) is grade


@pytest.mark.parametrize(
    ("grades", "worst"),
    [
        ([], None),
        ([None, None], None),
        ([E], E),
        ([P, *[E] * 9], P),
        ([P, *[E] * 10], E),
        ([P, F, *[E] * 18], F),
        ([None, G, E], G),
    ],
    ids=["none", "nothing expected", "one", "one of ten", "one of eleven", "two of twenty", "some unknown"],
)
def test_many_are_as_good_as_the_worst_tenth_of_them(grades: list[Grade | None], worst: Grade | None) -> None:
    assert worst_tenth(grades) is worst
