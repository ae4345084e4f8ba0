"""Every line of a status file, and the one of each date that counts."""

from dataclasses import dataclass

from ballast_core.shared.arrays import to_dates
from ballast_core.shared.measures import simple_returns
from ballast_core.shared.table import Column, Table, View
from ballast_core.tracking.entities import DailyColumns, DailyValue, StatusColumns, StatusRecord
from ballast_core.tracking.ports import ModelStore, ValueStore
from ballast_core.tracking.rules import daily
from ballast_core.tracking.usecases.series import with_gaps


class RecordsView(View):
    """Status records, the last line first; `total` counts all there are."""

    model: str
    total: int
    limit: int
    offset: int
    records: tuple[StatusRecord, ...]

    def table(self) -> Table:
        """Return a row a record."""
        rows = self.records
        return Table(
            f"{self.model}: status records",
            (
                Column("line", [row.line for row in rows], "count"),
                Column("at", [row.at for row in rows], "instant"),
                Column("base", [row.base for row in rows], "money"),
                Column("signal", [row.signal for row in rows], "number"),
                Column("traded", [row.traded for row in rows], "money"),
            ),
            (f"{len(rows)} of {self.total} records; traded is a hindsight overlay, base the portfolio",),
        )


class ValuesView(View):
    """Daily values, the last day first; `total` counts all there are."""

    model: str
    total: int
    limit: int
    offset: int
    values: tuple[DailyValue, ...]

    def table(self) -> Table:
        """Return a row a day."""
        rows = self.values
        return Table(
            f"{self.model}: daily values",
            (
                Column("day", [row.day for row in rows], "day"),
                Column("base", [row.base for row in rows], "money"),
                Column("return", [row.daily_return for row in rows], "fraction"),
                Column("signal", [row.signal for row in rows], "number"),
                Column("traded", [row.traded for row in rows], "money"),
            ),
            (f"{len(rows)} of {self.total} days; traded is a hindsight overlay, base the portfolio",),
        )


@dataclass(frozen=True, slots=True)
class ListRecords:
    """List the records of a model as they stand in the file."""

    models: ModelStore
    values: ValueStore

    async def __call__(self, model: str, limit: int = 100, offset: int = 0) -> RecordsView:
        """List records, the last first. Raises `ModelNotFoundError`."""
        one = await self.models.model(model)
        status = await self.values.status(one.id)
        shown = _records(status)[::-1][offset : offset + limit]
        return RecordsView(
            model=one.name, total=len(status), limit=limit, offset=offset, records=tuple(shown)
        )


@dataclass(frozen=True, slots=True)
class ListValues:
    """List the value of each day, which is the last record of its date."""

    models: ModelStore
    values: ValueStore

    async def __call__(self, model: str, limit: int = 100, offset: int = 0) -> ValuesView:
        """List daily values, the last day first. Raises `ModelNotFoundError`."""
        one = await self.models.model(model)
        points = daily(await self.values.status(one.id))
        shown = _values(points)[::-1][offset : offset + limit]
        return ValuesView(model=one.name, total=len(points), limit=limit, offset=offset, values=tuple(shown))


def _records(status: StatusColumns) -> list[StatusRecord]:
    columns = (with_gaps(status.signal), with_gaps(status.traded), status.line.tolist())
    return [
        StatusRecord(at=at, base=base, signal=signal, traded=traded, line=line)
        for at, base, signal, traded, line in zip(
            status.at.astype(object).tolist(), status.base.tolist(), *columns, strict=True
        )
    ]


def _values(points: DailyColumns) -> list[DailyValue]:
    returns = [None, *with_gaps(simple_returns(points.base))][: len(points)]
    columns = (with_gaps(points.signal), with_gaps(points.traded), returns)
    return [
        DailyValue(day=day, base=base, signal=signal, traded=traded, daily_return=change)
        for day, base, signal, traded, change in zip(
            to_dates(points.days), points.base.tolist(), *columns, strict=True
        )
    ]
