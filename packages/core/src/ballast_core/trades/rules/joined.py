"""Trades of several files as one list."""

from collections.abc import Sequence

import numpy as np

from ballast_core.shared.arrays import Ints
from ballast_core.trades.entities import TradeColumns

_COLUMNS = tuple(
    name for name in TradeColumns.__slots__ if name not in {"signals", "entry_signal", "exit_signal"}
)


def joined(parts: Sequence[TradeColumns]) -> TradeColumns:
    """Return the trades of several files one file after the other, without their signals.

    Shapes: trades (n1,), (n2,) ... in, (n,) out; a single file is returned as it is.
    Units: as given.
    NaN: stays.
    Raises: nothing; there is at least one file.
    Source: definition.
    """
    if len(parts) == 1:
        return parts[0]
    columns = {name: np.concatenate([getattr(part, name) for part in parts]) for name in _COLUMNS}
    unnamed = np.zeros(columns["number"].size, np.int64)
    return TradeColumns(**columns, entry_signal=unnamed, exit_signal=unnamed, signals=("",))


def owners(parts: Sequence[TradeColumns]) -> Ints:
    """Return for each trade of the joined list which file it is of.

    Shapes: trades (n1,), (n2,) ... in, (n,) out.
    Units: positions of files.
    NaN: positions have none.
    Raises: nothing.
    Source: definition.
    """
    return np.repeat(np.arange(len(parts)), [len(part) for part in parts])
