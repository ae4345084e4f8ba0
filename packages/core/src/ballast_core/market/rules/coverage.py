"""What is there of what was expected, and in which stretches the rest is missing."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ballast_core.market.entities import Gap, Grade, Place
from ballast_core.market.rules.grading import FAIR, GOOD, grade_of
from ballast_core.shared.arrays import Bools, Days, Ints, to_date

_GRADES = tuple(Grade)


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
    if not expected.size:
        return Covered(expected, np.zeros(0, np.bool_))
    first, last = expected[0], expected[-1]
    at = held[(held >= first) & (held <= last)] - first
    calendar = np.zeros(int((last - first).astype(np.int64)) + 1, np.bool_)  # looking up beats searching
    calendar[at.astype(np.int64)] = True
    return Covered(expected, calendar[(expected - first).astype(np.int64)])


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
    if not months.size:
        return MonthCounts((), (), ())
    after = (months[-1:].astype("datetime64[M]") + np.timedelta64(1, "M")).astype("datetime64[D]")
    edges = np.concatenate((months, after))
    before = np.searchsorted(covered.expected, edges)
    expected = np.diff(before)
    present = np.diff(np.concatenate(([0], np.cumsum(covered.there)))[before])
    codes: list[int] = _codes(expected, present).tolist()
    grades = [None if code < 0 else _GRADES[code] for code in codes]
    return MonthCounts(expected.tolist(), present.tolist(), grades)


def _codes(expected: Ints, present: Ints) -> Ints:
    """Return the positions of grades, -1 where nothing is expected; as `grade_of` without stale sessions."""
    good, fair = present >= GOOD * expected, present >= FAIR * expected
    return np.select([expected == 0, present == expected, good, fair], [-1, 0, 1, 2], 3)
