"""How complete something is, in one word."""

from enum import StrEnum


class Grade(StrEnum):
    """How complete data is, best first; nothing is expected where there is no grade.

    Excellent: nothing is missing, nothing stale. Good: 99 % are there, and at most one session is stale.
    Fair: 95 % are there.
    """

    EXCELLENT = "excellent"
    GOOD = "good"
    FAIR = "fair"
    POOR = "poor"
