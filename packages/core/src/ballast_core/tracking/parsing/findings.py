"""What the parsers can find, rule by rule, and the book they enter it in."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from ballast_core.tracking.entities import Finding, Parsed, Severity
from ballast_core.tracking.parsing.text import visible

LEFT_OUT = "left out"


@dataclass(frozen=True, slots=True)
class Rule:
    """How much a finding of this rule matters, and what it means."""

    severity: Severity
    meaning: str


_INFO, _WARNING, _ERROR = Severity.INFO, Severity.WARNING, Severity.ERROR

RULES: Mapping[str, Rule] = MappingProxyType(
    {
        "status.no_header": Rule(_WARNING, "The file has no [Status] header."),
        "status.unknown_line": Rule(_WARNING, "The line is no record, comment or header."),
        "status.bad_fields": Rule(_ERROR, "A record has neither one value nor three."),
        "status.bad_time": Rule(_ERROR, "The date or time is in no known form, or there is no such moment."),
        "status.bad_value": Rule(_ERROR, "The base value is not a positive number."),
        "status.bad_overlay": Rule(_WARNING, "The signal is not 0 or 1, or the traded value not positive."),
        "status.time_order": Rule(_WARNING, "A record is earlier than the one before it."),
        "holdings.no_header": Rule(_WARNING, "The file has no [Holdings] header."),
        "holdings.undated_table": Rule(_WARNING, "The file is a table without dates, as in a fresh store."),
        "holdings.unknown_line": Rule(_WARNING, "The line has no known key."),
        "holdings.outside_block": Rule(_ERROR, "The line stands before any proper TradeDate."),
        "holdings.bad_date": Rule(_ERROR, "The TradeDate is in no known form, or there is no such day."),
        "holdings.year_last": Rule(_WARNING, "The TradeDate has its year last: month and day are a guess."),
        "holdings.repeated_line": Rule(_INFO, "A block gives the same key twice with different content."),
        "holdings.missing_list": Rule(_ERROR, "A block lacks its stocks, shares or buyprice."),
        "holdings.length_repaired": Rule(
            _WARNING, "A block has more prices than stocks, but can be repaired."
        ),
        "holdings.length_mismatch": Rule(_ERROR, "A block's three lists differ in length beyond repair."),
        "holdings.bad_lot": Rule(_ERROR, "A block has a ticker, shares or a price that cannot be one."),
        "holdings.negative_shares": Rule(_WARNING, "A stock is held short, which the program never does."),
        "holdings.cash_price": Rule(_WARNING, "CASH has a price other than 1."),
        "holdings.no_cash": Rule(_INFO, "A block has no CASH."),
        "holdings.bad_cash_in": Rule(_WARNING, "The cumulative cash-in is not a number."),
        "holdings.bad_tag": Rule(_WARNING, "The trading_model tag cannot be the name of a model."),
        "holdings.repeated_date": Rule(_INFO, "An earlier block has the same TradeDate."),
        "holdings.date_order": Rule(_WARNING, "A block is earlier than the one before it."),
        "holdings.unread_trade": Rule(_INFO, "An info line begins like a trade, but cannot be read as one."),
        "holdings.undated_info": Rule(_WARNING, "An info line has no day, neither its own nor its block's."),
        "ranks.no_header": Rule(_WARNING, "The file has no [Ranks] header."),
        "ranks.unknown_line": Rule(_WARNING, "The line has no known key, or no lastdate of its own."),
        "ranks.no_block": Rule(_WARNING, "The file has no complete block of lastdate, symbols and ranks."),
        "ranks.bad_block": Rule(_ERROR, "A block lacks a proper lastdate, its symbols or its ranks."),
        "ranks.length_mismatch": Rule(_WARNING, "A block has not as many ranks as symbols."),
        "ranks.bad_entry": Rule(_WARNING, "A symbol cannot be one, is repeated or has no proper rank."),
        "backtest.no_rows": Rule(_WARNING, "The file has no row that can be used."),
        "backtest.bad_fields": Rule(_ERROR, "A row has not three, five or six columns."),
        "backtest.bad_date": Rule(_ERROR, "The date is in no known form, or there is no such day."),
        "backtest.bad_value": Rule(_WARNING, "A field of a row cannot be what it should be."),
        "backtest.no_value": Rule(_ERROR, "A row has neither a buy-and-hold nor a strategy value."),
        "backtest.repeated_date": Rule(_WARNING, "A later row has the same date."),
        "backtest.date_order": Rule(_WARNING, "A row is earlier than the one before it."),
        "config.bad_json": Rule(_ERROR, "The file is not a JSON object, or is nested too deeply."),
        "config.no_section": Rule(_WARNING, "The file has neither a Valuation section nor an id."),
        "config.no_name": Rule(_ERROR, "Neither the file, its id nor its folder gives the model a name."),
        "config.bad_value": Rule(_WARNING, "A setting has a value of the wrong type or length."),
        "config.unknown_index": Rule(_WARNING, "The stockList is none that belongs to an index."),
    }
)
"""Every rule of every parser, by its stable name."""


class Findings:
    """The findings of one file while it is being parsed."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._found: list[Finding] = []
        self._rejected = 0

    def note(self, rule: str, line: int | None, read: str, done: str) -> None:
        """Enter something that was kept, repaired or ignored."""
        self._found.append(
            Finding(
                file=self._file,
                line=line,
                rule=rule,
                severity=RULES[rule].severity,
                read=visible(read),
                done=done,
            )
        )

    def reject(self, rule: str, line: int | None, read: str, done: str = LEFT_OUT) -> None:
        """Enter something that could not be used, and count it."""
        self.note(rule, line, read, done)
        self._rejected += 1

    def parsed[T](self, content: T, lines: int) -> Parsed[T]:
        """Return what a parser answers, its findings by line (those about the whole file first)."""
        found = sorted(self._found, key=lambda finding: finding.line or 0)
        return Parsed(content, tuple(found), lines, self._rejected)
