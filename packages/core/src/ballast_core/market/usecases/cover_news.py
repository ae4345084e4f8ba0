"""How complete news are."""

from datetime import date, timedelta

import numpy as np

from ballast_core.market.ports import NewsStore
from ballast_core.market.rules.news_coverage import WINDOW, NewsCoverage, news_coverage
from ballast_core.shared.dates import DateSpan


async def cover_news(news: NewsStore, today: date) -> NewsCoverage:
    """Return how complete they are on a day, also when none came for longer than is looked back."""
    first = today - timedelta(days=WINDOW)
    mood = (await news.moods(("",), DateSpan(first, today - timedelta(days=1)))).get("")
    if mood:
        return news_coverage(mood.articles.days, mood.articles.values, today)
    last = [one.published_at.date() for one in await news.articles((), DateSpan(None, first), 1)]
    return news_coverage(np.array(last, "datetime64[D]"), np.ones(len(last)), today)
