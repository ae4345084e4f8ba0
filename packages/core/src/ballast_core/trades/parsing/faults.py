"""The faults of one file: collected as they are met, raised together."""

from collections.abc import Sequence
from typing import Never

from ballast_core.shared.errors import Problem
from ballast_core.trades.errors import BadWorkbookError

MOST_NAMED = 100
"""As many faults of a file are named one by one."""
_LONGEST = 40


class Faults:
    """Everything that is wrong with a file, in the order in which it was found."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._problems: list[Problem] = []
        self._more = 0

    def __len__(self) -> int:
        return len(self._problems) + self._more

    def note(self, where: str, what: str) -> None:
        """Enter a fault."""
        if len(self._problems) < MOST_NAMED:
            self._problems.append(Problem(where, what))
        else:
            self._more += 1

    def refuse(self, where: str, what: str) -> Never:
        """Enter a fault and give up: nothing after it could be understood."""
        self.note(where, what)
        raise self.error()

    def raise_any(self) -> None:
        """Raise `BadWorkbookError` when there is a fault."""
        if self._problems:
            raise self.error()

    def error(self) -> BadWorkbookError:
        """Return all faults as one failure."""
        if not self._more:
            return BadWorkbookError(self.name, *self._problems)
        rest = Problem("", f"{self._more} more faults that are not named")
        return BadWorkbookError(self.name, *self._problems, rest)


def quoted(cell: object) -> str:
    """Return a cell as a message may show it."""
    text = cell if isinstance(cell, str) else str(cell)
    clipped = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
    return "".join(mark if mark.isprintable() else "�" for mark in clipped)


def listed(names: Sequence[str]) -> str:
    """Return names as a message lists them."""
    return ", ".join(f"`{name}`" for name in names)
