"""DaskComputing: parts of a work on the workers of a Dask scheduler."""

from collections.abc import AsyncGenerator, AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

from ballast_adapters.compute.errors import DaskMissingError, NoSchedulerError, WorkerLostError
from ballast_adapters.compute.outcome import Outcome, attempt


@dataclass(frozen=True, slots=True)
class DaskComputing:
    """Computes where a Dask scheduler at this address says.

    Its workers need the same release of Ballast. Canceling takes back what waits; a part that a worker has
    begun runs to its end there, heard by nobody.
    """

    address: str
    timeout_s: float = 5.0

    async def run[P, R](self, work: Callable[[P], R], parts: Sequence[P]) -> AsyncGenerator[tuple[int, R]]:
        """Yield position and result of each part as it ends."""
        async with _client(self.address, self.timeout_s) as client:
            from distributed.client import FutureCancelledError
            from distributed.scheduler import KilledWorker

            futures = client.map(partial(attempt, work), parts, pure=False, retries=0)
            at = {future.key: place for place, future in enumerate(futures)}
            try:
                async for future in _as_completed(futures, client.loop):
                    outcome: Outcome[R] = await future.result()
                    yield at[future.key], outcome.get()
            except KilledWorker as error:
                raise WorkerLostError("its Dask workers died") from error
            except FutureCancelledError as error:
                raise NoSchedulerError(self.address, "it went away") from error
            finally:
                await client.cancel(futures, force=True)


@asynccontextmanager
async def _client(address: str, timeout_s: float) -> AsyncGenerator[Any]:
    try:
        from distributed import Client
    except ImportError as error:
        raise DaskMissingError from error
    connect: Any = Client
    try:
        client = await connect(address, asynchronous=True, timeout=timeout_s, set_as_default=False)
    except (OSError, ValueError) as error:
        raise NoSchedulerError(address, str(error)) from error
    try:
        yield client
    finally:
        await client.close()


def _as_completed(futures: Sequence[object], loop: object) -> AsyncIterator[Any]:
    import distributed

    ended: Callable[..., AsyncIterator[Any]] = distributed.as_completed
    return ended(futures, loop=loop)
