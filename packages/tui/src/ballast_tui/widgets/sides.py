"""Metrics of one file or the portfolio: a row a figure, and its sides beside each other."""

from ballast_core.shared.cells import texts
from ballast_core.shared.table import Column, Table
from ballast_core.trades import MetricsView

_ABOUT = frozenset({"kind", "file", "name", "symbol", "interval", "strategy", "side"})


def parts(view: MetricsView) -> list[str]:
    """Return whose metrics there are."""
    return [row.label for row in view.rows]


def of_one(table: Table, ref: str) -> Table:
    """Return the figures of one of them; `ref` is the id of a file, or empty for the portfolio."""
    known = {column.name: column for column in table.columns}
    rows = [row for row, file in enumerate(known["file"].values) if file == ref]
    figures = [column for name, column in known.items() if name not in _ABOUT]
    spelled = [texts(column) for column in figures]
    columns = (
        Column("figure", [column.name for column in figures]),
        *(Column(str(known["side"].values[row]), [cells[row] for cells in spelled]) for row in rows),
    )
    return Table(table.title, columns, table.notes)
