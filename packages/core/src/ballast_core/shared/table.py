"""Table: named columns with a unit, the one form in which answers leave as CSV, Arrow or a drawing."""

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from ballast_core.shared.entity import Entity

type Unit = Literal["text", "day", "instant", "year", "count", "number", "money", "fraction", "flag", "line"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column; `unit` says how a person reads it (`fraction` 0.12 is 12 %, `line` is a sparkline)."""

    name: str
    values: Sequence[object]
    unit: Unit = "text"


@dataclass(frozen=True, slots=True)
class Table:
    """Columns of equal length, with a title and the sentences that must be read beside it."""

    title: str
    columns: tuple[Column, ...]
    notes: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.columns[0].values) if self.columns else 0

    def rows(self) -> list[tuple[object, ...]]:
        """Return the rows, in order."""
        return list(zip(*(column.values for column in self.columns), strict=True))


class View(Entity):
    """A read model: what a use case answers. It can be laid flat as one table."""

    @abstractmethod
    def table(self) -> Table:
        """Return the answer as one flat table."""
