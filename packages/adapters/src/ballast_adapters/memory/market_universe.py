"""MemoryUniverse, MemoryShares: what is to be known of, and what happened to shares, in plain dicts."""

from collections.abc import Sequence
from datetime import date

from ballast_adapters.memory.market_revision import MemoryRevision
from ballast_core.market import Dividend, Indicator, Instrument, RecurringEvent, Split, Upserted


class MemoryUniverse:
    """Fits `UniverseStore`."""

    def __init__(self, revision: MemoryRevision) -> None:
        self._revision = revision
        self._instruments: dict[str, Instrument] = {}
        self._indicators: dict[str, Indicator] = {}
        self._recurring: dict[str, RecurringEvent] = {}

    async def instruments(self) -> Sequence[Instrument]:
        """Return all instruments by symbol."""
        return [self._instruments[symbol] for symbol in sorted(self._instruments)]

    async def instrument(self, symbol: str) -> Instrument | None:
        """Return the instrument of a symbol, or None."""
        return self._instruments.get(symbol)

    async def indicators(self) -> Sequence[Indicator]:
        """Return all economic series by id."""
        return [self._indicators[series] for series in sorted(self._indicators)]

    async def recurring(self) -> Sequence[RecurringEvent]:
        """Return all events that come again, by name."""
        return [self._recurring[name] for name in sorted(self._recurring)]

    async def save(
        self,
        instruments: Sequence[Instrument] = (),
        indicators: Sequence[Indicator] = (),
        recurring: Sequence[RecurringEvent] = (),
    ) -> Upserted:
        """Store these by symbol, id or name; the last one wins."""
        upsert = self._revision.upsert
        return (
            upsert(self._instruments, ((one.symbol, one) for one in instruments))
            + upsert(self._indicators, ((one.id, one) for one in indicators))
            + upsert(self._recurring, ((one.name, one) for one in recurring))
        )

    async def remove(self, symbol: str) -> bool:
        """Take an instrument out; tell whether it was there."""
        there = self._instruments.pop(symbol, None) is not None
        if there:
            self._revision.renew()
        return there

    async def revision(self) -> str:
        """Return a text that changes whenever any stored market data changes."""
        return str(self._revision)


class MemoryShares:
    """Fits `ShareStore`."""

    def __init__(self, revision: MemoryRevision) -> None:
        self._revision = revision
        self._splits: dict[tuple[date, str], Split] = {}
        self._dividends: dict[tuple[date, str], Dividend] = {}

    async def add_actions(self, splits: Sequence[Split], dividends: Sequence[Dividend]) -> Upserted:
        """Store these by symbol and day; the last one wins."""
        return self._revision.upsert(
            self._splits, (((one.day, one.symbol), one) for one in splits)
        ) + self._revision.upsert(self._dividends, (((one.day, one.symbol), one) for one in dividends))

    async def splits(self, symbols: Sequence[str]) -> Sequence[Split]:
        """Return the splits of symbols, oldest first."""
        return [one for _, one in sorted(self._splits.items()) if one.symbol in symbols]

    async def dividends(self, symbols: Sequence[str], since: date | None = None) -> Sequence[Dividend]:
        """Return the dividends of symbols, all or those since a day, oldest first."""
        paid = [one for _, one in sorted(self._dividends.items()) if one.symbol in symbols]
        return [one for one in paid if since is None or one.day >= since]
