"""The wiring of model tracking."""

from typing import TYPE_CHECKING

from ballast_adapters.clock import SystemClock
from ballast_adapters.settings import Settings
from ballast_core.tracking import ChartFiles, ModelFiles, Tracking, TrackingPorts, wire_tracking

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncEngine


def wire(settings: Settings, engine: "AsyncEngine") -> Tracking:
    """Return model tracking on this database."""
    from ballast_adapters.sql.tracking import SqlTrackingStore

    store = SqlTrackingStore(engine)
    ports = TrackingPorts(
        models=store,
        values=store,
        snapshots=store,
        findings=store,
        ingests=store,
        files=_model_files(settings),
        charts=_chart_files(settings),
        clock=SystemClock(),
    )
    return wire_tracking(ports)


def _model_files(settings: Settings) -> ModelFiles:
    from ballast_adapters.files.params import ParamsFolder

    return ParamsFolder(settings.data_dir, settings.path_remap)


def _chart_files(settings: Settings) -> ChartFiles:
    from ballast_adapters.files.charts import ChartFolder

    return ChartFolder(settings.data_dir, settings.path_remap)
