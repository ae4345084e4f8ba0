"""What is known of a file without its rows follows from its rows."""

from datetime import UTC, date, datetime

import pytest
from tests.unit.trades.harm import Harm, drop, put
from tests.unit.trades.rows import DAILY, LIST, NAME, SETTINGS, at, sheets

from ballast_core.trades import ContractSpec, TradeFile
from ballast_core.trades.parsing import Stamp, parse_tradestation
from ballast_core.trades.parsing.reconcile import reconcile

STAMP = Stamp("0123456789abcdef" * 4, 2_000, datetime(2026, 3, 1, tzinfo=UTC))


def described(*harms: Harm) -> TradeFile:
    made = sheets()
    for harm in harms:
        harm(made)
    parsed = parse_tradestation(NAME, made)
    return parsed.describe(STAMP, reconcile(parsed, {"MES": ContractSpec(symbol="MES", point_value=5)}))


def test_an_id_is_the_beginning_of_the_hash() -> None:
    file = described()
    assert (file.id, file.sha256, file.size_bytes) == ("0123456789ab", STAMP.sha256, 2_000)


def test_counts_sums_and_days_are_those_of_the_rows() -> None:
    file = described()
    assert (file.closed_trades, file.open_trades, file.daily_rows) == (2, 1, 5)
    assert (file.net_profit, file.marked_profit) == (16, 32.5)
    assert (file.first_day, file.last_day) == (date(2024, 3, 4), date(2024, 3, 8))


def test_without_marks_there_is_no_marked_profit() -> None:
    file = described(lambda made: made.pop(DAILY))
    assert (file.has_marks, file.marked_profit, file.daily_rows) == (False, None, 0)


def test_marks_that_fit_the_trades_can_be_divided_between_them() -> None:
    assert described().exact_sides
    assert described(lambda made: made.pop(SETTINGS)).exact_sides


@pytest.mark.parametrize(
    "harm",
    [
        lambda made: made.pop(DAILY),
        drop(DAILY, 8),
        put(DAILY, 4, 2, 9.0),
        put(LIST, 7, 3, at(5, 9)),
    ],
    ids=["no marks", "truncated", "of another run", "overlap"],
)
def test_marks_that_do_not_fit_cannot_be_divided(harm: Harm) -> None:
    assert not described(harm).exact_sides
