"""What market data needs from outside: stores, sources, and a place for answers that are kept a while."""

from collections.abc import AsyncGenerator, Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from ballast_core.market.entities import (
    Article,
    BarRevision,
    Bars,
    BarSeries,
    BarsStored,
    Dividend,
    EventKind,
    Held,
    Indicator,
    Instrument,
    MarketEvent,
    MarketFinding,
    Observations,
    Quote,
    RecurringEvent,
    Rule,
    Run,
    Split,
    StepReport,
    StoredSubject,
    StoredTable,
    Upserted,
)
from ballast_core.shared.arrays import Days
from ballast_core.shared.dates import DateSpan
from ballast_core.shared.errors import BallastError
from ballast_core.shared.series import Series

type HeldTickers = Callable[[], Awaitable[Collection[str]]]
"""Asks which tickers are held now, as whoever holds them spells them."""


class UniverseStore(Protocol):
    """Keeps what is to be known of: instruments, economic series, and events that come again."""

    async def instruments(self) -> Sequence[Instrument]:
        """Return all instruments by symbol; empty when there is none."""
        ...

    async def instrument(self, symbol: str) -> Instrument | None:
        """Return the instrument of a symbol, or None when there is none."""
        ...

    async def indicators(self) -> Sequence[Indicator]:
        """Return all economic series by id."""
        ...

    async def recurring(self) -> Sequence[RecurringEvent]:
        """Return all events that come again, by name."""
        ...

    async def save(
        self,
        instruments: Sequence[Instrument] = (),
        indicators: Sequence[Indicator] = (),
        recurring: Sequence[RecurringEvent] = (),
    ) -> Upserted:
        """Store these by symbol, id or name; the last one wins; what is not named stays."""
        ...

    async def remove(self, symbol: str) -> bool:
        """Take an instrument out of the universe; its bars stay. Tell whether it was there."""
        ...

    async def revision(self) -> str:
        """Return a text that changes whenever any stored market data changes, and never otherwise."""
        ...


class BarStore(Protocol):
    """Keeps raw daily bars: one for each symbol and session, and every final one that it replaced."""

    async def add_bars(self, bars: Bars, ranks: Mapping[str, int], at: datetime) -> BarsStored:
        """Store valid bars, each symbol and day once, in one transaction, however many.

        The source with the lower rank wins; one that is not ranked comes last. A worse source fills holes
        and never overwrites; where both have a final bar their closes are compared. A final bar that changes
        is kept as a revision, and is never replaced by one that is not. Volumes and numbers of trades are
        kept as whole units.
        """
        ...

    async def compare_bars(self, bars: Bars, ranks: Mapping[str, int]) -> BarsStored:
        """Tell what `add_bars` would do; store nothing."""
        ...

    async def bars(self, symbol: str, span: DateSpan) -> BarSeries:
        """Return the bars of a symbol, oldest first; empty when there is none."""
        ...

    async def bars_of(self, symbols: Sequence[str], span: DateSpan) -> Mapping[str, BarSeries]:
        """Return the bars of several symbols, as `bars` does each; a symbol without bars is missing."""
        ...

    async def held(self, symbols: Sequence[str], span: DateSpan) -> Mapping[str, Held]:
        """Return the days on which each symbol has a bar; a symbol without bars is missing."""
        ...

    async def last_bars(self, symbols: Sequence[str]) -> Mapping[str, Quote]:
        """Return the last close of each symbol; its `at` is midnight UTC of the session."""
        ...

    async def revisions(self, symbol: str) -> Sequence[BarRevision]:
        """Return the former bars of a symbol, newest change first."""
        ...


