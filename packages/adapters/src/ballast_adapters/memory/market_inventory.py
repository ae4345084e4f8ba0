"""MemoryInventory: how many rows the stores in memory have; they take no bytes on any disk."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from ballast_adapters.memory.market import MemoryMarket
from ballast_core.market import StoredSubject, StoredTable
from ballast_core.shared.arrays import to_dates
from ballast_core.shared.dates import DateSpan

type Days = Mapping[str, Sequence[date]]

_ALWAYS = DateSpan()
_ALL = 10**9


class MemoryInventory:
    """Fits `Inventory`; it knows the instruments, series and events of the universe only."""

    def __init__(self, market: MemoryMarket) -> None:
        self._market = market

    async def tables(self) -> Sequence[StoredTable]:
        """Return all tables by schema and name."""
        universe, stored = self._market.universe, await self._stored()
        tables = [
            StoredTable("economic_data", "indicators", len(await universe.indicators()), 0),
            StoredTable("events", "recurring", len(await universe.recurring()), 0),
            StoredTable("market_data", "instruments", len(await universe.instruments()), 0),
            *(_table(schema, name, days) for (schema, name), days in stored.items()),
        ]
        return sorted(tables, key=lambda table: (table.schema, table.name))

    async def subjects(self, schema: str) -> Sequence[StoredSubject]:
        """Return what rows of a schema are about, by name."""
        found = [days for (of, _), days in (await self._stored()).items() if of == schema]
        return [
            StoredSubject(name, len(days), min(days), max(days))
            for about in found
            for name, days in sorted(about.items())
            if name
        ]

    async def _stored(self) -> dict[tuple[str, str], Days]:
        market = self._market
        symbols = [one.symbol for one in await market.universe.instruments()]
        series = [one.id for one in await market.universe.indicators()]
        bars = await market.bars.held(symbols, _ALWAYS)
        values = {one: await market.economy.observations(one) for one in series}
        articles = await market.news.articles((), _ALWAYS, _ALL)
        events = await market.events.events(_ALWAYS)
        return {
            ("market_data", "bars"): {name: to_dates(held.days) for name, held in bars.items()},
            ("economic_data", "observations"): {
                name: to_dates(found.periods) for name, found in values.items() if found
            },
            ("news", "articles"): _about(
                (symbol, one.published_at.date()) for one in articles for symbol in (one.symbols or ("",))
            ),
            ("events", "events"): _about((one.subject, one.day) for one in events),
        }


def _about(rows: Iterable[tuple[str, date]]) -> Days:
    found: defaultdict[str, list[date]] = defaultdict(list)
    for name, day in rows:
        found[name].append(day)
    return found


def _table(schema: str, name: str, about: Days) -> StoredTable:
    days = [day for some in about.values() for day in some]
    return StoredTable(schema, name, len(days), 0, min(days, default=None), max(days, default=None))
