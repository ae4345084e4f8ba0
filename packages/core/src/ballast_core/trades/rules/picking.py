"""Some of the trades of a file, or all of them times a factor."""

from ballast_core.shared.arrays import Bools, Ints
from ballast_core.trades.entities import TradeColumns


def picked(trades: TradeColumns, kept: Bools | Ints) -> TradeColumns:
    """Return some of the trades.

    Shapes: (k,) in, (j,) out.
    Units: as given.
    NaN: passed on.
    Raises: nothing.
    Source: definition.
    """
    return TradeColumns(
        number=trades.number[kept],
        side=trades.side[kept],
        contracts=trades.contracts[kept],
        entry_at=trades.entry_at[kept],
        exit_at=trades.exit_at[kept],
        entry_price=trades.entry_price[kept],
        exit_price=trades.exit_price[kept],
        gross=trades.gross[kept],
        net=trades.net[kept],
        commission=trades.commission[kept],
        slippage=trades.slippage[kept],
        run_up=trades.run_up[kept],
        drawdown=trades.drawdown[kept],
        entry_signal=trades.entry_signal[kept],
        exit_signal=trades.exit_signal[kept],
        signals=trades.signals,
    )


def scaled(trades: TradeColumns, by: float) -> TradeColumns:
    """Return trades with money and contracts times a factor.

    Shapes: (k,) in, (k,) out; no copy for a factor of 1.
    Units: as given.
    NaN: stays.
    Raises: nothing.
    Source: definition.
    """
    if by == 1:
        return trades
    return TradeColumns(
        number=trades.number,
        side=trades.side,
        contracts=trades.contracts * by,
        entry_at=trades.entry_at,
        exit_at=trades.exit_at,
        entry_price=trades.entry_price,
        exit_price=trades.exit_price,
        gross=trades.gross * by,
        net=trades.net * by,
        commission=trades.commission * by,
        slippage=trades.slippage * by,
        run_up=trades.run_up * by,
        drawdown=trades.drawdown * by,
        entry_signal=trades.entry_signal,
        exit_signal=trades.exit_signal,
        signals=trades.signals,
    )
