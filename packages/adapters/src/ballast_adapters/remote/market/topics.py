"""Universe, economic series, news and events of a server."""

from urllib.parse import quote

from ballast_adapters.remote.market.asking import Asking, parameters_of
from ballast_core.market import (
    ArticlesAsk,
    ArticlesView,
    EventsAsk,
    EventsView,
    IndicatorAsk,
    IndicatorsView,
    IndicatorView,
    Instrument,
    SentimentAsk,
    SentimentView,
    UniverseKind,
    UniverseView,
)


class RemoteTopics(Asking):
    """What a server knows beside bars; each method is called and answers like the use case of its name."""

    __slots__ = ()

    async def export_universe(self, kind: UniverseKind = "instruments") -> UniverseView:
        """Give out what is to be known of."""
        return await self.ask(UniverseView, "/universe", {"kind": kind})

    async def save_instrument(self, instrument: Instrument) -> Instrument:
        """Take an instrument into the universe, in place of a former one of its symbol."""
        path = f"/stocks/{quote(instrument.symbol, safe='')}"
        return self.server.read(Instrument, await self.server.change("PUT", path, instrument))

    async def remove_instrument(self, symbol: str) -> Instrument:
        """Take an instrument out of the universe."""
        return self.server.read(
            Instrument, await self.server.change("DELETE", f"/stocks/{quote(symbol, safe='')}")
        )

    async def list_indicators(self) -> IndicatorsView:
        """List the economic series of the universe."""
        return await self.ask(IndicatorsView, "/indicators")

    async def show_indicator(self, ask: IndicatorAsk) -> IndicatorView:
        """Show the values of a series as they were known on a day, or as they are known now."""
        asked = {**parameters_of(ask)}
        asked.pop("series", None)
        return await self.ask(IndicatorView, f"/indicators/{quote(ask.series, safe='')}", asked)

    async def list_articles(self, ask: ArticlesAsk | None = None) -> ArticlesView:
        """List articles on symbols, or all."""
        return await self.ask(ArticlesView, "/news", parameters_of(ask))

    async def show_sentiment(self, ask: SentimentAsk | None = None) -> SentimentView:
        """Show how many articles each day brought, and how they felt."""
        return await self.ask(SentimentView, "/news/sentiment", parameters_of(ask))

    async def list_events(self, ask: EventsAsk | None = None) -> EventsView:
        """List events, past and to come."""
        return await self.ask(EventsView, "/events", parameters_of(ask))
