"""What can go wrong with trade lists."""

from collections.abc import Sequence

from ballast_core.shared.errors import (
    ConflictError,
    InvalidError,
    NotFoundError,
    Problem,
)


class TradeFileNotFoundError(NotFoundError):
    """No file of trades goes by this id or name."""

    code = "trades.file_not_found"

    def __init__(self, file: str) -> None:
        super().__init__(f"there is no file of trades {file!r}; `ballast trades list` shows all")
        self.file = file


class AmbiguousFileError(ConflictError):
    """Several files have this name; only an id tells which."""

    code = "trades.ambiguous_file"

    def __init__(self, name: str, ids: Sequence[str]) -> None:
        super().__init__(f"{len(ids)} files are named {name!r}; say which by its id: {', '.join(ids)}")
        self.name, self.ids = name, tuple(ids)


class BadWorkbookError(InvalidError):
    """A file cannot be read as a list of trades; nothing of it was kept.

    Each problem's `where` is `sheet!cell`, such as `Trades List!G14`, or a line of a text file.
    """

    code = "trades.bad_workbook"

    def __init__(self, name: str, *problems: Problem) -> None:
        first = problems[0]
        more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
        where = f", {first.where}" if first.where else ""
        super().__init__(f"{name}{where}: {first.what}{more}", *problems)
        self.name = name


class RefusedFileError(InvalidError):
    """A file was refused before it was read: its type, its size, or what it carries."""

    code = "trades.refused_file"

    def __init__(self, name: str, why: str) -> None:
        super().__init__(f"{name}: {why}", Problem(name, why))
        self.name = name


class TooManyFilesError(InvalidError):
    """More files came at once than are taken."""

    code = "trades.too_many_files"

    def __init__(self, files: int, most: int) -> None:
        super().__init__(
            f"{files} files are more than {most} at once (setting uploads.max_files); add them in parts"
        )


class UploadGoneError(NotFoundError):
    """An upload is not kept any more, or never was."""

    code = "trades.upload_gone"

    def __init__(self, upload: str) -> None:
        super().__init__(f"the upload {upload!r} is not kept any more; upload the file again")


class SameStrategyError(ConflictError):
    """Another file of the same strategy is there, and nobody said what to do with it."""

    code = "trades.same_strategy"

    def __init__(self, name: str, others: Sequence[str]) -> None:
        there = ", ".join(others)
        super().__init__(
            f"{name} is of the same strategy as {there}: say whether it replaces that or stands beside it"
        )
        self.name, self.others = name, tuple(others)


class ShorterExportError(ConflictError):
    """A file would replace another export of its strategy, and ends before it."""

    code = "trades.shorter_export"

    def __init__(self, name: str, other: str, why: str) -> None:
        super().__init__(
            f"{name} does not replace {other}: {why}; add it beside it, or remove the other one first"
        )
        self.name, self.other = name, other


class ChangedMeanwhileError(ConflictError):
    """Files of a strategy came or went between a look at them and the change that was built on it."""

    code = "trades.changed_meanwhile"

    def __init__(self, name: str) -> None:
        super().__init__(f"other files of the strategy of {name} came or went meanwhile; add it again")


class NothingSelectedError(NotFoundError):
    """No file, or no trade, is left by a selection."""

    code = "trades.nothing_selected"

    def __init__(self, why: str) -> None:
        super().__init__(f"the selection leaves nothing: {why}")


class UnknownContractError(InvalidError):
    """A figure needs the margin or the point value of a symbol that the contract table lacks."""

    code = "trades.unknown_contract"

    def __init__(self, symbols: Sequence[str], what: str) -> None:
        names = ", ".join(symbols)
        super().__init__(
            f"no {what} is known for {names}; add it to contracts.toml or give it with the selection",
            *(Problem(symbol, f"no {what}") for symbol in symbols),
        )
        self.symbols = tuple(symbols)


class BadSelectionError(InvalidError):
    """A selection makes no sense."""

    code = "trades.bad_selection"


class DataMovedError(ConflictError):
    """The stored files are no longer those that a selection was made for."""

    code = "trades.data_moved"

    def __init__(self, asked: str, present: str) -> None:
        super().__init__(
            f"the files have changed since data version {asked}: now it is {present}; "
            "look at the selection again, or leave the version out"
        )
        self.asked, self.present = asked, present


class FigureNotFoundError(NotFoundError):
    """No figure has this name."""

    code = "trades.figure_not_found"

    def __init__(self, name: str, alike: Sequence[str]) -> None:
        near = f"; there are {', '.join(alike[:8])}" if alike else ""
        super().__init__(f"there is no figure {name!r}{near}; `ballast trades figures` lists all")
        self.name = name


class BadMappingError(InvalidError):
    """A column mapping could read no file."""

    code = "trades.bad_mapping"

    def __init__(self, name: str, *problems: Problem) -> None:
        first, more = problems[0], len(problems) - 1
        tail = f" (and {more} more)" if more else ""
        super().__init__(f"the column mapping {name!r} could read no file: {first.what}{tail}", *problems)
        self.name = name


class MappingNotFoundError(NotFoundError):
    """No column mapping goes by this name."""

    code = "trades.mapping_not_found"

    def __init__(self, name: str) -> None:
        super().__init__(f"there is no column mapping named {name!r}")
        self.name = name


class NoAllocationError(InvalidError):
    """No vector of contracts keeps every limit; the message names the one that binds and what would help."""

    code = "trades.no_allocation"

    def __init__(self, binding: str, relaxation: str) -> None:
        super().__init__(
            f"no contracts keep every limit: {binding}; {relaxation}", Problem(binding, relaxation)
        )
        self.binding, self.relaxation = binding, relaxation
