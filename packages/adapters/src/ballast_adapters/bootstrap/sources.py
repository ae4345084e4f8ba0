"""Who is asked for market data, as the settings name them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from ballast_adapters.bootstrap.vendors import Providers
from ballast_adapters.settings import Settings
from ballast_core.market import BarSource, EventSource, IndicatorSource, NewsSource, QuoteSource, Sources
from ballast_core.shared.ports import Calendars, Clock

if TYPE_CHECKING:
    from ballast_adapters.sample import SampleCloses
    from ballast_core.shared.series import Series


def sources(
    settings: Settings, clock: Clock, calendars: Calendars, providers: Providers | None = None
) -> Sources:
    """Return the sources of each kind in the order of the settings; providers only where they are named."""
    named = settings.sources
    asked = _Asked(clock, calendars, providers)
    return Sources(
        bars=[asked.bars(name) for name in named.bars],
        quotes=[asked.quotes(name) for name in named.quotes],
        indicators=[asked.indicators(name) for name in named.indicators],
        news=[asked.news(name) for name in named.news],
        events=[asked.events(name) for name in named.events],
        ranks={name: rank for rank, name in enumerate(named.bars)},
    )


@dataclass(frozen=True, slots=True)
class _Asked:
    """One source after the other, by its name."""

    clock: Clock
    calendars: Calendars
    providers: Providers | None

    def bars(self, name: str) -> BarSource:
        """Return who has bars."""
        match name:
            case "polygon":
                from ballast_adapters.vendors.polygon import PolygonBars

                there = self._there
                return self._kept(name, PolygonBars(there.http, there.polygon(), self.clock))
            case "yfinance":
                from ballast_adapters.vendors.yfinance import YfinanceBars

                there = self._there
                charts = there.yahoo_charts()
                return self._kept(name, YfinanceBars(there.http, there.yfinance(), charts, self.clock))
            case _:
                from ballast_adapters.vendors.recorded import RecordedBars

                return RecordedBars(self.clock, self.calendars, sample_closes)

    def quotes(self, name: str) -> QuoteSource:
        """Return who knows present prices."""
        match name:
            case "polygon":
                from ballast_adapters.vendors.polygon import PolygonQuotes

                return PolygonQuotes(self._there.http, self._there.polygon())
            case "yfinance":
                from ballast_adapters.vendors.yfinance import YfinanceQuotes

                there = self._there
                return YfinanceQuotes(there.http, there.yfinance(), there.yahoo_charts())
            case _:
                from ballast_adapters.vendors.recorded import RecordedQuotes

                return RecordedQuotes(self.clock, self.calendars, sample_closes)

    def indicators(self, name: str) -> IndicatorSource:
        """Return who has economic series."""
        if name == "fred":
            from ballast_adapters.vendors.fred import FredIndicators

            return FredIndicators(self._there.http, self._there.fred())
        from ballast_adapters.vendors.recorded_indicators import RecordedIndicators

        return RecordedIndicators(self.clock)

    def news(self, name: str) -> NewsSource:
        """Return who has articles."""
        match name:
            case "newsapi":
                from ballast_adapters.vendors.newsapi import NewsApiNews

                return NewsApiNews(self._there.http, self._there.newsapi())
            case "alphavantage":
                from ballast_adapters.vendors.alphavantage import AlphaVantageNews

                return AlphaVantageNews(self._there.http, self._there.alphavantage())
            case _:
                from ballast_adapters.vendors.recorded_news import RecordedNews

                return RecordedNews(self.clock)

    def events(self, name: str) -> EventSource:
        """Return who knows what calendars tell of."""
        if name == "alphavantage":
            from ballast_adapters.vendors.alphavantage import AlphaVantageEvents

            return AlphaVantageEvents(self._there.http, self._there.alphavantage())
        from ballast_adapters.vendors.recorded_events import RecordedEvents

        return RecordedEvents(self.clock, sample_closes)

    def _kept(self, name: str, behind: BarSource) -> BarSource:
        from ballast_adapters.vendors.kept import KeptBars

        return KeptBars(name, behind, self._there.answers, self.clock)

    @property
    def _there(self) -> Providers:
        if self.providers is None:
            raise RuntimeError("providers are opened before they are named")
        return self.providers


def sample_closes(symbols: Sequence[str]) -> "Mapping[str, Series]":
    """Return what the stocks of the sample models cost, as far as these symbols belong to it."""
    return _sample_closes()(symbols)


@cache
def _sample_closes() -> "SampleCloses":
    from ballast_adapters.sample import SampleCloses

    return SampleCloses()
