"""What is there of what was expected, and in which stretches the rest is missing."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ballast_core.market.entities import Gap, Grade, Place
from ballast_core.market.rules.grading import grade_of
from ballast_core.shared.arrays import Bools, Days, to_date


@dataclass(frozen=True, slots=True)
class Covered:
    """What is there of what was expected.

    Shapes: expected (n,) days, ascending; there (n,) says which of them are present.
    """

    expected: Days
    there: Bools

    @property
    def present(self) -> int:
        """How many are there."""
        return int(np.count_nonzero(self.there))

    @property
    def missing(self) -> Days:
        """The days that are not there."""
        return self.expected[~self.there]

    @property
    def coverage(self) -> float | None:
        """The fraction that is there; unknown when nothing is expected."""
        return self.present / self.expected.size if self.expected.size else None

    @property
    def head(self) -> int:
        """How many are missing before the first that is there; none when nothing is there at all."""
        return int(self.there.argmax()) if self.present else 0

    @property
    def stale(self) -> int:
        """How many are missing after the last that is there; all when nothing is there at all."""
        return int(self.there[::-1].argmax()) if self.present else int(self.expected.size)

    @property
    def grade(self) -> Grade | None:
        """How complete that is; unknown when nothing is expected."""
        return grade_of(int(self.expected.size), self.present, self.stale)

    @property
    def stretches_between(self) -> int:
        """How many stretches are missing between the first and the last that is there."""
        inner = self.there[self.head : self.there.size - self.stale]
        return int(np.count_nonzero(inner[:-1] & ~inner[1:]))

    def gaps(self) -> tuple[Gap, ...]:
        """Return the stretches that are missing, oldest first; together they are all that is missing.

        Where nothing is there at all, everything is missing at the tail.
        """
        edges = np.flatnonzero(np.diff(np.concatenate(([True], self.there, [True])).astype(np.int8)))
        return tuple(
            Gap(
                place=self._place(begin, end),
                first=to_date(self.expected[begin]),
                last=to_date(self.expected[end - 1]),
                sessions=end - begin,
            )
            for begin, end in edges.reshape(-1, 2).tolist()
        )

    def _place(self, begin: int, end: int) -> Place:
        if end == self.expected.size:
            return "tail"
        return "inner" if begin else "head"


def cover(expected: Days, held: Days) -> Covered:
    """Return which of the expected days are held.

    Shapes: expected (n,), held (m,), both strictly ascending; held days that nobody expects do not count.
    """
    if not held.size:
        return Covered(expected, np.zeros(expected.size, np.bool_))
    at = np.minimum(np.searchsorted(held, expected), held.size - 1)
    return Covered(expected, held[at] == expected)


@dataclass(frozen=True, slots=True)
class MonthCounts:
    """Expected and present days by month.

    Shapes: months (m,) first days; expected and present (m,) counts.
    """

    expected: Sequence[int]
    present: Sequence[int]
    grades: Sequence[Grade | None]


def month_counts(covered: Covered, months: Days) -> MonthCounts:
    """Return what is there month by month, each graded by itself; `months` are first days, one after another.

    Shapes: months (m,) `datetime64[D]`; days outside of them do not count.
    """
    first = months[0].astype("datetime64[M]").astype(np.int64) if months.size else 0
    at = covered.expected.astype("datetime64[M]").astype(np.int64) - first
    inside = (at >= 0) & (at < months.size)
    expected = np.bincount(at[inside], minlength=months.size).tolist()
    present = np.bincount(at[inside & covered.there], minlength=months.size).tolist()
    grades = [grade_of(many, some, 0) for many, some in zip(expected, present, strict=True)]
    return MonthCounts(expected, present, grades)
