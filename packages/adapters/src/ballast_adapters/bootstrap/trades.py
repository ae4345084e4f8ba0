"""The wiring of trade-list analytics."""

from datetime import timedelta
from typing import TYPE_CHECKING

from ballast_adapters.clock import SystemClock
from ballast_adapters.settings import Settings
from ballast_core.shared.ports import Computing
from ballast_core.trades import ContractTable, SheetReader, TradeLimits, Trades, TradesPorts, wire_trades

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncEngine


def wire(settings: Settings, engine: "AsyncEngine", computing: Computing) -> Trades:
    """Return trade-list analytics on this database. Raises `BadContractsError`."""
    from importlib.metadata import version

    from ballast_adapters.memory.artifacts import MemoryArtifacts
    from ballast_adapters.sql.trades import SqlTradeStore

    store = SqlTradeStore(engine)
    ports = TradesPorts(
        files=store,
        uploads=store,
        mappings=store,
        sheets=_sheets(settings),
        contracts=_contracts(settings),
        clock=SystemClock(),
        limits=_limits(settings),
        computing=computing,
        artifacts=MemoryArtifacts(),
        release=version("ballast-core"),
    )
    return wire_trades(ports)


def _sheets(settings: Settings) -> SheetReader:
    from ballast_adapters.sheets.calamine import CalamineSheets

    return CalamineSheets(most_bytes=_limits(settings).max_file_bytes)


def _contracts(settings: Settings) -> ContractTable:
    from ballast_adapters.files.contracts import read_contracts

    return read_contracts(settings.home, settings.contracts)


def _limits(settings: Settings) -> TradeLimits:
    uploads = settings.uploads
    return TradeLimits(
        max_file_bytes=round(uploads.max_mb * 1_000_000),
        max_files=uploads.max_files,
        keep_uploads=timedelta(hours=uploads.keep_hours),
    )
