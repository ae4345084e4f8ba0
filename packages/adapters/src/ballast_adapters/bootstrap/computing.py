"""Who computes: processes of this machine, or the workers of a Dask scheduler."""

import os
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from ballast_adapters.settings import Settings
from ballast_core.shared.ports import Computing


@asynccontextmanager
async def open_computing(settings: Settings) -> AsyncGenerator[Computing]:
    """Yield who computes by these settings; nothing is started before somebody asks."""
    compute = settings.compute
    if compute.dask_scheduler is not None:
        from ballast_adapters.compute.dask import DaskComputing

        yield DaskComputing(compute.dask_scheduler)
        return
    from ballast_adapters.compute.processes import ProcessComputing

    local = ProcessComputing(compute.processes or os.cpu_count() or 1)
    try:
        yield local
    finally:
        await local.close()