class ShareStore(Protocol):
    """Keeps splits and dividends."""

    async def add_actions(self, splits: Sequence[Split], dividends: Sequence[Dividend]) -> Upserted:
        """Store these by symbol and day; the last one wins."""
        ...

    async def splits(self, symbols: Sequence[str]) -> Sequence[Split]:
        """Return the splits of symbols, oldest first."""
        ...

    async def dividends(self, symbols: Sequence[str], since: date | None = None) -> Sequence[Dividend]:
        """Return the dividends of symbols, all or those since a day, oldest first."""
        ...


class IndicatorStore(Protocol):
    """Keeps what was known of economic series, and since when."""

    async def add_observations(self, observations: Sequence[Observations]) -> Upserted:
        """Store values by series, period and vintage, each once; the last value wins; one transaction."""
        ...

    async def observations(self, series: str) -> Observations | None:
        """Return every value of a series with its vintages, or None when nothing is known."""
        ...

    async def periods(self, series: Sequence[str]) -> Mapping[str, Days]:
        """Return the periods of which anything is known, ascending, be it that they have no value."""
        ...

    async def latest(self, series: Sequence[str], as_of: date | None = None) -> Mapping[str, Series]:
        """Return values by period as they were known on a day, or as they are known now."""
        ...


@dataclass(frozen=True, slots=True)
class Moods:
    """Articles by day. Shapes: days (n,); articles (n,) counts; sentiment (n,) means, NaN for none."""

    articles: Series
    sentiment: Series


class NewsStore(Protocol):
    """Keeps articles."""

    async def add_articles(self, articles: Sequence[Article]) -> Upserted:
        """Store articles by source and id; the last one wins, but for its symbols, which are added."""
        ...

    async def articles(
        self, symbols: Sequence[str], span: DateSpan, limit: int, offset: int = 0
    ) -> Sequence[Article]:
        """Return articles on any of these symbols (none: all), newest first, by their UTC days.

        Their symbols are sorted.
        """
        ...

    async def moods(self, symbols: Sequence[str], span: DateSpan) -> Mapping[str, Moods]:
        """Return by symbol how many articles each day brought, and their mean sentiment.

        No symbols means all; those without an article are missing. The empty symbol, asked for or not,
        stands for all articles together, each counted once.
        """
        ...


class EventStore(Protocol):
    """Keeps what calendars tell of."""

    async def add_events(self, events: Sequence[MarketEvent]) -> Upserted:
        """Store events by kind, subject, day and name; the last one wins."""
        ...

    async def events(
        self, span: DateSpan, kinds: Sequence[EventKind] = (), subjects: Sequence[str] = ()
    ) -> Sequence[MarketEvent]:
        """Return events by day and name; no kinds or no subjects means all."""
        ...


class QualityStore(Protocol):
    """Keeps findings."""

    async def record(
        self,
        findings: Sequence[MarketFinding],
        symbols: Sequence[str],
        span: DateSpan,
        at: datetime,
        rules: Collection[Rule] = tuple(Rule),
    ) -> None:
        """Note what these rules found for these symbols and days; what they find no longer is resolved."""
        ...

    async def findings(
        self, symbols: Sequence[str] = (), span: DateSpan | None = None, *, resolved: bool = False
    ) -> Sequence[MarketFinding]:
        """Return findings by symbol and day; `resolved` adds those that are settled."""
        ...


class RunStore(Protocol):
    """Keeps runs of the pipeline; a run that nobody works at any more is found out."""

    async def begin(self, run: Run) -> None:
        """Store a run that begins. Raises `UpdateRunningError` while another one is at work."""
        ...

    async def report(
        self, run_id: str, step: StepReport, done_parts: Sequence[str], said: Sequence[str] = ()
    ) -> None:
        """Store how a step stands, parts of it that are done now, and further lines of the log.

        Takes back the right to be the run at work where the database lost it, as by a restart.
        """
        ...

    async def end(self, run: Run) -> None:
        """Store how a run ended, its steps and its whole log included; another one may begin then."""
        ...

    async def run(self, run_id: str) -> Run:
        """Return a run. Raises `RunNotFoundError`."""
        ...

    async def runs(self, limit: int, offset: int = 0) -> Sequence[Run]:
        """Return runs without their logs, newest first."""
        ...

    async def done_parts(self, run_id: str) -> Mapping[str, Sequence[str]]:
        """Return by step the parts that a run has done."""
        ...


