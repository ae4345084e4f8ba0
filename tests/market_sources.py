"""Small sources of market data that do as they are told, and a pipeline in memory that stands on them."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime

import numpy as np
from tests.in_memory import stores_of

from ballast_adapters.memory.calendars import MemoryCalendars
from ballast_adapters.memory.channel import MemoryChannel
from ballast_adapters.memory.clock import FrozenClock
from ballast_adapters.memory.market import MemoryMarket
from ballast_core.market import (
    Article,
    Bars,
    BarSource,
    EventKind,
    Fetched,
    Frequency,
    History,
    Indicator,
    Instrument,
    MarketEvent,
    Observations,
    Patience,
    PipelinePorts,
    RecurringEvent,
    Run,
    RunView,
    Sources,
    Step,
    StepReport,
    UpdateMarket,
    Wanted,
    wire_pipeline,
)
from ballast_core.shared.arrays import to_dates
from ballast_core.shared.dates import DateSpan
from ballast_core.shared.errors import BallastError, UnavailableError

NOW = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
FRIDAY, THURSDAY = date(2026, 11, 20), date(2026, 11, 19)
STOCKS = tuple(Instrument(symbol=symbol) for symbol in ("AAA", "BBB", "CCC"))
COIN = Instrument(symbol="COIN", calendar="24/7")
SERIES = tuple(Indicator(id=name, frequency=Frequency.DAILY) for name in ("RATE", "SPREAD"))
RELEASE = RecurringEvent(
    name="Jobs report", kind=EventKind.RELEASE, frequency="monthly", importance=4, local_time="08:30"
)

type Bend = Callable[[Bars], Bars]


def bars_of(source: str, symbol: str, days: Sequence[date] | np.ndarray, factor: float = 1.0) -> Bars:
    """Return bars whose close tells their day and symbol: nothing is wrong with them."""
    at = np.asarray(days, "datetime64[D]")
    close = (100 + sum(map(ord, symbol)) % 50 + np.sin(at.astype(np.int64))) * factor
    number = close.size
    return Bars(
        source=source,
        symbols=(symbol,),
        code=np.zeros(number, np.int64),
        days=at,
        open=close,
        high=close + 1,
        low=close - 1,
        close=close,
        volume=np.full(number, 1_000.0),
        vwap=np.full(number, np.nan),
        trades=np.full(number, np.nan),
        final=np.ones(number, np.bool_),
    )


@dataclass
class SmallBars:
    """Has a bar of every session from a day on, but for what it lacks; fails where it is told to."""

    name: str = "small"
    since: date = date(2026, 1, 1)
    faults: dict[str, BallastError] = field(default_factory=dict[str, BallastError])
    lacks: Mapping[str, frozenset[date]] = field(default_factory=dict[str, frozenset[date]])
    bend: Mapping[str, Bend] = field(default_factory=dict[str, Bend])
    factor: float = 1.0
    asked: list[Wanted] = field(default_factory=list[Wanted])
    crashes_after: int | None = None
    hangs_after: int | None = None
    away_after: int | None = None
    away: BallastError = field(default_factory=lambda: UnavailableError("restarting"))
    hangs: asyncio.Event = field(default_factory=asyncio.Event)

    async def bars(self, wanted: Sequence[Wanted]) -> AsyncGenerator[Fetched[History]]:
        calendars = MemoryCalendars()
        for count, one in enumerate(wanted):
            if count == self.crashes_after:
                raise RuntimeError("broken")
            if count == self.away_after:
                self.away_after = None
                raise self.away
            if count == self.hangs_after:
                await asyncio.sleep(0.4)  # what came before is put away by then
                self.hangs.set()
                await asyncio.Event().wait()
            self.asked.append(one)
            symbol = one.instrument.symbol
            if symbol in self.faults:
                yield Fetched((symbol,), None, self.faults[symbol])
                continue
            sessions = await calendars.sessions(
                one.instrument.calendar, max(one.first, self.since), max(one.last, self.since)
            )
            days = [day for day in sessions.days.tolist() if day not in self.lacks.get(symbol, ())]
            made = bars_of(self.name, symbol, np.array(days, "datetime64[D]"), self.factor)
            yield Fetched((symbol,), History(self.bend.get(symbol, lambda bars: bars)(made)))


@dataclass
class SmallSeries:
    """Has a value of every day of the last month."""

    asked: list[tuple[str, date | None]] = field(default_factory=list[tuple[str, date | None]])
    faults: dict[str, BallastError] = field(default_factory=dict[str, BallastError])

    async def observations(
        self, series: Sequence[Indicator], since: date | None
    ) -> AsyncGenerator[Fetched[Observations]]:
        for one in series:
            self.asked.append((one.id, since))
            if one.id in self.faults:
                yield Fetched((one.id,), None, self.faults[one.id])
                continue
            days = np.arange(np.datetime64("2026-10-20"), np.datetime64(FRIDAY))
            values = np.arange(days.size, dtype=np.float64)
            yield Fetched(
                (one.id,), Observations(one.id, "small", days, days + np.timedelta64(1, "D"), values)
            )


@dataclass
class SmallNews:
    """Has one article on each symbol."""

    sentiment: float | None = None

    async def articles(
        self, instruments: Sequence[Instrument], span: DateSpan
    ) -> AsyncGenerator[Fetched[tuple[Article, ...]]]:
        for one in instruments:
            assert span.end
            article = Article(
                id=one.symbol.lower(),
                source="small",
                url=f"https://example.org/{one.symbol}",
                published_at=datetime(2026, 11, 20, 15, tzinfo=UTC),
                title=f"{one.symbol} is good",
                symbols=(one.symbol,),
                sentiment=self.sentiment,
                scorer="small" if self.sentiment is not None else "",
            )
            yield Fetched((one.symbol,), (article,))


@dataclass
class SmallEvents:
    """Has a report of earnings of each symbol, and one release."""

    async def events(
        self, instruments: Sequence[Instrument], recurring: Sequence[RecurringEvent], span: DateSpan
    ) -> AsyncGenerator[Fetched[tuple[MarketEvent, ...]]]:
        assert span.end
        for one in instruments:
            event = MarketEvent(
                kind=EventKind.EARNINGS, subject=one.symbol, day=span.end, name="Earnings", source="small"
            )
            yield Fetched((one.symbol,), (event,))
        for one in recurring:
            event = MarketEvent(
                kind=one.kind, subject=one.region, day=span.end, name=one.name, source="small"
            )
            yield Fetched((one.name,), (event,))


class CheerfulScorer:
    """Finds everything good."""

    name = "cheerful"

    def score(self, text: str) -> float:
        return 0.5 if text else 0.0


@dataclass
class PipelineBench:
    """A pipeline with its parts in reach."""

    store: MemoryMarket
    clock: FrozenClock
    channel: MemoryChannel
    update: UpdateMarket

    def over(self, *bars: BarSource, **stores: object) -> UpdateMarket:
        """Return a pipeline over the same store, with other sources of bars or other stores."""
        return _wired(self.store, self.clock, self.channel, bars, SmallSeries(), stores)


async def pipeline_of(
    *bars: BarSource,
    series: SmallSeries | None = None,
    instruments: Sequence[Instrument] = STOCKS,
    now: datetime = NOW,
) -> PipelineBench:
    """Return a pipeline over these sources of bars, whose universe is known."""
    store, clock, channel = MemoryMarket(), FrozenClock(now), MemoryChannel()
    await store.universe.save(instruments, SERIES, (RELEASE,))
    update = _wired(store, clock, channel, bars or (SmallBars(),), series or SmallSeries(), {})
    return PipelineBench(store, clock, channel, update)


def _wired(
    store: MemoryMarket,
    clock: FrozenClock,
    channel: MemoryChannel,
    bars: Sequence[BarSource],
    series: SmallSeries,
    stores: Mapping[str, object],
) -> UpdateMarket:
    kept = stores_of(store)
    named = (getattr(source, "name", "small") for source in bars)
    sources = Sources(
        bars=bars,
        indicators=(series,),
        news=(SmallNews(),),
        events=(SmallEvents(),),
        ranks={name: rank for rank, name in enumerate(named)},
    )
    calendars, patience = MemoryCalendars(), Patience((0.0,) * 3)
    ports = PipelinePorts(
        replace(kept, **stores), sources, CheerfulScorer(), calendars, channel, clock, patience
    )
    return wire_pipeline(ports)


@dataclass
class AwayOften:
    """A store that cannot be had as often as it has failures left, and then is the one behind it."""

    behind: object
    failures: list[BallastError]

    def __getattr__(self, name: str) -> object:
        ask = getattr(self.behind, name)

        async def away(*given: object, **named: object) -> object:
            if self.failures:
                raise self.failures.pop()
            return await ask(*given, **named)

        return away


async def days_of(store: MemoryMarket, symbol: str = "AAA") -> list[date]:
    """Return the days on which a symbol has a bar."""
    return to_dates((await store.bars.bars(symbol, DateSpan())).days)


def step_of(run: Run | RunView, step: Step) -> StepReport:
    """Return what a step of a run did."""
    return next(one for one in run.steps if one.step is step)
