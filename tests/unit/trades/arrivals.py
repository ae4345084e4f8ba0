"""Trade-list analytics in memory whose workbooks are grids, so that a test can say what is in a file."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from tests.unit.trades.rows import LIST, Grid, sheets

from ballast_adapters.memory.clock import FrozenClock
from ballast_adapters.memory.trades import MemoryTradeStore
from ballast_core.trades import AddFiles, AddUploads, Incoming, RefusedFileError, StageUpload, TradeLimits
from ballast_core.trades.usecases.add_each import AddEach
from ballast_core.trades.usecases.read_file import ReadFile

NAME = "tradeslist_MES_15_Trend.xlsx"


@dataclass
class GridSheets:
    """Finds the cells of a workbook by its bytes; what it does not know is damaged."""

    grids: dict[bytes, Mapping[str, Grid]] = field(default_factory=dict)

    async def sheets(self, name: str, content: bytes) -> Mapping[str, Grid]:
        if content not in self.grids:
            raise RefusedFileError(name, "the workbook is damaged")
        return self.grids[content]


@dataclass
class Desk:
    """Where files arrive."""

    add_files: AddFiles
    stage_upload: StageUpload
    add_uploads: AddUploads
    store: MemoryTradeStore
    grids: GridSheets
    clock: FrozenClock

    def workbook(self, *, until: int = 3, name: str = NAME, salt: str = "") -> Incoming:
        """Return a workbook with the first trades of three; with a salt, one of other bytes."""
        grid = sheets()
        grid[LIST] = grid[LIST][: 4 + 2 * until]
        incoming = Incoming(name, b"PK\x03\x04" + f"{until}{salt}".encode())
        self.grids.grids[incoming.content] = grid
        return incoming


def a_desk(limits: TradeLimits | None = None, store: MemoryTradeStore | None = None) -> Desk:
    store, grids, limits = store or MemoryTradeStore(), GridSheets(), limits or TradeLimits()
    clock = FrozenClock(datetime(2026, 11, 20, 12, tzinfo=UTC))
    add_each = AddEach(store, ReadFile(grids, {}, clock, limits))
    return Desk(
        add_files=AddFiles(add_each, store, limits),
        stage_upload=StageUpload(store, clock, limits),
        add_uploads=AddUploads(add_each, store, store, store, clock, limits),
        store=store,
        grids=grids,
        clock=clock,
    )
