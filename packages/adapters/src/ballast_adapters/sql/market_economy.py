"""SqlEconomy: values of economic series with their vintages in PostgreSQL, written by COPY."""

from collections.abc import AsyncGenerator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from sqlalchemy import Date, Double, Text, bindparam, func, select
from sqlalchemy.dialects.postgresql import ARRAY, aggregate_order_by
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from ballast_adapters.sql.columns import BEGIN, END, binary_rows, cells, packed, repeated, unpacked
from ballast_adapters.sql.engine import driver, reading, writing
from ballast_adapters.sql.lock import OBSERVATIONS
from ballast_adapters.sql.market_rows import renew_if
from ballast_adapters.sql.schema.market_topics import observations
from ballast_core.market import Observations, Upserted
from ballast_core.shared.arrays import Bools, Days, Ints, to_dates
from ballast_core.shared.series import Series

_c = observations.c
_SERIES = bindparam("series", type_=ARRAY(Text))
_PACKED = (
    select(
        _c.series.label("name"),
        packed(_c.period, _c.period, _c.vintage).label("periods"),
        packed(_c.vintage, _c.period, _c.vintage).label("vintages"),
        packed(_c.value, _c.period, _c.vintage).label("known"),
        func.array_agg(aggregate_order_by(_c.source, _c.period.desc(), _c.vintage.desc()))[1].label("source"),
    )
    .where(_c.series == func.any(_SERIES))
    .group_by(_c.series)
)
# A period comes once for each vintage, in the order of the index: to have it once would take a sort.
_PERIODS = (
    select(_c.series, packed(_c.period, _c.period, _c.vintage))
    .where(_c.series == func.any(_SERIES))
    .group_by(_c.series)
)
_FORGET = """
    delete from economic_data.observations old
    using unnest($1::text[], $2::date[], $3::date[]) as key (series, period, vintage)
    where old.series = key.series and old.period = key.period and old.vintage = key.vintage
"""
_MANY_DAYS = 10_000_000


@dataclass(frozen=True, slots=True)
class _Ruling:
    """Values that come in, and which of them are new or changed. Shapes: both (n,)."""

    new: Observations
    inserts: Bools
    updates: Bools

    @property
    def done(self) -> Upserted:
        inserted, updated = int(self.inserts.sum()), int(self.updates.sum())
        return Upserted(inserted, updated, len(self.new) - inserted - updated)


class SqlEconomy:
    """Fits `IndicatorStore`."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def add_observations(self, observations: Sequence[Observations]) -> Upserted:
        """Store values by series, period and vintage; the last value wins."""
        async with writing(self._engine) as db:
            await db.execute(select(func.pg_advisory_xact_lock(OBSERVATIONS)))
            coming = _tidied(observations)
            stored = await _stored(db, [one.series for one in coming])
            rulings = [_ruling(one, stored.get(one.series)) for one in coming]
            done = sum((ruling.done for ruling in rulings), Upserted())
            if done.inserted or done.updated:
                await _store(db, rulings)
            return await renew_if(db, done)

    async def observations(self, series: str) -> Observations | None:
        """Return every value of a series with its vintages, or None when nothing is known."""
        async with reading(self._engine) as db:
            return (await _stored(db, [series])).get(series)

    async def periods(self, series: Sequence[str]) -> Mapping[str, Days]:
        """Return the periods of which anything is known, ascending."""
        async with reading(self._engine) as db:
            rows = (await db.execute(_PERIODS, {"series": list(series)})).all()
        return {name: _once(unpacked(periods, Date())) for name, periods in rows}

    async def latest(self, series: Sequence[str], as_of: date | None = None) -> Mapping[str, Series]:
        """Return values by period as they were known on a day, or as they are known now."""
        async with reading(self._engine) as db:
            stored = await _stored(db, series)
        known = {name: one.known(as_of) for name, one in stored.items()}
        return {name: values for name, values in known.items() if len(values)}


def _once(periods: Days) -> Days:
    """Return sorted days, each once; they are never none."""
    return periods[np.concatenate(([True], periods[1:] != periods[:-1]))]


async def _stored(db: AsyncConnection, series: Sequence[str]) -> dict[str, Observations]:
    rows = (await db.execute(_PACKED, {"series": list(series)})).all()
    return {
        row.name: Observations(
            series=row.name,
            source=row.source,
            periods=unpacked(row.periods, Date()),
            vintages=unpacked(row.vintages, Date()),
            values=unpacked(row.known, Double()),
        )
        for row in rows
    }


def _tidied(observations: Sequence[Observations]) -> list[Observations]:
    """Return one of each series, in which each period and vintage stands once, with its last value."""
    parts: dict[str, list[Observations]] = {}
    for one in observations:
        parts.setdefault(one.series, []).append(one)
    return [_joined(parts[series]) for series in sorted(parts)]


def _joined(parts: Sequence[Observations]) -> Observations:
    keys = np.concatenate([_keys(part) for part in parts])[::-1]
    _, first = np.unique(keys, return_index=True)
    rows = keys.size - 1 - first
    return replace(
        parts[-1],
        periods=np.concatenate([part.periods for part in parts])[rows],
        vintages=np.concatenate([part.vintages for part in parts])[rows],
        values=np.concatenate([part.values for part in parts])[rows],
    )


def _ruling(new: Observations, stored: Observations | None) -> _Ruling:
    if stored is None:
        return _Ruling(new, np.ones(len(new), np.bool_), np.zeros(len(new), np.bool_))
    mine, theirs = _keys(new), _keys(stored)
    at = np.minimum(np.searchsorted(theirs, mine), len(stored) - 1)
    there, values = theirs[at] == mine, stored.values[at]
    same = (new.values == values) | (np.isnan(new.values) & np.isnan(values))
    return _Ruling(new, ~there, there & ~same)


def _keys(known: Observations) -> Ints:
    return known.periods.astype(np.int64) * _MANY_DAYS + known.vintages.astype(np.int64)


async def _store(db: AsyncConnection, rulings: Sequence[_Ruling]) -> None:
    raw = await driver(db)
    for ruling in rulings:
        if ruling.updates.any():
            days = (ruling.new.periods[ruling.updates], ruling.new.vintages[ruling.updates])
            periods, vintages = map(to_dates, days)
            await raw.execute(_FORGET, [ruling.new.series] * len(periods), periods, vintages)
    await raw.copy_to_table(
        "observations", schema_name="economic_data", source=_stream(rulings), format="binary"
    )


async def _stream(rulings: Sequence[_Ruling]) -> AsyncGenerator[bytes]:
    yield BEGIN
    for ruling in rulings:
        new, rows = ruling.new, ruling.inserts | ruling.updates
        n = int(rows.sum())
        columns = (cells(column[rows]) for column in (new.periods, new.vintages, new.values))
        yield binary_rows([repeated(new.series.encode(), n), *columns, repeated(new.source.encode(), n)])
    yield END
