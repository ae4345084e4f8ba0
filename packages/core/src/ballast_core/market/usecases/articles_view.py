"""Articles and their sentiment as they are asked for and shown."""

from datetime import date

from pydantic import Field

from ballast_core.market.entities import Article, Grade, Spanned, Symbol
from ballast_core.shared.entity import Entity
from ballast_core.shared.table import Column, Table, View


class _OfSymbols(Spanned):
    """Symbols (none means all) and UTC days."""

    symbols: tuple[Symbol, ...] = ()


class ArticlesAsk(_OfSymbols):
    """Which articles; without days all there are."""

    limit: int = Field(default=100, ge=1, le=10**9)
    offset: int = Field(default=0, ge=0, le=10**9)


class SentimentAsk(_OfSymbols):
    """Whose sentiment; without a start the 90 days up to `end`, or up to today."""


class ArticlesView(View):
    """Articles, newest first; `more` tells whether there are others behind these."""

    articles: tuple[Article, ...]
    limit: int
    offset: int
    more: bool

    def table(self) -> Table:
        """Return a row an article."""
        rows = self.articles
        return Table(
            "Articles",
            (
                Column("published_at", [row.published_at for row in rows], "instant"),
                Column("title", [row.title for row in rows]),
                Column("symbols", [", ".join(row.symbols) for row in rows]),
                Column("sentiment", [row.sentiment for row in rows], "number"),
                Column("scorer", [row.scorer for row in rows]),
                Column("source", [row.source for row in rows]),
                Column("url", [row.url for row in rows]),
            ),
        )


class SymbolMood(Entity):
    """The articles of a symbol by day; the empty symbol stands for all articles, each counted once.

    `days` are those with an article; `sentiment` is their mean from -1 to 1, None where nobody scored one.
    """

    symbol: str
    days: list[date]
    articles: list[int]
    sentiment: list[float | None]
    total: int
    mean: float | None


class SentimentView(View):
    """Articles and sentiment by symbol and day.

    `median` is that of articles a day in the 30 days before today; a day is thin when it has less than half
    of what is usual on weekdays, or on weekends.
    """

    start: date
    end: date
    median: float | None
    thin_days: int
    grade: Grade | None
    last_day: date | None
    symbols: tuple[SymbolMood, ...]

    def table(self) -> Table:
        """Return a row a symbol and day."""
        rows = [
            (one.symbol or "all", day, articles, sentiment)
            for one in self.symbols
            for day, articles, sentiment in zip(one.days, one.articles, one.sentiment, strict=True)
        ]
        return Table(
            f"Sentiment from {self.start} to {self.end}",
            (
                Column("symbol", [row[0] for row in rows]),
                Column("day", [row[1] for row in rows], "day"),
                Column("articles", [row[2] for row in rows], "count"),
                Column("sentiment", [row[3] for row in rows], "number"),
            ),
        )
