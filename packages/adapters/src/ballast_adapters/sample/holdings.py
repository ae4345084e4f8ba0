"""Holdings files: portfolios block by block, as a program and a person wrote them over the years."""

from datetime import timedelta

from ballast_adapters.sample.books import Book
from ballast_adapters.sample.mistakes import spoil
from ballast_adapters.sample.models import META_MODEL
from ballast_adapters.sample.portfolios import Block, Lot

_TAGGED_FROM = 0.5
_ERAS = (0.2, 0.45, 0.75, 0.9)
"""Sales are logged in another way from here on: first not at all, in the end with purchases."""
_CASH_PRICES = ("1.0", "1.00", "1", "1.")


def holdings_text(book: Book) -> bytes:
    """Return the bytes of the file: CRLF, one `[Holdings]` header, blocks in order."""
    written = [_block(book, at) for at in range(len(book.blocks))]
    spoil(book, written)
    lines = ["[Holdings]", ""]
    for at, block in enumerate(written):
        blanks = 0 if at % 23 == 7 else 2 if at % 29 == 3 else 1
        lines += block + [""] * blanks
    if book.model is META_MODEL:
        lines += [f"trading_model: {book.blocks[-1].deciding}"]
    return "".join(f"{line}\r\n" for line in lines).encode()


def _block(book: Book, at: int) -> list[str]:
    block = book.blocks[at]
    first = ["cumulativecashin: 10000"] if at == 0 else []
    lines = [f"TradeDate: {_trade_date(book, at)}", *first, *_tag(book, at), *_log(book, at)]
    if block.before:
        lines += [*_lists(book, at, block.before), _takeover(book, at, block.before)]
    return lines + _lists(book, at, block)


def _trade_date(book: Book, at: int) -> str:
    day = book.day(at)
    if day.weekday() == 4 and at % 3 == 0 and at < len(book.blocks) - 1:
        day += timedelta(days=1)  # traded on Friday, written down on Saturday
    if at == 0 and book.model.name in {"naz100_hma", "naz100_pi"}:
        return f"{day.month}-{day.day}-{day.year}"
    return f"{day.year}-{day.month}-{day.day}" if book.age(at) < _ERAS[1] else day.isoformat()


def _tag(book: Book, at: int) -> list[str]:
    deciding = book.blocks[at].deciding
    if book.model is META_MODEL:
        switched = at > 0 and deciding != book.blocks[at - 1].deciding
        tagged = at == book.nth(_TAGGED_FROM) or (switched and book.age(at) > _TAGGED_FROM)
        return [f"trading_model: {deciding}"] if tagged else []
    if book.model.universe == "SP500":  # a base model with tags of others, as two real ones have them
        tags = {book.nth(0.95): "naz100_hma", book.nth(0.97): "naz100_pine"}
        return [f"trading_model: {tags[at]}"] if at in tags else []
    return []


def _log(book: Book, at: int) -> list[str]:
    era = sum(book.age(at) >= start for start in _ERAS)
    trades = book.blocks[at].trades
    if era and book.age(at - 1) < _ERAS[0]:  # the very first log is by hand, purchases only
        buys = [
            f"buy {t.shares:>3} {book.symbol(t.stock)}  at ${t.cents / 100:.2f}"
            for t in trades
            if t.shares > 0
        ]
        return [f"{'info' if i else 'ifno'}:  {text}" for i, text in enumerate(buys)]
    logged = [trade for trade in trades if era == 4 or (era and trade.shares < 0)]
    return [f"info:  {_trade(book, at, trade, era)}" for trade in logged]


def _trade(book: Book, at: int, trade: Lot, era: int) -> str:
    symbol, price = book.symbol(trade.stock), trade.cents / 100
    match era:
        case 1:
            return f"Sell {symbol} {trade.shares:.1f} at {price:.2f}"
        case 2:
            return f"Sell {symbol:<5} {trade.shares:>5} at {price:>9.2f}"
        case 3:
            return f"Sell {symbol:<5} {trade.shares:>5} {price:>9,.2f}"
        case _:
            side = "Sell" if trade.shares < 0 else "Buy "
            return f"{side} {book.day(at)} {symbol:<6} {trade.shares:>6} {price:>7.2f}"


def _takeover(book: Book, at: int, before: Block) -> str:
    stock, day = before.lots[0].stock, book.day(at) + timedelta(days=19)
    price = book.market.cents[stock, before.row] / 100
    return f"info: {book.symbol(stock)} acquired on {day.month}/{day.day}/{day:%y} at {price:.2f} per share"


def _lists(book: Book, at: int, block: Block) -> list[str]:
    age = book.age(at)
    rows = [_row(book, lot, age) for lot in block.lots]
    place = len(rows) if age < 0.85 else (0, len(rows) // 2, len(rows))[at % 3]
    rows.insert(place, ("CASH", _cash(block.cash, age), _CASH_PRICES[int(age * 12) % 4]))
    width = 0 if age < 0.1 else max(len(text) for row in rows for text in row) + 1
    gap = "\t" if at % 17 == 5 else " "
    keys = (f"{key:<10}" if width else f"{key} " for key in ("stocks:", "shares:", "buyprice:"))
    columns = zip(*rows, strict=True)
    return [
        key + gap.join(f"{text:<{width}}" for text in column)
        for key, column in zip(keys, columns, strict=True)
    ]


def _row(book: Book, lot: Lot, age: float) -> tuple[str, str, str]:
    shares = f"{lot.shares}.0" if 0.6 < age < 0.97 else str(lot.shares)
    price = repr(lot.cents / 100) if age > 0.8 else f"{lot.cents / 100:.2f}"
    return book.symbol(lot.stock), shares, price


def _cash(cents: int, age: float) -> str:
    if cents % 100:
        return f"{cents / 100:.2f}"
    return f"{cents // 100}.0" if 0.6 < age < 0.97 else str(cents // 100)
