"""Instruments and their bars under `/api/v1`."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path

from ballast_core.market import (
    HistoryAsk,
    HistoryView,
    InstrumentsAsk,
    InstrumentsView,
    InstrumentView,
    RevisionsView,
    SectorsView,
)
from ballast_web.api.market.basis import MarketRoute
from ballast_web.deps import AppDep, asked

stored = APIRouter(prefix="/api/v1", tags=["market"], route_class=MarketRoute)

_SAID = {
    "sector": "Only of this sector, in any case.",
    "kind": "Only of this kind.",
    "category": "Only of this category.",
    "search": "Part of a symbol or a name.",
    "symbol": "Symbol of an instrument.",
    "period": "Back from the last complete session; a first or last day wins over it.",
    "start": "First day.",
    "end": "Last day.",
    "adjust": "`none` is as quoted, `split` adjusts for splits, `total_return` for dividends, too.",
    "points": "How many rows leave at most: neighbors are put together into longer bars; 0 for all.",
}

instruments = asked(InstrumentsAsk, said=_SAID)
history = asked(HistoryAsk, said=_SAID)

type SymbolPath = Annotated[str, Path(description="Symbol of an instrument.", max_length=100)]


@stored.get("/stocks", operation_id="market.list_instruments")
async def list_instruments(
    app: AppDep, ask: Annotated[InstrumentsAsk, Depends(instruments)]
) -> InstrumentsView:
    """List stocks, funds, crypto and indices of the universe with their last close."""
    return await app.market.list_instruments(ask)


@stored.get("/stocks/{symbol}", operation_id="market.show_instrument")
async def show_instrument(app: AppDep, symbol: SymbolPath) -> InstrumentView:
    """Show an instrument: how complete its bars are, its splits and dividends."""
    return await app.market.show_instrument(symbol)


@stored.get("/stocks/{symbol}/revisions", operation_id="market.list_revisions")
async def list_revisions(app: AppDep, symbol: SymbolPath) -> RevisionsView:
    """List final bars that were replaced, the newest change first."""
    return await app.market.list_revisions(symbol)


@stored.get("/sectors", operation_id="market.list_sectors")
async def list_sectors(app: AppDep) -> SectorsView:
    """List sectors and the symbols in them."""
    return await app.market.list_sectors()


@stored.get("/history", operation_id="market.show_history")
async def show_history(app: AppDep, ask: Annotated[HistoryAsk, Depends(history)]) -> HistoryView:
    """Show daily bars of a symbol, adjusted when they are read, and what is missing or wrong among them."""
    return await app.market.show_history(ask)
