"""What figures are, as it is shown."""

from ballast_core.shared.table import Column, Table, Unit, View


class FigureView(View):
    """One figure: what it is called, what it says, how it is computed, and who defined it.

    `views` are the answers that it belongs to, such as `cta`; none for one that is the same everywhere.
    """

    name: str
    title: str
    group: str
    unit: Unit
    meaning: str
    formula: str
    source: str
    views: tuple[str, ...]

    def table(self) -> Table:
        """Return a row a fact."""
        facts = {
            "title": self.title,
            "meaning": self.meaning,
            "formula": self.formula,
            "unit": self.unit,
            "group": self.group,
            "source": self.source,
        }
        return Table(self.title, (Column("what", list(facts)), Column(self.name, list(facts.values()))))


class FiguresView(View):
    """Every figure of trade lists, by group."""

    figures: tuple[FigureView, ...]

    def table(self) -> Table:
        """Return a row a figure."""
        rows = self.figures
        return Table(
            "Figures",
            (
                Column("figure", [row.name for row in rows]),
                Column("title", [row.title for row in rows]),
                Column("group", [row.group for row in rows]),
                Column("unit", [row.unit for row in rows]),
                Column("meaning", [row.meaning for row in rows]),
                Column("formula", [row.formula for row in rows]),
                Column("source", [row.source for row in rows]),
            ),
        )
