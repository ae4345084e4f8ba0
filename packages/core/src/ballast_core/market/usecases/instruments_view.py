"""The universe as it is asked for and shown."""

from datetime import date

from pydantic import Field

from ballast_core.market.entities import Dividend, Instrument, InstrumentKind, Split, SymbolCoverage
from ballast_core.shared.entity import Entity
from ballast_core.shared.table import Column, Table, View


class InstrumentsAsk(Entity):
    """Which instruments to list; what is not said selects nothing away.

    `search` is a part of symbol or name, in any case.
    """

    sector: str | None = Field(default=None, max_length=100)
    kind: InstrumentKind | None = None
    category: str | None = Field(default=None, max_length=100)
    search: str = Field(default="", max_length=100)


class ListedInstrument(Entity):
    """An instrument and its last bar, if it has one."""

    instrument: Instrument
    last_day: date | None = None
    last_close: float | None = None
    source: str = ""


class InstrumentsView(View):
    """Instruments by symbol; `universe` counts all there are."""

    instruments: tuple[ListedInstrument, ...]
    universe: int

    def table(self) -> Table:
        """Return a row an instrument."""
        rows = self.instruments
        told = [row.instrument for row in rows]
        return Table(
            "Instruments",
            (
                Column("symbol", [one.symbol for one in told]),
                Column("name", [one.name for one in told]),
                Column("kind", [one.kind.value for one in told]),
                Column("sector", [one.sector for one in told]),
                Column("calendar", [one.calendar for one in told]),
                Column("last_day", [row.last_day for row in rows], "day"),
                Column("last_close", [row.last_close for row in rows], "number"),
                Column("source", [row.source for row in rows]),
            ),
            () if len(rows) == self.universe else (f"{len(rows)} of {self.universe} instruments",),
        )


class InstrumentView(View):
    """One instrument, and what is stored of it.

    `coverage` is that of the ten years up to `last_session`, the last one that is complete; `revisions`
    counts final bars that were replaced.
    """

    instrument: Instrument
    last_session: date | None
    last_close: float | None
    day_return: float | None
    coverage: SymbolCoverage
    splits: tuple[Split, ...]
    dividends: tuple[Dividend, ...]
    revisions: int

    def table(self) -> Table:
        """Return a row a fact."""
        one, there = self.instrument, self.coverage
        facts = {
            "name": one.name,
            "kind": one.kind.value,
            "sector": one.sector,
            "categories": ", ".join(one.categories),
            "exchange": one.exchange,
            "calendar": one.calendar,
            "currency": one.currency,
            "first listed": one.first_listed,
            "delisted": one.delisted,
            "first bar": there.first,
            "last bar": there.last,
            "last complete session": self.last_session,
            "last close": self.last_close,
            "sessions expected": there.expected,
            "sessions present": there.present,
            "grade": there.grade.value if there.grade else None,
            "sources": ", ".join(there.sources),
            "splits": len(self.splits),
            "dividends": len(self.dividends),
            "revisions": self.revisions,
            "open findings": there.findings,
        }
        said = {name: str(value) for name, value in facts.items() if value not in (None, "")}
        return Table(one.symbol, (Column("fact", list(said)), Column("value", list(said.values()))))


class SectorSummary(Entity):
    """How many instruments of a sector there are; the empty sector has those without one."""

    sector: str
    instruments: int
    kinds: tuple[InstrumentKind, ...]
    symbols: tuple[str, ...]


class SectorsView(View):
    """All sectors by name."""

    sectors: tuple[SectorSummary, ...]

    def table(self) -> Table:
        """Return a row a sector."""
        rows = self.sectors
        return Table(
            "Sectors",
            (
                Column("sector", [row.sector or "none" for row in rows]),
                Column("instruments", [row.instruments for row in rows], "count"),
                Column("kinds", [", ".join(row.kinds) for row in rows]),
                Column("symbols", [", ".join(row.symbols) for row in rows]),
            ),
        )
