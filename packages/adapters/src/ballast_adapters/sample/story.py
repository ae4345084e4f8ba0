"""What happened to the invented models: their portfolios, values and backtests."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np

from ballast_adapters.sample.backtests import (
    CASH,
    WARM_UP,
    Backtest,
    base_backtests,
    choices,
    meta_backtest,
    month_starts,
)
from ballast_adapters.sample.books import Book
from ballast_adapters.sample.market import Market, make_market
from ballast_adapters.sample.models import BASE_MODELS, META_MODEL, MODELS, Model
from ballast_adapters.sample.portfolios import (
    Choice,
    Event,
    closing_values,
    overspent,
    rebalanced,
    taken_over,
)
from ballast_adapters.sample.span import DAY, Span, make_span
from ballast_adapters.sample.status import Records, make_records, with_bad_quotes

_BACKTEST_LONGER = 1.53
"""20 years of backtest to 13 of status."""
_OVERSPENT, _TAKEN_OVER = 0.11, 0.64
_SKIPPED, _SKIPPED_FROM_MONTHS = 0.1, 40


@dataclass(frozen=True, slots=True)
class Story:
    """All that happened, by the name of the model."""

    market: Market
    span: Span
    backtests: Mapping[str, Backtest]
    books: Mapping[str, Book]
    records: Mapping[str, Records]


def tell(seed: int, dates: int | None, end: date) -> Story:
    """Return the story of `dates` status dates that end at `end`; the full one without a number."""
    span = make_span(dates, end)
    market = market_of(seed, span, end)
    backtests = base_backtests(market)
    followed = choices(market, backtests)
    by_name = {model.name: model for model in BASE_MODELS}
    books: dict[str, Book] = {}
    records: dict[str, Records] = {}
    for number, model in enumerate(MODELS, start=1):
        rng = np.random.Generator(np.random.PCG64([seed, number]))
        choice = _following(followed, by_name) if model is META_MODEL else _always(model)
        book = _book(market, model, span, choice, books.get(model.parent), rng)
        books[model.name] = book
        records[model.name] = _records(book, records.get(model.parent), rng)
    backtests[META_MODEL.name] = meta_backtest(market, backtests, followed)
    return Story(market, span, backtests, books, records)


@lru_cache(maxsize=1)
def market_of(seed: int, span: Span, end: date) -> Market:
    """Return the market in which the story of a span happens; the last one is kept until it is cleared."""
    weekdays = int(np.busday_count(span.first, span.last + DAY))
    return make_market(seed, WARM_UP + max(int(weekdays * _BACKTEST_LONGER), weekdays + 300), end)


def _always(model: Model) -> Choice:
    return lambda _row: model


def _following(followed: tuple[str, ...], by_name: Mapping[str, Model]) -> Choice:
    return lambda row: None if followed[row - WARM_UP] == CASH else by_name[followed[row - WARM_UP]]


def _book(
    market: Market, model: Model, span: Span, choice: Choice, parent: Book | None, rng: np.random.Generator
) -> Book:
    fork = span.at(model.fork)
    known = [block for block in parent.blocks if market.days[block.row] < fork] if parent else []
    first = known[-1].row + 1 if known else market.row(span.first - DAY)
    rows = _rebalance_rows(market, first, rng, punctual=model is META_MODEL)
    if not known:
        rows = [first, *rows]
    events = _events(market, model, span, rows)
    start = known[-1] if known else None
    return Book(
        market, model, span, [*known, *rebalanced(market, choice, rows, rng=rng, start=start, events=events)]
    )


def _rebalance_rows(market: Market, first: int, rng: np.random.Generator, *, punctual: bool) -> list[int]:
    starts = month_starts(market.days)
    rows = starts[starts > first + 3]
    if punctual:
        return [int(row) for row in rows]
    if rows.size > _SKIPPED_FROM_MONTHS:
        rows = rows[rng.random(rows.size) >= _SKIPPED]
    late = np.minimum(rows + rng.integers(0, 4, rows.size), market.days.size - 1)
    extra = late[rng.random(late.size) < 0.04] + 10
    return sorted({int(row) for row in (*late, *extra) if row < market.days.size})


def _events(market: Market, model: Model, span: Span, rows: list[int]) -> dict[int, Event]:
    def row_of(fraction: float) -> int:
        return next((row for row in rows if row >= market.row(span.at(fraction))), rows[-1])

    events: dict[int, Event] = {}
    if model.name in {"naz100_pine", "naz100_pi"}:
        events[row_of(_OVERSPENT)] = overspent
    if model.name == "naz100_pine":
        events[row_of(_TAKEN_OVER)] = taken_over
    return events


def _records(book: Book, parent: Records | None, rng: np.random.Generator) -> Records:
    values = closing_values(book.market, book.blocks)
    known = parent.before(book.span.at(book.model.fork)) if parent else None
    records = make_records(book.market, values, book.span, rng, known)
    return with_bad_quotes(records, book.span) if book.model.name == "naz100_pine" else records
