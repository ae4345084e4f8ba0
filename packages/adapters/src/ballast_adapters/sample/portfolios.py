"""How a portfolio is rebalanced: lots, cash and trades, block by block."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from ballast_adapters.sample.market import Market
from ballast_adapters.sample.models import Model
from ballast_core.shared.arrays import Ints

START_CENTS = 1_000_000
_FEE_CENTS = 495
_PATIENCE = 3
"""A stock is kept until its place is this far below the last one that is bought."""

type Choice = Callable[[int], Model | None]
"""Which model decides at a row; none holds cash."""


@dataclass(frozen=True, slots=True)
class Lot:
    """Shares of a stock, bought at one price."""

    stock: int
    shares: int
    cents: int


@dataclass(frozen=True, slots=True)
class Block:
    """A portfolio from the close of `row` on, and the trades that led to it; sales have negative shares.

    `before` is set where a company was taken over after the trades: what was held until then.
    """

    row: int
    lots: tuple[Lot, ...]
    cash: int
    trades: tuple[Lot, ...] = ()
    deciding: str = ""
    before: "Block | None" = None


type Event = Callable[[Market, Block], Block]


def rebalanced(
    market: Market,
    choice: Choice,
    rows: Sequence[int],
    *,
    rng: np.random.Generator,
    start: Block | None,
    events: Mapping[int, Event],
) -> list[Block]:
    """Return a block for each row; the first continues from `start`, or from the starting cash.

    An event changes the block at its row.
    """
    blocks: list[Block] = []
    last = start or Block(rows[0], (), START_CENTS)
    for row in rows:
        last = _rebalance(market, choice(row), last, row, rng)
        last = events[row](market, last) if row in events else last
        blocks.append(last)
    return blocks


def closing_values(market: Market, blocks: Sequence[Block]) -> Ints:
    """Return what the portfolio is worth in cents at each close; 0 before the first block."""
    values = np.zeros(market.days.size, dtype=np.int64)
    ends = [block.row for block in blocks[1:]] + [market.days.size]
    for block, end in zip(blocks, ends, strict=True):
        values[block.row : end] = block.cash
        for lot in block.lots:
            values[block.row : end] += lot.shares * market.cents[lot.stock, block.row : end]
    return values


def overspent(market: Market, block: Block) -> Block:
    """Return the block after one more purchase, for which there was not cash enough."""
    stock = block.lots[-1].stock
    price = int(market.cents[stock, block.row])
    bought = Lot(stock, block.cash // price + 1, price)
    return replace(
        block,
        lots=(*block.lots, bought),
        trades=(*block.trades, bought),
        cash=block.cash - bought.shares * price,
    )


def taken_over(market: Market, block: Block) -> Block:
    """Return the block after its first company was bought for cash at the last price."""
    stock = block.lots[0].stock
    paid = sum(lot.shares for lot in block.lots if lot.stock == stock) * int(market.cents[stock, block.row])
    rest = tuple(lot for lot in block.lots if lot.stock != stock)
    return replace(block, lots=rest, cash=block.cash + paid, before=block)


def _rebalance(market: Market, model: Model | None, last: Block, row: int, rng: np.random.Generator) -> Block:
    prices = market.cents[:, row]
    worth = last.cash + sum(lot.shares * int(prices[lot.stock]) for lot in last.lots)
    targets = _targets(market, model, last, row, worth * (0.9 + 0.09 * rng.random()), rng)
    kept, sales = _sell(last.lots, targets, prices)
    cash = last.cash - _cost(sales) - _FEE_CENTS * len(sales)
    bought = _buy(kept, targets, prices, cash)
    cash -= _cost(bought) + _FEE_CENTS * len(bought)
    if rng.random() < 0.9 and cash > 0:
        cash -= cash % 100  # as a rule the owner writes whole dollars
    return Block(row, (*kept, *bought), cash, (*sales, *bought), model.name if model else "cash")


def _targets(
    market: Market, model: Model | None, last: Block, row: int, worth: float, rng: np.random.Generator
) -> dict[int, float]:
    if model is None:
        return {}
    places = [int(stock) for stock in model.best(market, row)[: model.size + _PATIENCE]]
    held = dict.fromkeys(lot.stock for lot in last.lots if lot.stock in places)
    chosen = list(dict.fromkeys((*held, *places)))[: model.size]
    weights = 0.6 + 0.8 * rng.random(len(chosen))
    total = sum(weights.tolist())
    return {stock: worth * float(weight) / total for stock, weight in zip(chosen, weights, strict=True)}


def _sell(lots: Iterable[Lot], targets: dict[int, float], prices: Ints) -> tuple[list[Lot], list[Lot]]:
    # what is no target goes whole, of what is far above its target the oldest shares
    excess = _excess(lots, targets, prices)
    kept: list[Lot] = []
    sales: list[Lot] = []
    for lot in lots:
        sold = min(lot.shares, excess.get(lot.stock, lot.shares))
        if sold:
            sales.append(Lot(lot.stock, -sold, int(prices[lot.stock])))
            excess[lot.stock] = excess.get(lot.stock, sold) - sold
        if sold < lot.shares:
            kept.append(replace(lot, shares=lot.shares - sold))
    return kept, sales


def _excess(lots: Iterable[Lot], targets: dict[int, float], prices: Ints) -> dict[int, int]:
    excess: dict[int, int] = {}
    for stock, target in targets.items():
        price = int(prices[stock])
        held = sum(lot.shares for lot in lots if lot.stock == stock) * price
        excess[stock] = int((held - target) / price) if held > 1.5 * target else 0
    return excess


def _buy(kept: Iterable[Lot], targets: dict[int, float], prices: Ints, cash: int) -> list[Lot]:
    bought: list[Lot] = []
    for stock, target in targets.items():
        price = int(prices[stock])
        held = sum(lot.shares for lot in kept if lot.stock == stock) * price
        shares = int(min(target - held, cash - _FEE_CENTS) / price)
        if shares > 0 and held < 0.7 * target:
            bought.append(Lot(stock, shares, price))
            cash -= shares * price + _FEE_CENTS
    return bought


def _cost(trades: Iterable[Lot]) -> int:
    return sum(trade.shares * trade.cents for trade in trades)
