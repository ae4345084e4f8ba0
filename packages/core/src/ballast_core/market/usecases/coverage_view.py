"""What is complete, stale and wrong, as it is asked for and shown."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Literal

from pydantic import Field

from ballast_core.market.entities import (
    Gap,
    Grade,
    MarketFinding,
    Rule,
    Severity,
    Spanned,
    Symbol,
    SymbolCoverage,
)
from ballast_core.shared.entity import Entity
from ballast_core.shared.table import Column, Table, View

type MarketTopic = Literal["market_data", "economic_data", "news", "events"]
"""What is looked after, each by itself."""


class _OfSymbols(Spanned):
    """Symbols, none for all, and days; without them the ten years up to the last complete session."""

    symbols: tuple[Symbol, ...] = ()


class CoverageAsk(_OfSymbols):
    """What to look at: symbols, days, and bars of one source where it is named."""

    source: str = Field(default="", max_length=40)


class GapsAsk(_OfSymbols):
    """Where to look for gaps."""


class FindingsFilter(_OfSymbols):
    """Which findings; without days those of all, `resolved` adds those that are settled."""

    rule: Rule | None = None
    severity: Severity | None = None
    resolved: bool = False


class FindingsAsk(FindingsFilter):
    """Which findings, and how many of them at once."""

    limit: int = Field(default=100, ge=1, le=10**9)
    offset: int = Field(default=0, ge=0, le=10**9)


class TopicCard(Entity):
    """One topic at a glance: `grade` is that of its worst tenth, `complete` a fraction of what is expected.

    `stale` counts symbols, series or days that are behind, `wrong` open findings. `said` sums it up.
    """

    topic: MarketTopic
    grade: Grade | None
    complete: float | None
    stale: int
    wrong: int
    said: str
    last_at: datetime | None


class MonthRow(Entity):
    """One symbol month by month, as the matrix has them; no grade where nothing is expected."""

    symbol: str
    expected: list[int]
    present: list[int]
    grades: list[Grade | None]


class MonthMatrix(Entity):
    """Symbols by months; `months` are first days."""

    months: list[date]
    rows: list[MonthRow]


class CoverageView(View):
    """What is complete, stale and wrong.

    Symbols are looked at from `start` to `end`; `last_sessions` tells for each calendar the last session
    that is complete. Topics are those of everything, whatever symbols were asked for.
    """

    start: date
    end: date
    source: str
    last_sessions: dict[str, date | None]
    topics: tuple[TopicCard, ...]
    symbols: tuple[SymbolCoverage, ...]
    months: MonthMatrix

    def table(self) -> Table:
        """Return a row a symbol."""
        rows = self.symbols
        return Table(
            f"Coverage from {self.start} to {self.end}",
            (
                Column("symbol", [row.symbol for row in rows]),
                Column("grade", [row.grade.value if row.grade else None for row in rows]),
                Column("coverage", [row.coverage for row in rows], "fraction"),
                Column("expected", [row.expected for row in rows], "count"),
                Column("present", [row.present for row in rows], "count"),
                Column("gaps", [row.gaps for row in rows], "count"),
                Column("head", [row.head for row in rows], "count"),
                Column("tail", [row.tail for row in rows], "count"),
                Column("stale_sessions", [row.stale_sessions for row in rows], "count"),
                Column("first", [row.first for row in rows], "day"),
                Column("last", [row.last for row in rows], "day"),
                Column("sources", [", ".join(row.sources) for row in rows]),
                Column("findings", [row.findings for row in rows], "count"),
            ),
            tuple(f"{card.topic}: {card.said}" for card in self.topics),
        )


class SymbolGap(Gap):
    """Where a symbol has no bars."""

    symbol: str


class GapsView(View):
    """Stretches of sessions without bars, by symbol and day; `sessions` is how many they have together."""

    start: date
    end: date
    gaps: tuple[SymbolGap, ...]
    sessions: int

    def table(self) -> Table:
        """Return a row a gap."""
        rows = self.gaps
        return Table(
            f"Gaps from {self.start} to {self.end}",
            (
                Column("symbol", [row.symbol for row in rows]),
                Column("place", [row.place for row in rows]),
                Column("first", [row.first for row in rows], "day"),
                Column("last", [row.last for row in rows], "day"),
                Column("sessions", [row.sessions for row in rows], "count"),
            ),
            (f"{self.sessions:,} sessions are missing in {len(rows):,} stretches.",),
        )


class MarketFindingsView(View):
    """Findings by symbol and day; `total` counts all that were asked for, `rules` how many each rule has."""

    findings: tuple[MarketFinding, ...]
    rules: dict[Rule, int]
    total: int
    limit: int
    offset: int

    def table(self) -> Table:
        """Return a row a finding."""
        rows: Sequence[MarketFinding] = self.findings
        return Table(
            "Findings of market data",
            (
                Column("symbol", [row.symbol for row in rows]),
                Column("day", [row.day for row in rows], "day"),
                Column("rule", [row.rule.value for row in rows]),
                Column("severity", [row.severity.value for row in rows]),
                Column("source", [row.source for row in rows]),
                Column("detail", [row.detail for row in rows]),
                Column("first_seen", [row.first_seen for row in rows], "instant"),
                Column("resolved_at", [row.resolved_at for row in rows], "instant"),
            ),
            (f"{len(rows):,} of {self.total:,} findings",),
        )
