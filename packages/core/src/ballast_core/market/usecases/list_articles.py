"""List articles."""

from dataclasses import dataclass

from ballast_core.market.ports import NewsStore
from ballast_core.market.usecases.articles_view import ArticlesAsk, ArticlesView
from ballast_core.shared.dates import DateSpan


@dataclass(frozen=True, slots=True)
class ListArticles:
    """List articles on symbols, or all."""

    news: NewsStore

    async def __call__(self, ask: ArticlesAsk | None = None) -> ArticlesView:
        """List articles, newest first, a page at a time."""
        ask = ask or ArticlesAsk()
        span = DateSpan(ask.start, ask.end)
        found = await self.news.articles(ask.symbols, span, ask.limit + 1, ask.offset)
        return ArticlesView(
            articles=tuple(found[: ask.limit]),
            limit=ask.limit,
            offset=ask.offset,
            more=len(found) > ask.limit,
        )
