"""What a person got wrong, or noted down, in a holdings file."""

from collections.abc import Callable, Iterable

from ballast_adapters.sample.books import Book

type Written = list[list[str]]
"""The lines of each block."""

_COMMENTS = {
    0.06: "# mid-month correction based on code bug-fix",
    0.12: "# several days late due to major changes for downloading quotes",
    0.24: "# changed params slightly. Number stocks to hold is now 7.",
}
_NOTES = {
    0.47: "Split {0}  3:1 on {1.month}/{1.day}/{1.year}",
    0.56: "{0} split 5 for 1 on {1}",
    0.77: "{0} price reflects 2:1 split on {1}",
    0.81: "first month with new choices",
}
_SPELLINGS: dict[int, Callable[[str], str]] = {  # of the sale with this number
    5: lambda line: line[:12] + line[12:].lower(),
    9: lambda line: line.replace(".0 ", ". ", 1),
    13: lambda line: line.replace("Sell ", 'Sell "', 1),
    17: lambda line: line.replace("-", "", 1),
    22: lambda line: line.replace("-", "- ", 1),
    26: lambda line: f"{line} (10668.56)# bought by a rival",
}


def spoil(book: Book, written: Written) -> None:
    """Put the mistakes of this model into its written blocks."""
    for fraction, comment in _COMMENTS.items():
        written[book.nth(fraction)].insert(0, comment)
    _misspell_sales(written)
    _note_splits(book, written)
    match book.model.name:
        case "naz100_pine":
            written[book.nth(0.73)].insert(1, "commissons: 69.30000000000001")
        case "naz100_pi" | "naz100_hma":
            _draft_shares(written[0])
            _comment_out(written, book.nth(0.4))
            written.insert(book.nth(0.31), list(written[book.nth(0.31)]))
        case "sp500_pine" | "sp500_hma":
            _stray_price(written[book.nth(0.15)])
            _repeat_date(written, book.nth(0.64))
            written[book.nth(0.27)].insert(0, "# prior to this date was Naz 100 system")
        case _:
            written[book.nth(0.46)].insert(0, "# from here on the model of the month decides")
    if book.model.name == "sp500_pine":
        written[book.nth(0.99)].insert(0, "# switch to sp500_pine method")


def _misspell_sales(written: Iterable[list[str]]) -> None:
    sales = [
        (block, at) for block in written for at, line in enumerate(block) if line.startswith("info:  Sell")
    ]
    for number, misspell in _SPELLINGS.items():
        for block, at in sales[number : number + 1]:
            block[at] = misspell(block[at])


def _note_splits(book: Book, written: Written) -> None:
    for fraction, note in _NOTES.items():
        at = book.nth(fraction)
        for lot in book.blocks[at].lots[:1]:
            written[at].insert(1, f"info: {note.format(book.symbol(lot.stock), book.day(at))}")


def _draft_shares(block: list[str]) -> None:
    key, *shares = block[-2].split()
    block.insert(-2, " ".join([key, *(str(int(float(number) * 0.8)) for number in shares)]))


def _comment_out(written: Written, at: int) -> None:
    draft = [f"#{line}" for line in written[at] if not line.startswith("info")]
    written[at] = [*draft, "", *written[at]]


def _stray_price(block: list[str]) -> None:
    prices, cash = block[-1].split()[:-1], block[-1].split()[-1]
    block[-1] = f"{prices[0]}  {' '.join(prices[1:])}   3 {cash}"


def _repeat_date(written: Written, at: int) -> None:
    before = next(line for line in written[at - 1] if line.startswith("TradeDate"))
    written[at] = [before if line.startswith("TradeDate") else line for line in written[at]]
