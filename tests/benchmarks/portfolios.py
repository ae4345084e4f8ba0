"""All series and metrics of a portfolio, cold; as a program, those of many files and what they took."""

import asyncio
import json
import resource
import sys
from time import perf_counter, process_time
from typing import get_args

from tests.many_trades import many

from ballast_adapters.memory.artifacts import MemoryArtifacts
from ballast_core.trades import (
    ContractSpec,
    ContractTable,
    HistogramAsk,
    Selection,
    SeriesAsk,
    SeriesName,
    ShowExposure,
    ShowHistogram,
    ShowMetrics,
    ShowSeries,
    TradeStore,
)
from ballast_core.trades.usecases.read_portfolio import ReadPortfolio

SYMBOLS = ("CD", "JY", "MES", "MNQ", "NG")
CONTRACTS: ContractTable = {
    symbol: ContractSpec(symbol=symbol, point_value=5, initial_margin=2_000) for symbol in SYMBOLS
}


async def every_figure(store: TradeStore, selection: Selection) -> None:
    """Compute every series, the histogram, exposure and metrics, from nothing."""
    read = _reader(store)
    await _series_and_metrics(read, selection)
    await ShowHistogram(read)(selection, HistogramAsk())
    await ShowExposure(read)(selection)


async def _series_and_metrics(read: ReadPortfolio, selection: Selection) -> None:
    for name in get_args(SeriesName.__value__):
        await ShowSeries(read)(selection, SeriesAsk(name=name))
    await ShowMetrics(read)(selection)


def _reader(store: TradeStore) -> ReadPortfolio:
    return ReadPortfolio(store, CONTRACTS, MemoryArtifacts(), "bench")


async def _measured(files: int, trades: int) -> dict[str, float]:
    store = await many(files, trades)
    start, busy = perf_counter(), process_time()
    await _series_and_metrics(_reader(store), Selection())
    took, worked = perf_counter() - start, process_time() - busy
    return {
        "seconds": took,
        "busy": worked,
        "bytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(asyncio.run(_measured(int(sys.argv[1]), int(sys.argv[2])))))
