"""Ways to damage the cells of a workbook in a test."""

from collections.abc import Callable

from tests.unit.trades.rows import Grid

type Harm = Callable[[dict[str, Grid]], object]


def put(sheet: str, row: int, column: int, value: object) -> Harm:
    """Return what writes another value into a cell; row and column are those of the sheet, from 1."""

    def harm(made: dict[str, Grid]) -> None:
        made[sheet][row - 1][column - 1] = value  # type: ignore[call-overload]  # any value may be wrong

    return harm


def drop(sheet: str, row: int) -> Harm:
    """Return what takes a row out of a sheet."""
    return lambda made: made[sheet].pop(row - 1)
