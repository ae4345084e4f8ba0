from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from ballast_core.shared.cells import printable, sparkline, texts
from ballast_core.shared.table import Column, Unit


@pytest.mark.parametrize(
    ("unit", "value", "text"),
    [
        ("text", "naz100_pine", "naz100_pine"),
        ("day", date(2024, 2, 29), "2024-02-29"),
        ("instant", datetime(2024, 2, 29, 13, 5, tzinfo=UTC), "2024-02-29 13:05Z"),
        ("instant", datetime(2024, 2, 29, 13, 5), "2024-02-29 13:05"),  # noqa: DTZ001 - as status files have it
        ("count", 12345, "12,345"),
        ("number", 1.236, "1.24"),
        ("number", -0.001, "0.00"),
        ("money", Decimal("1234567.891"), "1,234,567.89"),
        ("money", -12.5, "-12.50"),
        ("fraction", 0.1234, "+12.34%"),
        ("fraction", -0.1234, "-12.34%"),
        ("fraction", 0.0, "0.00%"),
        ("flag", False, "no"),
    ],
)
def test_a_value_reads_as_its_unit_says(unit: Unit, value: object, text: str) -> None:
    assert texts(Column("total_return", [value], unit)) == [text]


@pytest.mark.parametrize("unit", ["text", "day", "number", "money", "fraction", "line"])
def test_a_missing_value_is_a_dash(unit: Unit) -> None:
    assert texts(Column("any", [None, float("nan")], unit)) == ["–", "–"]


@pytest.mark.parametrize(
    "name", ["weight_at_cost", "volatility_252", "turnover", "underwater_share", "var_95"]
)
def test_a_fraction_without_a_direction_has_no_sign(name: str) -> None:
    assert texts(Column(name, [0.5], "fraction")) == ["50.00%"]


def test_a_fraction_that_rounds_to_nothing_has_no_sign() -> None:
    assert texts(Column("return", [0.001, -0.001], "fraction"), places=0) == ["0%", "0%"]


def test_shares_have_as_many_decimals_as_the_file_up_to_four() -> None:
    shares = Column("shares", [Decimal(171), Decimal("0.5"), Decimal("0.123456")], "number")
    assert texts(shares) == ["171.0000", "0.5000", "0.1235"]


def test_whole_shares_have_no_decimals() -> None:
    assert texts(Column("shares", [Decimal(171), Decimal("1E+2")], "number")) == ["171", "100"]


def test_text_from_a_file_cannot_steer_the_terminal() -> None:
    assert printable("a\x1b[31mb\tc\u202e") == "a�[31mb�c�"


def test_a_sparkline_reaches_from_the_lowest_to_the_highest_block() -> None:
    assert sparkline([1.0, 8.0, 4.0], 10) == "▁█▄"


def test_a_sparkline_is_no_wider_than_told_and_keeps_both_ends() -> None:
    line = sparkline([float(at) for at in range(100)], 8)
    assert (len(line), line[0], line[-1]) == (8, "▁", "█")


def test_a_flat_sparkline_lies_in_the_middle() -> None:
    assert sparkline([5.0, 5.0], 8) == "▅▅"


def test_a_sparkline_of_nothing_is_nothing() -> None:
    assert sparkline([], 8) == ""
