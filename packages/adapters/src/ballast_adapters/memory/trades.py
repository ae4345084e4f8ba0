"""MemoryTradeStore: files of trades, uploads and column mappings in plain dicts."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from ballast_core.trades import (
    AmbiguousFileError,
    ChangedMeanwhileError,
    ColumnMapping,
    MappingNotFoundError,
    TradeBook,
    TradeFile,
    TradeFileNotFoundError,
    Upload,
)


class MemoryTradeStore:
    """Fits all stores of trade lists, and forgets all at the end of the process."""

    def __init__(self) -> None:
        self._stored: dict[str, tuple[TradeFile, TradeBook]] = {}
        self._uploads: dict[str, tuple[Upload, bytes]] = {}
        self._mappings: dict[str, ColumnMapping] = {}
        self._revision = 0

    async def files(self) -> Sequence[TradeFile]:
        """Return all files by symbol, interval and name; empty when there is none."""
        return sorted((file for file, _ in self._stored.values()), key=_place)

    async def file(self, ref: str) -> TradeFile:
        """Return the file of this id, or of this name when only one has it.

        Raises `TradeFileNotFoundError`, `AmbiguousFileError`.
        """
        if ref in self._stored:
            return self._stored[ref][0]
        named = [file for file in await self.files() if file.name == ref]
        if not named:
            raise TradeFileNotFoundError(ref)
        if len(named) > 1:
            raise AmbiguousFileError(ref, [file.id for file in named])
        return named[0]

    async def books(self, ids: Sequence[str]) -> Mapping[str, TradeBook]:
        """Return the rows of files by id. Raises `TradeFileNotFoundError` for the first that is not there."""
        for one in ids:
            if one not in self._stored:
                raise TradeFileNotFoundError(one)
        return {one: self._stored[one][1] for one in ids}

    async def add(
        self,
        file: TradeFile,
        book: TradeBook,
        *,
        replaces: Sequence[str] = (),
        seen: Sequence[str] | None = None,
    ) -> bool:
        """Store a file and its rows, and forget those it replaces; tell whether it was new.

        The same id again changes nothing but what it replaces. Raises `ChangedMeanwhileError`.
        """
        stored = (other for other, _ in self._stored.values() if other.id != file.id)
        if seen is not None and {one.id for one in stored if _strategy(one) == _strategy(file)} != set(seen):
            raise ChangedMeanwhileError(file.name)
        new = file.id not in self._stored
        gone = {one for one in replaces if one in self._stored and one != file.id}
        for one in gone:
            del self._stored[one]
        if new:
            self._stored[file.id] = file, book
        self._revision += new or bool(gone)
        return new

    async def remove(self, file_id: str) -> None:
        """Forget a file and its rows. Raises `TradeFileNotFoundError`."""
        if self._stored.pop(file_id, None) is None:
            raise TradeFileNotFoundError(file_id)
        self._revision += 1

    async def revision(self) -> str:
        """Return a text that changes whenever the stored files change, and never otherwise."""
        return str(self._revision)

    async def stage(self, upload: Upload, content: bytes) -> None:
        """Keep a file. Keeping the same id again replaces it."""
        self._uploads[upload.id] = upload, content

    async def staged(self, upload_id: str) -> tuple[Upload, bytes] | None:
        """Return a file that was kept, or None."""
        return self._uploads.get(upload_id)

    async def drop(self, upload_ids: Sequence[str]) -> None:
        """Forget files; those that are not there do no harm."""
        for one in upload_ids:
            self._uploads.pop(one, None)

    async def drop_before(self, at: datetime) -> int:
        """Forget files that were kept before a moment; return how many."""
        stale = [key for key, (upload, _) in self._uploads.items() if upload.added_at < at]
        await self.drop(stale)
        return len(stale)

    async def mappings(self) -> Sequence[ColumnMapping]:
        """Return all by name."""
        return [self._mappings[name] for name in sorted(self._mappings)]

    async def save_mapping(self, mapping: ColumnMapping) -> None:
        """Store a mapping under its name; the last one saved counts."""
        self._mappings[mapping.name] = mapping

    async def drop_mapping(self, name: str) -> None:
        """Forget a mapping. Raises `MappingNotFoundError`."""
        if self._mappings.pop(name, None) is None:
            raise MappingNotFoundError(name)


def _place(file: TradeFile) -> tuple[str, bool, int, str, str]:
    minutes = file.interval_minutes
    return file.symbol, minutes is None, minutes or 0, file.name, file.id


def _strategy(file: TradeFile) -> tuple[str, ...]:
    return file.source.value, file.symbol, file.interval, file.strategy
