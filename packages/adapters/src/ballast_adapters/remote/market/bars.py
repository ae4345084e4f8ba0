"""Instruments and bars of a server, and what of them is missing or wrong."""

from urllib.parse import quote

from ballast_adapters.remote.market.asking import Asking, parameters_of
from ballast_core.market import (
    CoverageAsk,
    CoverageView,
    FindingsAsk,
    GapsAsk,
    GapsView,
    HistoryAsk,
    HistoryView,
    InstrumentsAsk,
    InstrumentsView,
    InstrumentView,
    MarketFindingsView,
    RevisionsView,
    SchemaStatsView,
    SchemasView,
    SchemaSymbolsView,
    SectorsView,
)


class RemoteBars(Asking):
    """Bars on a server; each method is called and answers like the use case of its name."""

    __slots__ = ()

    async def list_instruments(self, ask: InstrumentsAsk | None = None) -> InstrumentsView:
        """List instruments with their last close."""
        return await self.ask(InstrumentsView, "/stocks", parameters_of(ask))

    async def show_instrument(self, symbol: str) -> InstrumentView:
        """Show an instrument, how complete its bars are, and what happened to its shares."""
        return await self.ask(InstrumentView, f"/stocks/{quote(symbol, safe='')}")

    async def list_revisions(self, symbol: str) -> RevisionsView:
        """List final bars of a symbol that were replaced."""
        return await self.ask(RevisionsView, f"/stocks/{quote(symbol, safe='')}/revisions")

    async def list_sectors(self) -> SectorsView:
        """List sectors and who is in them."""
        return await self.ask(SectorsView, "/sectors")

    async def show_history(self, ask: HistoryAsk | str) -> HistoryView:
        """Show bars of a symbol, and what is missing or wrong among them."""
        ask = HistoryAsk(symbol=ask) if isinstance(ask, str) else ask
        return await self.ask(HistoryView, "/history", parameters_of(ask))

    async def show_coverage(self, ask: CoverageAsk | None = None) -> CoverageView:
        """Show how complete everything is."""
        return await self.ask(CoverageView, "/monitor/coverage", parameters_of(ask))

    async def show_market_revision(self) -> str:
        """Tell one state of the stored market data from another; a complete session is a new one."""
        return str((await self.server.get("/sectors")).headers.get("etag", ""))

    async def list_gaps(self, ask: GapsAsk | None = None) -> GapsView:
        """List stretches of sessions without bars."""
        return await self.ask(GapsView, "/monitor/gaps", parameters_of(ask))

    async def list_market_findings(self, ask: FindingsAsk | None = None) -> MarketFindingsView:
        """List findings of bars."""
        return await self.ask(MarketFindingsView, "/monitor/findings", parameters_of(ask))

    async def show_schemas(self) -> SchemasView:
        """Show the schemas of market data."""
        return await self.ask(SchemasView, "/monitor/schemas")

    async def show_schema_stats(self, schema: str) -> SchemaStatsView:
        """Show the tables of a schema."""
        return await self.ask(SchemaStatsView, f"/monitor/stats/{quote(schema, safe='')}")

    async def list_schema_symbols(self, schema: str) -> SchemaSymbolsView:
        """List what the rows of a schema are about."""
        return await self.ask(SchemaSymbolsView, f"/monitor/symbols/{quote(schema, safe='')}")
