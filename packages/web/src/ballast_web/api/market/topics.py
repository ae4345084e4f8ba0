"""Economic series, articles and events under `/api/v1`."""

from typing import Annotated

from fastapi import APIRouter, Depends

from ballast_core.market import (
    ArticlesAsk,
    ArticlesView,
    EventsAsk,
    EventsView,
    IndicatorAsk,
    IndicatorsView,
    IndicatorView,
    SentimentAsk,
    SentimentView,
)
from ballast_web.deps import AppDep, Page, asked
from ballast_web.routes import FreshRoute

fresh = APIRouter(prefix="/api/v1", tags=["market"], route_class=FreshRoute)

_SAID = {
    "series": "Id of an economic series, such as UNRATE.",
    "as_of": "Show the series as it was known on this day.",
    "symbols": "Symbols, repeated or with commas between; all without it.",
    "subjects": "Symbols or regions, repeated or with commas between; all without it.",
    "kinds": "`earnings`, `dividend`, `split`, `release`, `market` or `geopolitical`; all without it.",
    "importance": "The least that is shown, from 1 to 4.",
    "start": "First day.",
    "end": "Last day.",
}

indicator = asked(IndicatorAsk, "series", said=_SAID)
sentiment = asked(SentimentAsk, said=_SAID)
events = asked(EventsAsk, said=_SAID)
articles = asked(SentimentAsk, said=_SAID)

type Paging = Annotated[Page, Depends()]


@fresh.get("/indicators", operation_id="market.list_indicators")
async def list_indicators(app: AppDep) -> IndicatorsView:
    """List economic series with their last values, and how complete each is."""
    return await app.market.list_indicators()


@fresh.get("/indicators/{series}", operation_id="market.show_indicator")
async def show_indicator(app: AppDep, ask: Annotated[IndicatorAsk, Depends(indicator)]) -> IndicatorView:
    """Show a series as it is known now or was known on a day, and how it was revised."""
    return await app.market.show_indicator(ask)


@fresh.get("/news", operation_id="market.list_articles")
async def list_articles(
    app: AppDep, span: Annotated[SentimentAsk, Depends(articles)], page: Paging
) -> ArticlesView:
    """List articles, newest first."""
    ask = ArticlesAsk(**span.model_dump(), limit=page.rows, offset=page.offset)
    return await app.market.list_articles(ask)


@fresh.get("/news/sentiment", operation_id="market.show_sentiment")
async def show_sentiment(app: AppDep, ask: Annotated[SentimentAsk, Depends(sentiment)]) -> SentimentView:
    """Show how many articles each day brought, and how they felt: all together, then symbol by symbol."""
    return await app.market.show_sentiment(ask)


@fresh.get("/events", operation_id="market.list_events")
async def list_events(app: AppDep, ask: Annotated[EventsAsk, Depends(events)]) -> EventsView:
    """List earnings, dividends, splits and releases; without days those of today and the next 30."""
    return await app.market.list_events(ask)
