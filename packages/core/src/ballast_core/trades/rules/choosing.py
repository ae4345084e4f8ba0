"""Which files a selection means, what is in force for them, and the key that names the whole of it."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from ballast_core.shared.errors import Problem
from ballast_core.trades.entities import ContractTable, Selection, TradeFile
from ballast_core.trades.errors import BadSelectionError, NothingSelectedError

_SHOWN = 12
_CURRENCIES = "The files are in {names}; their money is added up as if it were of one currency."


@dataclass(frozen=True, slots=True)
class Choice:
    """The files that a selection means, in the order of the store, and what is in force for them.

    `selection` is the normal form: files, symbols, intervals and strategies have become the ids of the
    files; what concerns other files is gone, and the data version, which is looked at before. `margins` are
    initial margins by symbol, None where nobody knows one; `overridden` are the symbols whose margin the
    selection gives itself. `contracts` are those of the symbols that the table knows.
    """

    selection: Selection
    files: tuple[TradeFile, ...]
    margins: Mapping[str, float | None]
    overridden: frozenset[str]
    contracts: ContractTable

    @property
    def notes(self) -> tuple[str, ...]:
        """Return what must be read beside every figure of these files."""
        currencies = sorted({contract.currency for contract in self.contracts.values()})
        return (_CURRENCIES.format(names=" and ".join(currencies)),) if len(currencies) > 1 else ()


def choose(selection: Selection, files: Sequence[TradeFile], contracts: ContractTable) -> Choice:
    """Return what a selection means among these files.

    Raises `BadSelectionError` for a file, symbol, interval or strategy that is not there, naming those that
    are; `NothingSelectedError` when no file is left, naming the filter that left none.
    """
    if not files:
        raise NothingSelectedError("there is no file of trades yet; add one first")
    ids = _Refs(files)
    _require_known(selection, files, ids)
    chosen = _filtered(selection, files, ids)
    symbols = {file.symbol for file in chosen}
    kept = {file.id for file in chosen}
    multipliers = {ids.known[ref]: times for ref, times in selection.multipliers.items()}
    overrides = _overrides(selection, chosen, ids)
    normal = Selection(
        files=tuple(sorted(kept)),
        direction=selection.direction,
        start=selection.start,
        end=selection.end,
        multipliers={ref: times for ref, times in multipliers.items() if ref in kept},
        margins=overrides,
        spikes=selection.spikes,
        account_equity=selection.account_equity,
    )
    known = {symbol: contracts[symbol] for symbol in sorted(symbols) if symbol in contracts}
    table = {symbol: contract.initial_margin for symbol, contract in known.items()}
    margins = {symbol: overrides.get(symbol, table.get(symbol)) for symbol in sorted(symbols)}
    return Choice(normal, tuple(chosen), margins, frozenset(overrides), known)


def key_of(choice: Choice, release: str) -> str:
    """Return the SHA-256 over all that decides about a figure: equal for requests that mean the same.

    The ids of the files stand for their contents, the margins in force and the point values for the contract
    table. A data version is not part of it: it only asks whether the data are still those.
    """
    said = choice.selection.model_dump(mode="json", exclude={"margins"})
    points = {symbol: [one.point_value, one.currency] for symbol, one in choice.contracts.items()}
    said |= {"in_force": dict(choice.margins), "points": points, "release": release}
    return sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


class _Refs:
    """What files are called by: ids, and the names that only one of them has."""

    def __init__(self, files: Sequence[TradeFile]) -> None:
        names = [file.name for file in files]
        self.known = {file.name: file.id for file in files if names.count(file.name) == 1}
        self.known |= {file.id: file.id for file in files}
        self.names = names

    def fault(self, ref: str) -> str:
        """Say what is wrong with a reference that is not known."""
        if ref in self.names:
            return f"several files are named {ref!r}; say which by its id"
        return f"no file {ref!r}; there are {_some(self.names)}"


def _require_known(selection: Selection, files: Sequence[TradeFile], ids: _Refs) -> None:
    symbols = {file.symbol for file in files}
    problems = [
        *(Problem("files", ids.fault(ref)) for ref in selection.files if ref not in ids.known),
        *_strange("symbols", "symbol", selection.symbols, symbols),
        *_strange(
            "intervals",
            "interval",
            map(str, selection.intervals),
            {str(file.interval_minutes) for file in files if file.interval_minutes is not None},
        ),
        *_strange("strategies", "strategy", selection.strategies, {file.strategy for file in files}),
        *(Problem("multipliers", ids.fault(ref)) for ref in selection.multipliers if ref not in ids.known),
        *(
            Problem("margins", f"no symbol and no file {ref!r}; there are {_some(sorted(symbols))}")
            for ref in selection.margins
            if ref not in ids.known and ref not in symbols
        ),
    ]
    if problems:
        raise BadSelectionError("; ".join(one.what for one in problems), *problems)


def _strange(where: str, what: str, asked: Iterable[str], there: set[str]) -> list[Problem]:
    return [
        Problem(where, f"no {what} {one!r}; there are {_some(sorted(there))}")
        for one in asked
        if one not in there
    ]


def _filtered(selection: Selection, files: Sequence[TradeFile], ids: _Refs) -> list[TradeFile]:
    refs = {ids.known[ref] for ref in selection.files}
    steps: tuple[tuple[str, Sequence[object], Callable[[TradeFile], bool]], ...] = (
        ("file", selection.files, lambda file: file.id in refs),
        ("symbol", selection.symbols, lambda file: file.symbol in selection.symbols),
        ("interval", selection.intervals, lambda file: file.interval_minutes in selection.intervals),
        ("strategy", selection.strategies, lambda file: file.strategy in selection.strategies),
    )
    left = list(files)
    for what, asked, fits in steps:
        before, left = left, [file for file in left if not asked or fits(file)]
        if not left:
            wanted = " or ".join(str(one) for one in asked)
            names = _some([file.name for file in before])
            raise NothingSelectedError(f"no file with {what} {wanted} is among {names}")
    return left


def _overrides(selection: Selection, chosen: Sequence[TradeFile], ids: _Refs) -> dict[str, float]:
    # Of several for one symbol, by itself or by its files, the greatest counts.
    symbols = {file.id: file.symbol for file in chosen}
    found: dict[str, float] = {}
    for ref, margin in selection.margins.items():
        symbol = symbols.get(ids.known.get(ref, ""), ref)
        if symbol in symbols.values():
            found[symbol] = max(margin, found.get(symbol, 0.0))
    return found


def _some(names: Sequence[str]) -> str:
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return ", ".join(names[:_SHOWN]) + more
