"""Grades: what is there and what is stale, in one word."""

from collections.abc import Sequence

from ballast_core.market.entities import Grade

GOOD, FAIR = 0.99, 0.95
"""So much must be there."""
_ORDER = tuple(Grade)


def grade_of(expected: int, present: int, stale: int) -> Grade | None:
    """Return the grade of what is there; None where nothing is expected."""
    if not expected:
        return None
    if present >= expected and not stale:
        return Grade.EXCELLENT
    if present >= GOOD * expected and stale <= 1:
        return Grade.GOOD
    return Grade.FAIR if present >= FAIR * expected else Grade.POOR


def worst_tenth(grades: Sequence[Grade | None]) -> Grade | None:
    """Return the best grade within the worst tenth, which has at least one; None without any grade."""
    ranked = sorted((one for one in grades if one), key=_ORDER.index, reverse=True)
    return ranked[(len(ranked) + 9) // 10 - 1] if ranked else None