class Inventory(Protocol):
    """Knows how much market data is stored where."""

    async def tables(self) -> Sequence[StoredTable]:
        """Return all tables of market data, by schema and name."""
        ...

    async def subjects(self, schema: str) -> Sequence[StoredSubject]:
        """Return symbols, series or whatever rows of a schema are about, by name; empty for none."""
        ...


@dataclass(frozen=True, slots=True)
class Wanted:
    """Bars of one instrument from `first` to `last`, both included."""

    instrument: Instrument
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Fetched[R]:
    """What a source answered for some parts (symbols, series): rows, or why there are none.

    `parts` are answered wholly, whether they have rows or not; `problems` names rows that were left out.
    """

    parts: tuple[str, ...]
    rows: R | None
    fault: BallastError | None = None
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class History:
    """Bars, and the splits and dividends between them."""

    bars: Bars
    splits: tuple[Split, ...] = ()
    dividends: tuple[Dividend, ...] = ()


class BarSource(Protocol):
    """Has bars."""

    def bars(self, wanted: Sequence[Wanted]) -> AsyncGenerator[Fetched[History]]:
        """Yield bars as they come, every wanted part once; rows as the provider sent them, unchecked.

        A part that failed carries its fault (a `VendorError`, a `VendorKeyError`), and the others go on;
        when nothing can be asked any more all that is left carries the fault.
        """
        ...


class QuoteSource(Protocol):
    """Knows present prices."""

    async def quote(self, instrument: Instrument) -> Quote:
        """Return the latest price. Raises `VendorError`, `VendorKeyError`, `NoPriceError`."""
        ...


class IndicatorSource(Protocol):
    """Has economic series."""

    def observations(
        self, series: Sequence[Indicator], since: date | None
    ) -> AsyncGenerator[Fetched[Observations]]:
        """Yield all vintages of periods since a day, a series at a time; faults as in `BarSource`."""
        ...


class NewsSource(Protocol):
    """Has articles."""

    def articles(
        self, instruments: Sequence[Instrument], span: DateSpan
    ) -> AsyncGenerator[Fetched[tuple[Article, ...]]]:
        """Yield articles, with the provider's sentiment where it has one; faults as in `BarSource`."""
        ...


class EventSource(Protocol):
    """Knows what calendars tell of."""

    def events(
        self, instruments: Sequence[Instrument], recurring: Sequence[RecurringEvent], span: DateSpan
    ) -> AsyncGenerator[Fetched[tuple[MarketEvent, ...]]]:
        """Yield events of instruments and of the calendar; faults as in `BarSource`."""
        ...


class SentimentScorer(Protocol):
    """Tells how a text feels."""

    name: str

    def score(self, text: str) -> float:
        """Return from -1 (bad) to 1 (good); 0 for a text that says nothing."""
        ...


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer that was kept, and when."""

    content: bytes
    at: datetime


class AnswerCache(Protocol):
    """Keeps answers of providers for a while; the last one stays for when the provider fails."""

    async def find(self, key: str) -> Kept | None:
        """Return what was kept last under this key, however old; None when there is nothing."""
        ...

    async def keep(self, key: str, kept: Kept, forget_after: timedelta) -> None:
        """Keep an answer; it may be forgotten after a time."""
        ...


class QuotaStore(Protocol):
    """Counts questions put to providers, for all programs on the same database, across restarts."""

    async def take(self, provider: str, per_minute: int, per_day: int, at: datetime) -> float:
        """Count one question, and return 0; or return the seconds after which there is room for one.

        `provider` names the provider and a hash of the key. 0 for a limit means that there is none.
        """
        ...
