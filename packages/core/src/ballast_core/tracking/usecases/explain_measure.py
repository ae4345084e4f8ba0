"""One figure of a series: its formula, what went into it, and the arithmetic with the numbers put in."""

from dataclasses import dataclass
from datetime import date

from ballast_core.shared.cells import texts
from ballast_core.shared.table import Column, Table, Unit, View
from ballast_core.tracking.entities import TradingModel
from ballast_core.tracking.errors import MeasureNotFoundError
from ballast_core.tracking.ports import ModelStore, SnapshotStore
from ballast_core.tracking.rules import MeasureInput, Points, cash_in, flows, spelled, working
from ballast_core.tracking.usecases.explanations import EXPLANATIONS
from ballast_core.tracking.usecases.series import (
    ReadSeries,
    SeriesAbout,
    SeriesName,
    SeriesQuery,
    lagged,
    or_none,
)
from ballast_core.tracking.usecases.show_measures import MeasuresView, measures_of, without_payments

_RESULT_DIGITS = 8
_INPUT_PLACES = 4
_SMALL = 0.01


class MeasureView(View):
    """One figure explained.

    `value` is the one that the measures have; `inputs` is what these points gave, and `worked` the line that
    leads from there to the value. Without a value both are empty, and `missing` says why. `overlay_lagged`
    stands beside a hindsight series.
    """

    about: SeriesAbout
    measure: str
    title: str
    unit: Unit
    value: float | date | None
    formula: str
    meaning: str
    source: str
    inputs: tuple[MeasureInput, ...]
    worked: str
    missing: str
    overlay_lagged: "MeasureView | None" = None

    def table(self) -> Table:
        """Return a row a fact; beside a hindsight series with what it is without hindsight."""
        beside = self.overlay_lagged
        names, values = zip(*self._facts(), strict=True)
        columns = [Column("fact" if beside else "what", names), Column(self.about.series.value, values)]
        if beside:
            known = dict(beside._facts())  # noqa: SLF001 - of its own kind
            columns.append(Column(beside.about.series.value, [known.get(name) for name in names]))
        return Table(self.about.title(self.title), tuple(columns), self.about.notes)

    def _facts(self) -> list[tuple[str, str]]:
        return [
            ("value", spoken(self.measure, self.value, self.unit)),
            ("formula", self.formula),
            *((one.name, spoken(one.name, one.value, one.unit)) for one in self.inputs),
            *((("worked out", self.worked),) if self.worked else ()),
            *((("missing", self.missing),) if self.missing else ()),
            ("meaning", self.meaning),
            ("source", self.source),
        ]


@dataclass(frozen=True, slots=True)
class ExplainMeasure:
    """Explain one figure of one series."""

    models: ModelStore
    snapshots: SnapshotStore
    read_series: ReadSeries

    async def __call__(self, measure: str, query: SeriesQuery | str) -> MeasureView:
        """Explain the figure of this name; a model's name alone asks for the whole portfolio.

        Raises `MeasureNotFoundError`, `ModelNotFoundError`, `NoDataError`, `BadQueryError`.
        """
        if measure not in EXPLANATIONS:
            raise MeasureNotFoundError(measure, tuple(EXPLANATIONS))
        query = SeriesQuery(model=query) if isinstance(query, str) else query
        model = await self.models.model(query.model)
        view = await self._view(model, measure, query)
        beside = lagged(query, view.about)
        if beside is None:
            return view
        return view.model_copy(update={"overlay_lagged": await self._view(model, measure, beside)})

    async def _view(self, model: TradingModel, measure: str, query: SeriesQuery) -> MeasureView:
        series, said = await self.read_series.part(model, query)
        figures, paid = measures_of(series, said), None
        if query.series is SeriesName.BASE:
            paid = flows(series.days, cash_in(await self.snapshots.snapshots(model.id, lots=False)))
            figures = without_payments(figures, series, paid)
        return explained(measure, figures, Points(series, paid))


def explained(measure: str, figures: MeasuresView, points: Points) -> MeasureView:
    """Return a figure of these points with all that led to it."""
    told = EXPLANATIONS[measure]
    value = value_of(figures, measure)
    worked = None if value is None else working(measure, points)
    return MeasureView(
        about=figures.about,
        measure=measure,
        title=told.title,
        unit=told.unit,
        value=value,
        formula=told.formula,
        meaning=told.meaning,
        source=told.source,
        inputs=worked.inputs if worked else (),
        worked=_line(measure, value, worked.expression) if worked else "",
        missing="" if worked else f"These points do not give it; it needs {told.needs}.",
    )


def value_of(figures: MeasuresView, measure: str) -> float | date | None:
    """Return one figure by its name."""
    if measure == "max_drawdown":
        return or_none(figures.max_drawdown.depth)
    value: float | date | None = getattr(figures, measure)
    return value


def spoken(name: str, value: float | date | None, unit: Unit) -> str:
    """Return one figure or input as a person reads it; inputs more exactly, small ones by their digits."""
    if unit == "number" and isinstance(value, float) and 0 < abs(value) < _SMALL:
        return spelled(value, _INPUT_PLACES)
    if name in EXPLANATIONS:
        return texts(Column(name, (value,), unit))[0]
    return texts(Column("share", (value,), unit), _INPUT_PLACES)[0]  # without a plus


def _line(measure: str, value: float | date | None, expression: str) -> str:
    unit = EXPLANATIONS[measure].unit
    shown = spoken(measure, value, unit)
    if not expression or not isinstance(value, float):
        return f"Read from the points: {shown}"
    return f"{expression} = {spelled(value, _RESULT_DIGITS)} ≈ {shown}"
