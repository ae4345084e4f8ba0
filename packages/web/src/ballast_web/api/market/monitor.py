"""Under `/api/v1/monitor`: what of market data is there, missing, stale and wrong."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path

from ballast_core.market import (
    CoverageAsk,
    CoverageView,
    FindingsAsk,
    FindingsFilter,
    GapsAsk,
    GapsView,
    MarketFindingsView,
    SchemaStatsView,
    SchemasView,
    SchemaSymbolsView,
)
from ballast_web.api.market.basis import HoldingRoute, MarketRoute
from ballast_web.deps import AppDep, Page, asked
from ballast_web.routes import FreshRoute

held = APIRouter(prefix="/api/v1/monitor", tags=["market"], route_class=HoldingRoute)
stored = APIRouter(prefix="/api/v1/monitor", tags=["market"], route_class=MarketRoute)
fresh = APIRouter(prefix="/api/v1/monitor", tags=["market"], route_class=FreshRoute)

_SAID = {
    "symbols": "Symbols, repeated or with commas between; all without it.",
    "start": "First day; ten years back without it.",
    "end": "Last day; the last complete session without it.",
    "source": "Only bars of this source count.",
    "rule": "Only of this rule.",
    "severity": "`reject` (the row was left out) or `flag` (it was stored).",
    "resolved": "Those that are settled, too.",
}

coverage = asked(CoverageAsk, said=_SAID)
gaps = asked(GapsAsk, said=_SAID)
findings = asked(FindingsFilter, said=_SAID | {"start": "First day.", "end": "Last day."})

type Paging = Annotated[Page, Depends()]
type Schema = Annotated[str, Path(description="Name of a schema, such as market_data.", max_length=100)]


@held.get("/coverage", operation_id="market.show_coverage")
async def show_coverage(app: AppDep, ask: Annotated[CoverageAsk, Depends(coverage)]) -> CoverageView:
    """Show how complete each topic and each symbol is, month by month."""
    return await app.market.show_coverage(ask)


@stored.get("/gaps", operation_id="market.list_gaps")
async def list_gaps(app: AppDep, ask: Annotated[GapsAsk, Depends(gaps)]) -> GapsView:
    """List stretches of sessions without bars."""
    return await app.market.list_gaps(ask)


@stored.get("/findings", operation_id="market.list_market_findings")
async def list_market_findings(
    app: AppDep, of: Annotated[FindingsFilter, Depends(findings)], page: Paging
) -> MarketFindingsView:
    """List what looks wrong with bars, by symbol and day."""
    ask = FindingsAsk(**of.model_dump(), limit=page.rows, offset=page.offset)
    return await app.market.list_market_findings(ask)


@fresh.get("/schemas", operation_id="market.show_schemas")
async def show_schemas(app: AppDep) -> SchemasView:
    """Show how much is stored in each schema."""
    return await app.market.show_schemas()


@fresh.get("/stats/{schema}", operation_id="market.show_schema_stats")
async def show_schema_stats(app: AppDep, schema: Schema) -> SchemaStatsView:
    """Show how much is stored in each table of a schema."""
    return await app.market.show_schema_stats(schema)


@fresh.get("/symbols/{schema}", operation_id="market.list_schema_symbols")
async def list_schema_symbols(app: AppDep, schema: Schema) -> SchemaSymbolsView:
    """List the symbols, or series, of a schema, and how many rows each has."""
    return await app.market.list_schema_symbols(schema)
