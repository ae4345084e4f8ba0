"""What trade-list analytics needs from outside."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from ballast_core.trades.entities import ColumnMapping, Rows, TradeBook, TradeFile, Upload


class SheetReader(Protocol):
    """Opens workbooks."""

    async def sheets(self, name: str, content: bytes) -> Mapping[str, Rows]:
        """Return the visible sheets by name, in their order; pure cells, nothing is converted.

        Raises `RefusedFileError` for what is no workbook, carries macros, is encrypted, or would unpack to
        more than is allowed; that is found before cells are read.
        """
        ...


class TradeStore(Protocol):
    """Keeps files of trades: what is known about each, and its rows."""

    async def files(self) -> Sequence[TradeFile]:
        """Return all files by symbol, interval and name; empty when there is none."""
        ...

    async def file(self, ref: str) -> TradeFile:
        """Return the file of this id, or of this name when only one has it.

        Raises `TradeFileNotFoundError`, `AmbiguousFileError`.
        """
        ...

    async def books(self, ids: Sequence[str]) -> Mapping[str, TradeBook]:
        """Return the rows of files by id. Raises `TradeFileNotFoundError` for the first that is not there."""
        ...

    async def add(
        self,
        file: TradeFile,
        book: TradeBook,
        *,
        replaces: Sequence[str] = (),
        seen: Sequence[str] | None = None,
    ) -> bool:
        """Store a file and its rows, and forget those it replaces; tell whether it was new.

        The same id again changes nothing but what it replaces. All of it or nothing. `seen` are the ids of
        the other files of its strategy (source, symbol, interval and strategy) that the caller knows of.
        Raises `ChangedMeanwhileError` when those that are there are not the same.
        """
        ...

    async def remove(self, file_id: str) -> None:
        """Forget a file and its rows. Raises `TradeFileNotFoundError`."""
        ...

    async def revision(self) -> str:
        """Return a text that changes whenever the stored files change, and never otherwise."""
        ...


class UploadStore(Protocol):
    """Keeps what was uploaded until a job has read it, within reach of every machine."""

    async def stage(self, upload: Upload, content: bytes) -> None:
        """Keep a file. Keeping the same id again replaces it."""
        ...

    async def staged(self, upload_id: str) -> tuple[Upload, bytes] | None:
        """Return a file that was kept, or None."""
        ...

    async def drop(self, upload_ids: Sequence[str]) -> None:
        """Forget files; those that are not there do no harm."""
        ...

    async def drop_before(self, at: datetime) -> int:
        """Forget files that were kept before a moment; return how many."""
        ...


class MappingStore(Protocol):
    """Keeps column mappings of plain CSV files."""

    async def mappings(self) -> Sequence[ColumnMapping]:
        """Return all by name."""
        ...

    async def save_mapping(self, mapping: ColumnMapping) -> None:
        """Store a mapping under its name; the last one saved counts."""
        ...

    async def drop_mapping(self, name: str) -> None:
        """Forget a mapping. Raises `MappingNotFoundError`."""
        ...


class ArtifactCache(Protocol):
    """Keeps what was computed of one file, as long as there is room; it may forget at any time."""

    def find(self, key: str) -> object | None:
        """Return what was kept under this key, or None."""
        ...

    def keep(self, key: str, artifact: object, size_bytes: int) -> None:
        """Keep a thing; the ones not asked for the longest go when there is no room."""
        ...

    def counts(self) -> tuple[int, int]:
        """Return how often something was found and how often not."""
        ...
