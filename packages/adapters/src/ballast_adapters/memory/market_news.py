"""MemoryNews, MemoryEvents: articles and what calendars tell of, in plain dicts."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, date

import numpy as np

from ballast_adapters.memory.market_revision import MemoryRevision
from ballast_core.market import Article, EventKind, MarketEvent, Moods, Upserted
from ballast_core.shared.dates import DateSpan
from ballast_core.shared.series import Series


class MemoryNews:
    """Fits `NewsStore`."""

    def __init__(self, revision: MemoryRevision) -> None:
        self._revision = revision
        self._articles: dict[tuple[str, str], Article] = {}

    async def add_articles(self, articles: Sequence[Article]) -> Upserted:
        """Store articles by source and id; the last one wins, but for its symbols, which are added."""
        rows: dict[tuple[str, str], Article] = {}
        for one in articles:
            key = one.source, one.id
            former = rows.get(key) or self._articles.get(key)
            symbols = sorted({*one.symbols, *(former.symbols if former else ())})
            rows[key] = one.model_copy(update={"symbols": tuple(symbols)})
        return self._revision.upsert(self._articles, rows.items())

    async def articles(
        self, symbols: Sequence[str], span: DateSpan, limit: int, offset: int = 0
    ) -> Sequence[Article]:
        """Return articles on any of these symbols (none: all), newest first."""
        found = [one for one in self._within(span) if not symbols or {*symbols} & {*one.symbols}]
        found.sort(key=lambda one: (one.source, one.id))
        found.sort(key=lambda one: one.published_at, reverse=True)
        return found[offset : offset + limit]

    async def moods(self, symbols: Sequence[str], span: DateSpan) -> Mapping[str, Moods]:
        """Return by symbol how many articles each day brought, and their mean sentiment."""
        scores: dict[str, dict[date, list[float | None]]] = defaultdict(lambda: defaultdict(list))
        for one in self._within(span):
            for symbol in {"", *one.symbols}:
                if not symbol or not symbols or symbol in symbols:
                    scores[symbol][_day(one)].append(one.sentiment)
        return {symbol: _moods(days) for symbol, days in sorted(scores.items())}

    def _within(self, span: DateSpan) -> list[Article]:
        return [one for one in self._articles.values() if _day(one) in span]


class MemoryEvents:
    """Fits `EventStore`."""

    def __init__(self, revision: MemoryRevision) -> None:
        self._revision = revision
        self._events: dict[tuple[date, str, str, str], MarketEvent] = {}

    async def add_events(self, events: Sequence[MarketEvent]) -> Upserted:
        """Store events by kind, subject, day and name; the last one wins."""
        return self._revision.upsert(
            self._events, (((one.day, one.name, one.kind.value, one.subject), one) for one in events)
        )

    async def events(
        self, span: DateSpan, kinds: Sequence[EventKind] = (), subjects: Sequence[str] = ()
    ) -> Sequence[MarketEvent]:
        """Return events by day and name; no kinds or no subjects means all."""
        return [
            one
            for _, one in sorted(self._events.items(), key=lambda row: row[0])
            if one.day in span
            and (not kinds or one.kind in kinds)
            and (not subjects or one.subject in subjects)
        ]


def _day(article: Article) -> date:
    return article.published_at.astimezone(UTC).date()


def _moods(scores: Mapping[date, Sequence[float | None]]) -> Moods:
    days = np.array(sorted(scores), "datetime64[D]")
    told = [[score for score in scores[day] if score is not None] for day in sorted(scores)]
    means = [sum(some) / len(some) if some else np.nan for some in told]
    counts = [float(len(scores[day])) for day in sorted(scores)]
    return Moods(Series(days, np.array(counts)), Series(days, np.array(means)))
