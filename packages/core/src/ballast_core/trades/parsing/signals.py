"""Names of signals as codes: few names, many trades."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ballast_core.shared.arrays import Ints
from ballast_core.trades.entities import Cell
from ballast_core.trades.parsing import cells


@dataclass(frozen=True, slots=True)
class Signals:
    """Positions in `names` of each trade's entry and exit signal."""

    entry: Ints
    exit: Ints
    names: tuple[str, ...]


def encode_signals(entry: Sequence[Cell], leaving: Sequence[Cell]) -> Signals:
    """Return the names in the order in which they first appear; an absent name is the empty text."""
    every = [*entry, *leaving]
    named = {cell: "" if cells.is_absent(cell) else cells.text(cell) for cell in dict.fromkeys(every)}
    code = {name: at for at, name in enumerate(dict.fromkeys(named.values()))}
    codes = np.fromiter((code[named[cell]] for cell in every), np.int64, len(every))
    return Signals(codes[: len(entry)], codes[len(entry) :], tuple(code))
