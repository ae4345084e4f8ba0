"""Tables with more columns than a screen, turned on their side."""

from ballast_core.shared.cells import texts
from ballast_core.shared.table import Column, Table


def upright(table: Table, head: str) -> Table:
    """Return a table with a row a column, and a column a value of the column `head`."""
    names = [str(name) for column in table.columns if column.name == head for name in column.values]
    others = [column for column in table.columns if column.name not in {head, "model"}]
    spelled = [texts(column) for column in others]
    columns = (
        Column("measure", [column.name.replace("_", " ") for column in others]),
        *(Column(name, [cells[row] for cells in spelled]) for row, name in enumerate(names)),
    )
    return Table(table.title, columns, table.notes)
