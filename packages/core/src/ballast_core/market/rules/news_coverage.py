"""How complete news are: articles a day against what is usual."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from ballast_core.market.entities import Grade
from ballast_core.market.rules.grading import grade_of
from ballast_core.shared.arrays import Days, Floats, to_date

WINDOW = 30
"""Days that are looked at."""

_THIN = 0.5
_SATURDAY = 5
_DAY = np.timedelta64(1, "D")


@dataclass(frozen=True, slots=True)
class NewsCoverage:
    """The 30 whole days before today: how many have articles enough, and how many at the end have none.

    `median` is that of articles a day. A day is thin when it has less than half of what is usual for a
    weekday, or for a day of a weekend, when less is written, and when no article came since.
    """

    median: float | None
    thin: int
    stale: int
    last: date | None

    @property
    def coverage(self) -> float | None:
        """The fraction of days that are not thin; None where there never was an article."""
        return None if self.last is None else 1 - self.thin / WINDOW

    @property
    def grade(self) -> Grade | None:
        """How complete news are; None where there never was an article."""
        return None if self.last is None else grade_of(WINDOW, WINDOW - self.thin, self.stale)


def news_coverage(days: Days, articles: Floats, today: date) -> NewsCoverage:
    """Return how complete news are on a day; today itself is not over and does not count.

    Shapes: days (n,) ascending, those with articles; articles (n,), how many.
    """
    until = np.datetime64(today, "D")
    window = np.arange(until - WINDOW * _DAY, until)
    counts = np.zeros(WINDOW)
    inside = (days >= window[0]) & (days < until)
    counts[(days[inside] - window[0]).astype(np.int64)] = articles[inside]
    past = days[days < until]
    if not past.size:
        return NewsCoverage(None, WINDOW, WINDOW, None)
    weekend = (window.astype(np.int64) + 3) % 7 >= _SATURDAY
    usual = np.where(weekend, np.median(counts[weekend]), np.median(counts[~weekend]))
    median = float(np.median(counts))
    # What is usual sinks with each day without news, to nothing after half a month.
    thin = int(np.count_nonzero((counts < _THIN * usual) | (window > past[-1])))
    stale = int((until - past[-1]) / _DAY) - 1
    return NewsCoverage(median, thin, stale, to_date(past[-1]))
