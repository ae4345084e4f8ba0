"""The files of trades: which there are, what one holds, and how to be rid of it."""

from dataclasses import dataclass

from ballast_core.shared.table import Column, Table, View
from ballast_core.trades.entities import Severity, TradeFile
from ballast_core.trades.ports import TradeStore
from ballast_core.trades.usecases.read_portfolio import ReadPortfolio


class FilesView(View):
    """All files, by symbol, interval and name."""

    data_version: str
    files: tuple[TradeFile, ...]

    def table(self) -> Table:
        """Return one row a file."""
        rows = self.files
        return Table(
            "Files of trades",
            (
                Column("id", [row.id for row in rows]),
                Column("symbol", [row.symbol for row in rows]),
                Column("interval", [row.interval for row in rows]),
                Column("strategy", [row.strategy for row in rows]),
                Column("closed_trades", [row.closed_trades for row in rows], "count"),
                Column("open_trades", [row.open_trades for row in rows], "count"),
                Column("first_day", [row.first_day for row in rows], "day"),
                Column("last_day", [row.last_day for row in rows], "day"),
                Column("net_profit", [row.net_profit for row in rows], "money"),
                Column("marked_profit", [row.marked_profit for row in rows], "money"),
                Column("warnings", [worse_than_notes(row) for row in rows], "count"),
                Column("name", [row.name for row in rows]),
                Column("daily_rows", [row.daily_rows for row in rows], "count"),
                Column("source", [row.source.value for row in rows]),
                Column("added_at", [row.added_at for row in rows], "instant"),
            ),
        )


class FileView(View):
    """One file: what is known about it, and the report of its reconciliation."""

    file: TradeFile

    def table(self) -> Table:
        """Return one row a finding."""
        rows = self.file.findings
        return Table(
            f"{self.file.name}: reconciliation",
            (
                Column("rule", [row.rule for row in rows]),
                Column("severity", [row.severity.value for row in rows]),
                Column("message", [row.message for row in rows]),
                Column("where", [row.where for row in rows]),
                Column("expected", [row.expected for row in rows], "number"),
                Column("found", [row.found for row in rows], "number"),
            ),
        )


@dataclass(frozen=True, slots=True)
class ListFiles:
    """List what is known about each file."""

    portfolio: ReadPortfolio

    async def __call__(self) -> FilesView:
        """List all files; none before the first was added."""
        version = await self.portfolio.version()
        return FilesView(data_version=version, files=tuple(await self.portfolio.files.files()))


@dataclass(frozen=True, slots=True)
class ShowFile:
    """Show one file and how far its figures agree with each other."""

    store: TradeStore

    async def __call__(self, ref: str) -> FileView:
        """Show the file of this id or name. Raises `TradeFileNotFoundError`, `AmbiguousFileError`."""
        return FileView(file=await self.store.file(ref))


@dataclass(frozen=True, slots=True)
class RemoveFile:
    """Forget a file and its rows."""

    store: TradeStore

    async def __call__(self, ref: str) -> TradeFile:
        """Forget the file of this id or name; return what it was.

        Raises `TradeFileNotFoundError`, `AmbiguousFileError`.
        """
        file = await self.store.file(ref)
        await self.store.remove(file.id)
        return file


def worse_than_notes(file: TradeFile) -> int:
    """Return how many findings limit the figures of a file, or make them doubtful."""
    return sum(finding.severity is not Severity.NOTE for finding in file.findings)
