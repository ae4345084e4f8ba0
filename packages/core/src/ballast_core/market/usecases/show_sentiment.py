"""Show articles and sentiment by symbol and day."""

from dataclasses import dataclass
from datetime import date, timedelta
from math import isnan

from ballast_core.market.ports import Moods, NewsStore
from ballast_core.market.usecases.articles_view import SentimentAsk, SentimentView, SymbolMood
from ballast_core.market.usecases.cover_news import cover_news
from ballast_core.shared.arrays import to_dates
from ballast_core.shared.dates import DateSpan
from ballast_core.shared.ports import Clock

_BACK = timedelta(days=89)


@dataclass(frozen=True, slots=True)
class ShowSentiment:
    """Show how many articles each day brought, and how they felt."""

    news: NewsStore
    clock: Clock

    async def __call__(self, ask: SentimentAsk | None = None) -> SentimentView:
        """Show it for all articles together, then symbol by symbol; empty when there is none."""
        ask = ask or SentimentAsk()
        today = self.clock.now().date()
        end = ask.end or max(today, ask.start or today)
        start = ask.start or (end - _BACK if end - date.min >= _BACK else date.min)
        moods = await self.news.moods(ask.symbols, DateSpan(start, end))
        coverage = await cover_news(self.news, today)
        return SentimentView(
            start=start,
            end=end,
            median=coverage.median,
            thin_days=coverage.thin,
            grade=coverage.grade,
            last_day=coverage.last,
            symbols=tuple(_mood(symbol, moods[symbol]) for symbol in sorted(moods)),
        )


def _mood(symbol: str, moods: Moods) -> SymbolMood:
    articles, felt = moods.articles.values, moods.sentiment.finite()
    return SymbolMood(
        symbol=symbol,
        days=to_dates(moods.articles.days),
        articles=[int(count) for count in articles.tolist()],
        sentiment=[None if isnan(value) else value for value in moods.sentiment.values.tolist()],
        total=int(articles.sum()),
        mean=float(felt.values.mean()) if len(felt) else None,
    )
