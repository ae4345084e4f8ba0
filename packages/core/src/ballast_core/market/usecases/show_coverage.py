"""What is complete, stale and wrong, at a glance and month by month."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from ballast_core.market.entities import Grade, SymbolCoverage
from ballast_core.market.ports import QualityStore
from ballast_core.market.rules.coverage import month_counts
from ballast_core.market.rules.grading import worst_tenth
from ballast_core.market.usecases.cover_symbols import CoveredSymbols, CoverSymbols
from ballast_core.market.usecases.cover_topics import CoverTopics, at_midnight
from ballast_core.market.usecases.coverage_view import (
    CoverageAsk,
    CoverageView,
    MonthMatrix,
    MonthRow,
    TopicCard,
)
from ballast_core.market.usecases.known_instruments import KnownInstruments, chosen
from ballast_core.shared.arrays import Days, to_dates


@dataclass(frozen=True, slots=True)
class ShowCoverage:
    """Show how complete everything is."""

    instruments: KnownInstruments
    cover: CoverSymbols
    quality: QualityStore
    topics: CoverTopics

    async def __call__(self, ask: CoverageAsk | None = None) -> CoverageView:
        """Show cards of all topics, and symbols month by month. Raises `SymbolNotFoundError`."""
        ask = ask or CoverageAsk()
        known = await self.instruments()
        wanted = {one.symbol for one in chosen(known, ask.symbols)}
        everything = list(known.values())
        found, findings, others = await asyncio.gather(
            self.cover(everything, ask.start, ask.end, ask.source),
            self.quality.findings(),
            self.topics(everything),
        )
        wrong = Counter(one.symbol for one in findings)
        told = [row.told(wrong[row.instrument.symbol]) for row in found.rows]
        return CoverageView(
            start=found.start,
            end=found.end,
            source=ask.source,
            last_sessions=dict(found.last_sessions),
            topics=(_card(told), *others),
            symbols=tuple(row for row in told if row.symbol in wanted),
            months=_matrix(found, wanted),
        )


def _card(rows: Sequence[SymbolCoverage]) -> TopicCard:
    expected = sum(row.expected for row in rows)
    stale = sum(row.stale_sessions > 0 for row in rows)
    wrong = sum(row.findings for row in rows)
    grades = [row.grade for row in rows]
    complete = sum(grade is Grade.EXCELLENT for grade in grades)
    graded = sum(grade is not None for grade in grades)
    said = f"{complete:,} of {graded:,} symbols are complete, {stale:,} stale; {wrong:,} findings"
    return TopicCard(
        topic="market_data",
        grade=worst_tenth(grades),
        complete=sum(row.present for row in rows) / expected if expected else None,
        stale=stale,
        wrong=wrong,
        said=said if rows else "no universe yet: ballast market universe import FILE brings one",
        last_at=at_midnight(max((row.last for row in rows if row.last), default=None)),
    )


def _matrix(found: CoveredSymbols, wanted: set[str]) -> MonthMatrix:
    months = _months(found.start, found.end)
    rows: list[MonthRow] = []
    for row in found.rows:
        if row.instrument.symbol in wanted:
            counts = month_counts(row.covered, months)
            rows.append(
                MonthRow.model_construct(  # ours, and many: nothing to check
                    symbol=row.instrument.symbol,
                    expected=list(counts.expected),
                    present=list(counts.present),
                    grades=list(counts.grades),
                )
            )
    return MonthMatrix.model_construct(months=to_dates(months), rows=rows)


def _months(first: date, last: date) -> Days:
    if last < first:
        return np.empty(0, "datetime64[D]")
    one = np.timedelta64(1, "M")
    months = np.arange(np.datetime64(first, "M"), np.datetime64(last, "M") + one)
    return months.astype("datetime64[D]")
