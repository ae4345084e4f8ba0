"""Turn the bytes of a file into what is known about it and its rows."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

from ballast_core.shared.ports import Clock
from ballast_core.trades.entities import (
    ColumnMapping,
    ContractTable,
    FileFinding,
    Rows,
    TradeBook,
    TradeFile,
    TradeLimits,
)
from ballast_core.trades.parsing import ParsedFile, Stamp, is_workbook, read_trades
from ballast_core.trades.parsing.reconcile import reconcile
from ballast_core.trades.ports import SheetReader
from ballast_core.trades.rules.arrival import full_hash, refuse_early


@dataclass(frozen=True, slots=True)
class ReadFile:
    """Read one file, whichever program wrote it, and check that it agrees with itself."""

    sheets: SheetReader
    contracts: ContractTable
    clock: Clock
    limits: TradeLimits

    async def __call__(
        self, name: str, content: bytes, mapping: ColumnMapping | None
    ) -> tuple[TradeFile, TradeBook]:
        """Return what is known about the file, its findings included, and its rows.

        Raises `RefusedFileError` before anything is read, `BadWorkbookError` with every fault.
        """
        refuse_early(name, content, self.limits)
        cells = await self.sheets.sheets(name, content) if is_workbook(content) else content
        # In a thread, so that whoever waits beside is still answered.
        parsed, findings = await asyncio.to_thread(self._checked, name, cells, mapping)
        stamp = Stamp(full_hash(content), len(content), self.clock.now())
        return parsed.describe(stamp, findings), parsed.book

    def _checked(
        self, name: str, cells: bytes | Mapping[str, Rows], mapping: ColumnMapping | None
    ) -> tuple[ParsedFile, tuple[FileFinding, ...]]:
        parsed = read_trades(name, cells, mapping)
        return parsed, reconcile(parsed, self.contracts)
