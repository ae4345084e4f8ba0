"""Reading what a selection leaves: the files once, their parts from the cache, the rest anew."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from ballast_core.shared.arrays import to_date
from ballast_core.trades.entities import ContractTable, Direction, Selection, TradeFile
from ballast_core.trades.errors import DataMovedError, NothingSelectedError
from ballast_core.trades.ports import ArtifactCache, TradeStore
from ballast_core.trades.rules.assembly import Gathered, assemble
from ballast_core.trades.rules.choosing import Choice, choose, key_of
from ballast_core.trades.rules.per_file import FileRows, FileSide, file_rows, file_side, size_of
from ballast_core.trades.rules.portfolio import Portfolio, Side, bytes_of
from ballast_core.trades.usecases.about import AnswerAbout

_AT_ONCE = 16  # files whose rows are held beside each other while they are worked on


@dataclass(frozen=True, slots=True)
class ReadPortfolio:
    """Read the portfolio of a selection; the ground that every figure stands on.

    What is computed of one file depends on nothing but its bytes and the release, and is kept under both:
    no window, filter or multiplier can leave a trace in it.
    """

    files: TradeStore
    contracts: ContractTable
    cache: ArtifactCache
    release: str

    async def __call__(self, selection: Selection, *directions: Direction) -> Portfolio:
        """Return the portfolio with the sides of the selection's direction and of those given.

        Raises `BadSelectionError`, `NothingSelectedError`, `DataMovedError`.
        """
        choice, version = await self.choose(selection)
        asked = tuple(dict.fromkeys((choice.selection.direction, *directions)))
        key = key_of(choice, self.release)
        place = f"portfolio:{key}:{version}:"
        kept = self.cache.find(place + ",".join(sorted(asked)))
        if isinstance(kept, Portfolio):
            return replace(kept, files_reused=len(choice.files), files_computed=0)
        alone = self.cache.find(place + asked[0]) if len(asked) > 1 else None
        known: Mapping[Direction, Side] = alone.sides if isinstance(alone, Portfolio) else {}
        gathered = await self._gathered(choice.files, asked)
        made = await asyncio.to_thread(assemble, choice, gathered, key, version, known)
        self.cache.keep(place + ",".join(sorted(asked)), made, bytes_of(made))
        return made

    async def choose(self, selection: Selection) -> tuple[Choice, str]:
        """Return what a selection means, and the present data version, without reading rows.

        Raises `BadSelectionError`, `NothingSelectedError`, `DataMovedError`.
        """
        version = await self.version()
        if selection.data_version not in (None, version):
            raise DataMovedError(str(selection.data_version), version)
        return choose(selection, await self.files.files(), self.contracts), version

    async def version(self) -> str:
        """Return a short text that changes whenever stored files change, and never otherwise."""
        return sha256((await self.files.revision()).encode()).hexdigest()[:12]

    async def _gathered(self, files: Sequence[TradeFile], directions: Sequence[Direction]) -> Gathered:
        rows: list[FileRows] = []
        sides: dict[Direction, list[FileSide]] = {direction: [] for direction in directions}
        reused = 0
        for begin in range(0, len(files), _AT_ONCE):
            some = files[begin : begin + _AT_ONCE]
            found = await self._rows(some)
            reused += await asyncio.to_thread(self._laid_out, some, found, sides)
            rows += [found[file.id] for file in some]
        made = {direction: tuple(parts) for direction, parts in sides.items()}
        return Gathered(tuple(rows), made, reused, len(files) - reused)

    def _laid_out(
        self,
        files: Sequence[TradeFile],
        rows: Mapping[str, FileRows],
        sides: Mapping[Direction, list[FileSide]],
    ) -> int:
        # In a thread, so that whoever waits beside is still answered. Returns how many files were known.
        known = 0
        for file in files:
            parts = {direction: self._side(file, direction) for direction in sides}
            known += all(part is not None for part in parts.values())
            for direction, part in parts.items():
                sides[direction].append(part or self._made(file, rows[file.id], direction))
        return known

    async def _rows(self, files: Sequence[TradeFile]) -> Mapping[str, FileRows]:
        kept = {file.id: self.cache.find(self._key(file, "rows")) for file in files}
        found = {file_id: rows for file_id, rows in kept.items() if isinstance(rows, FileRows)}
        missing = [file for file in files if file.id not in found]
        books = await self.files.books([file.id for file in missing])
        read = await asyncio.to_thread(lambda: {file.id: file_rows(books[file.id]) for file in missing})
        for file in missing:
            rows = read[file.id]
            if rows is None:
                raise NothingSelectedError(f"{file.name} has neither a trade nor a daily mark")
            found[file.id] = rows
            self._keep(file, "rows", rows)
        return found

    def _side(self, file: TradeFile, direction: Direction) -> FileSide | None:
        kept = self.cache.find(self._key(file, direction))
        return kept if isinstance(kept, FileSide) else None

    def _made(self, file: TradeFile, rows: FileRows, direction: Direction) -> FileSide:
        side = file_side(rows, direction, file.name)
        self._keep(file, direction, side)
        return side

    def _keep(self, file: TradeFile, part: str, thing: FileRows | FileSide) -> None:
        self.cache.keep(self._key(file, part), thing, size_of(thing))

    def _key(self, file: TradeFile, part: str) -> str:
        return f"{file.id}:{part}:{self.release}"


def about_of(portfolio: Portfolio, *notes: str) -> AnswerAbout:
    """Return what an answer says of the portfolio that it stands on, and notes of its own."""
    return AnswerAbout(
        key=portfolio.key,
        data_version=portfolio.data_version,
        account_equity=portfolio.capital,
        first_day=to_date(portfolio.days[0]),
        last_day=to_date(portfolio.days[-1]),
        files_reused=portfolio.files_reused,
        files_computed=portfolio.files_computed,
        notes=(*portfolio.notes, *notes),
    )
