"""How complete economic series, news and events are, at a glance."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import numpy as np

from ballast_core.market.entities import EventKind, Grade, Instrument
from ballast_core.market.ports import (
    EventStore,
    HeldTickers,
    IndicatorStore,
    NewsStore,
    ShareStore,
    UniverseStore,
)
from ballast_core.market.rules.events_coverage import events_coverage
from ballast_core.market.rules.grading import worst_tenth
from ballast_core.market.rules.indicators_coverage import period_coverage
from ballast_core.market.rules.news_coverage import WINDOW
from ballast_core.market.usecases.cover_news import cover_news
from ballast_core.market.usecases.coverage_view import TopicCard
from ballast_core.market.usecases.known_instruments import by_spelling
from ballast_core.shared.dates import DateSpan
from ballast_core.shared.ports import Clock
from ballast_core.shared.series import Series

_ABOUT, _PAYERS = timedelta(days=130), timedelta(days=400)
_NOTHING = Series(np.empty(0, "datetime64[D]"), np.empty(0))


@dataclass(frozen=True, slots=True)
class CoverTopics:
    """Look at all topics but bars."""

    universe: UniverseStore
    economy: IndicatorStore
    news: NewsStore
    events: EventStore
    shares: ShareStore
    held: HeldTickers
    clock: Clock

    async def __call__(self, instruments: Sequence[Instrument]) -> tuple[TopicCard, ...]:
        """Return a card a topic."""
        today = self.clock.now().date()
        return await asyncio.gather(self._economy(today), self._news(today), self._events(today, instruments))

    async def _economy(self, today: date) -> TopicCard:
        series = await self.universe.indicators()
        periods = await self.economy.periods([one.id for one in series])
        rows = [period_coverage(one, periods.get(one.id, _NOTHING.days), today) for one in series]
        expected, stale = sum(row.expected for row in rows), sum(row.stale > 0 for row in rows)
        complete = sum(row.grade is Grade.EXCELLENT for row in rows)
        return TopicCard(
            topic="economic_data",
            grade=worst_tenth([row.grade for row in rows]),
            complete=sum(row.present for row in rows) / expected if expected else None,
            stale=stale,
            wrong=0,
            said=f"{complete:,} of {len(rows):,} series are complete, {stale:,} stale"
            if rows
            else "no series in the universe",
            last_at=at_midnight(max((row.last for row in rows if row.last), default=None)),
        )

    async def _news(self, today: date) -> TopicCard:
        found = await cover_news(self.news, today)
        if found.median is None:
            said = "no article yet"
        else:
            said = f"{found.median:g} articles a day are usual; {found.thin:,} of {WINDOW} days have too few"
        return TopicCard(
            topic="news",
            grade=found.grade,
            complete=found.coverage,
            stale=found.stale if found.last else 0,
            wrong=0,
            said=said,
            last_at=at_midnight(found.last),
        )

    async def _events(self, today: date, instruments: Sequence[Instrument]) -> TopicCard:
        spelled = by_spelling(instruments)
        held = {spelled.get(ticker.upper()) for ticker in await self.held()}
        some = [one for one in instruments if one.symbol in held]
        span = DateSpan(today - _ABOUT, today + _ABOUT)
        events = await self.events.events(span, (EventKind.EARNINGS, EventKind.DIVIDEND))
        dividends = await self.shares.dividends([one.symbol for one in some], today - _PAYERS)
        found = events_coverage(some, events, dividends, today)
        lacking = len(found.lacking)
        of = f"{lacking:,} of {len(some):,}" if lacking else f"none of {len(some):,}"
        said = f"next earnings or last dividend missing for {of} held symbols"
        return TopicCard(
            topic="events",
            grade=found.grade,
            complete=found.coverage,
            stale=lacking,
            wrong=0,
            said=said if found.expected else "no model holds a stock or anything that pays dividends",
            last_at=at_midnight(found.last),
        )


def at_midnight(day: date | None) -> datetime | None:
    """Return the moment at which a UTC day begins."""
    return datetime.combine(day, time(), UTC) if day else None
