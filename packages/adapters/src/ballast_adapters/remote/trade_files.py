"""Files of trades on a server: sent there, listed, removed; and how its plain CSV files are read."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from pydantic import BaseModel

from ballast_adapters.remote.server import Parameters, Server
from ballast_core.shared.errors import ConflictError, InvalidError
from ballast_core.shared.progress import Progress, Tell, tell_nobody
from ballast_core.trades import (
    AddReport,
    AddSpec,
    ColumnMapping,
    FileOutcome,
    FilesView,
    FileView,
    Incoming,
    MappingsView,
    Outcome,
    TradeFile,
)

FILES_AT_ONCE = 4
"""What a server reads at once; more of them would be a job there."""


@dataclass(frozen=True, slots=True)
class RemoteFiles:
    """Files of trades on a server; each method is called and answers like the use case of its name."""

    server: Server

    async def add_files(self, spec: AddSpec, tell: Tell = tell_nobody) -> AddReport:
        """Send files of trades, a few at a time, and tell what became of each."""
        asked = {"on_same": spec.on_same.value, "mapping": spec.mapping, "dry_run": spec.dry_run or None}
        outcomes: list[FileOutcome] = []
        for some in _batches(spec.files):
            outcomes += await self._send(some, asked)
            said = f"{outcomes[-1].name}: {outcomes[-1].outcome.value}"
            tell(Progress(done=len(outcomes), total=len(spec.files), said=said))
        return AddReport(outcomes=tuple(outcomes), dry_run=spec.dry_run)

    async def list_files(self) -> FilesView:
        """List the files of trades."""
        return await self.ask(FilesView, "/files")

    async def show_file(self, ref: str) -> FileView:
        """Show one file and how far its figures agree with each other."""
        return await self.ask(FileView, f"/files/{quote(ref, safe='')}")

    async def remove_file(self, ref: str) -> TradeFile:
        """Forget a file and its rows."""
        return self.server.read(
            TradeFile, await self.server.change("DELETE", f"/files/{quote(ref, safe='')}")
        )

    async def list_mappings(self) -> MappingsView:
        """List the column mappings."""
        return await self.ask(MappingsView, "/mappings")

    async def save_mapping(self, mapping: ColumnMapping) -> ColumnMapping:
        """Keep a column mapping under its name."""
        path = f"/mappings/{quote(mapping.name)}"
        return self.server.read(ColumnMapping, await self.server.change("PUT", path, mapping))

    async def drop_mapping(self, name: str) -> None:
        """Forget a column mapping."""
        await self.server.change("DELETE", f"/mappings/{quote(name)}")

    async def show_revision(self) -> str:
        """Tell one state of the stored files from another."""
        return (await self.list_files()).data_version

    async def ask[V: BaseModel](self, kind: type[V], path: str, parameters: Parameters | None = None) -> V:
        """Return the view that answers a question."""
        return self.server.read(kind, await self.server.get(path, parameters))

    async def _send(self, files: Sequence[Incoming], asked: Parameters) -> tuple[FileOutcome, ...]:
        try:
            answer = await self.server.upload("/upload", [(one.name, one.content) for one in files], asked)
        except (InvalidError, ConflictError) as error:
            if len(files) > 1 or not error.code.startswith("trades."):
                raise
            refused = FileOutcome(
                name=files[0].name,
                outcome=Outcome.REFUSED,
                fault=str(error),
                code=error.code,
                problems=error.problems,
            )
            return (refused,)
        return self.server.read(AddReport, answer).outcomes


def _batches(files: Sequence[Incoming]) -> Iterator[Sequence[Incoming]]:
    for start in range(0, len(files), FILES_AT_ONCE):
        yield files[start : start + FILES_AT_ONCE]
