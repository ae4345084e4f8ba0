"""Columns of several files' trades as one."""

from collections.abc import Sequence
from typing import Literal

import numpy as np

from ballast_core.shared.arrays import Bools, Floats, Instants, Ints
from ballast_core.trades.entities import TradeColumns


def money(parts: Sequence[TradeColumns], name: Literal["net", "gross", "drawdown", "run_up"]) -> Floats:
    """Return a column of money of several files, one file after the other.

    Shapes: trades (n1,), (n2,) ... in, (n,) out.
    Units: as given.
    NaN: stays.
    Raises: nothing; there is at least one file.
    Source: definition.
    """
    return np.concatenate([getattr(part, name) for part in parts])


def moments(parts: Sequence[TradeColumns], name: Literal["entry_at", "exit_at"]) -> Instants:
    """Return the times of entry or exit of several files, one file after the other.

    Shapes: trades (n1,), (n2,) ... in, (n,) out.
    Units: `datetime64[us]`.
    NaN: NaT stays.
    Raises: nothing; there is at least one file.
    Source: definition.
    """
    return np.concatenate([getattr(part, name) for part in parts])


def sides(parts: Sequence[TradeColumns]) -> Ints:
    """Return the sides of several files' trades, one file after the other.

    Shapes: trades (n1,), (n2,) ... in, (n,) out.
    Units: +1 long, -1 short.
    NaN: none.
    Raises: nothing; there is at least one file.
    Source: definition.
    """
    return np.concatenate([part.side for part in parts])


def owners(parts: Sequence[TradeColumns]) -> Ints:
    """Return for each trade of the joined columns which file it is of.

    Shapes: trades (n1,), (n2,) ... in, (n,) out.
    Units: positions of files.
    NaN: positions have none.
    Raises: nothing.
    Source: definition.
    """
    return np.repeat(np.arange(len(parts)), [len(part) for part in parts])


def closed_in_order(parts: Sequence[TradeColumns]) -> tuple[Floats, Instants, Bools]:
    """Return net profit, time of exit and whether they are long of all closed trades, by time of exit.

    Trades that end at the same time keep the order of files.

    Shapes: trades (n1,), (n2,) ... in, three of (m,) out.
    Units: money, `datetime64[us]`.
    NaN: none: open trades are left out.
    Raises: nothing; there is at least one file.
    Source: definition.
    """
    net, ends = money(parts, "net"), moments(parts, "exit_at")
    long = np.concatenate([part.side > 0 for part in parts])
    order = np.argsort(ends.view(np.int64), kind="stable")  # merges the runs that files come in
    still = int(np.count_nonzero(np.isnat(ends)))  # no moment is the least number: open trades come first
    order = order[still:]
    return net[order], ends[order], long[order]
