"""Put files away one after the other: each of them whole or not at all, and a bad one stops no other."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass

from ballast_core.shared.ahead import one_ahead
from ballast_core.shared.errors import BallastError, UnavailableError
from ballast_core.shared.progress import Progress, Tell
from ballast_core.trades.entities import ColumnMapping, TradeBook, TradeFile
from ballast_core.trades.errors import ChangedMeanwhileError, SameStrategyError
from ballast_core.trades.ports import TradeStore
from ballast_core.trades.rules.arrival import file_id
from ballast_core.trades.rules.exported import pieces
from ballast_core.trades.rules.same_strategy import require_longer, same_strategy
from ballast_core.trades.usecases.add_report import AddReport, FileOutcome, Incoming, OnSame, Outcome
from ballast_core.trades.usecases.read_file import ReadFile

_ATTEMPTS = 5

type Arriving = AsyncGenerator[Incoming | FileOutcome]
"""Files as they arrive, or what became of one that did not."""
type _Known = dict[str, TradeFile]


@dataclass(frozen=True, slots=True)
class How:
    """How many files come, and what to do with them; a dry run stores nothing."""

    total: int
    on_same: OnSame
    mapping: ColumnMapping | None
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class _Read:
    name: str
    file: TradeFile
    book: TradeBook


@dataclass(frozen=True, slots=True)
class AddEach:
    """Read and store what arrives; while one file is stored, the next one is read."""

    files: TradeStore
    read_file: ReadFile

    async def __call__(self, arriving: Arriving, how: How, tell: Tell) -> AddReport:
        """Tell what became of each. Raises `UnavailableError`: what was stored until then stays."""
        known = await self._known()
        outcomes: list[FileOutcome] = []
        async with aclosing(one_ahead(self._readings(arriving, how, known))) as readings:
            async for one in readings:
                outcomes.append(one if isinstance(one, FileOutcome) else await self._put(one, how, known))
                said = f"{outcomes[-1].name}: {outcomes[-1].outcome.value}"
                total = max(how.total, len(outcomes))
                tell(Progress(done=len(outcomes), total=total, said=said))
        return AddReport(outcomes=tuple(outcomes), dry_run=how.dry_run)

    async def _known(self) -> _Known:
        return {file.id: file for file in await self.files.files()}

    async def _readings(
        self, arriving: Arriving, how: How, known: _Known
    ) -> AsyncGenerator[_Read | FileOutcome]:
        async with aclosing(arriving):
            async for one in arriving:
                if isinstance(one, FileOutcome):
                    yield one
                    continue
                for name, content in pieces(one.name, one.content):
                    there = known.get(file_id(content))
                    yield _there(name, there) if there else await self._read(Incoming(name, content), how)

    async def _read(self, one: Incoming, how: How) -> _Read | FileOutcome:
        try:
            file, book = await self.read_file(one.name, one.content, how.mapping)
        except UnavailableError:
            raise
        except BallastError as error:
            return refused(one.name, error)
        return _Read(one.name, file, book)

    async def _put(self, read: _Read, how: How, known: _Known) -> FileOutcome:
        try:
            return await self._stored(read, how, known)
        except UnavailableError:
            raise
        except BallastError as error:
            return refused(read.name, error)

    async def _stored(self, read: _Read, how: How, known: _Known) -> FileOutcome:
        file = read.file
        for _ in range(_ATTEMPTS):
            others = same_strategy(file, known.values())
            gone = _replaced(file, others, how.on_same)
            try:
                new = how.dry_run or await self._add(read, others, gone)
            except ChangedMeanwhileError:  # somebody else adds files too: look again
                known.clear()
                known.update(await self._known())
                continue
            for one in gone:
                known.pop(one, None)
            known[file.id] = file
            return _placed(read.name, file, gone) if new else _there(read.name, file)
        raise ChangedMeanwhileError(file.name)

    async def _add(self, read: _Read, others: Sequence[TradeFile], gone: Sequence[str]) -> bool:
        seen = [other.id for other in others]
        return await self.files.add(read.file, read.book, replaces=gone, seen=seen)


def refused(name: str, error: BallastError) -> FileOutcome:
    """Return the outcome of a file that was not taken."""
    return FileOutcome(
        name=name, outcome=Outcome.REFUSED, fault=str(error), code=error.code, problems=error.problems
    )


def _replaced(file: TradeFile, others: Sequence[TradeFile], on_same: OnSame) -> tuple[str, ...]:
    """Return whose place the file takes."""
    if not others or on_same is OnSame.BESIDE:
        return ()
    if on_same is OnSame.REFUSE:
        raise SameStrategyError(file.name, [other.name for other in others])
    require_longer(file, others)
    return tuple(other.id for other in others)


def _placed(name: str, file: TradeFile, gone: tuple[str, ...]) -> FileOutcome:
    outcome = Outcome.REPLACED if gone else Outcome.ADDED
    return FileOutcome(name=name, outcome=outcome, id=file.id, file=file, replaced=gone)


def _there(name: str, file: TradeFile) -> FileOutcome:
    return FileOutcome(name=name, outcome=Outcome.SAME, id=file.id, file=file)
