from datetime import date
from io import StringIO

import pytest
from rich.console import Console

from ballast_adapters.cli.drawing import draw
from ballast_core.shared.table import Column, Table

MODELS = ["naz100_pine", "naz100_sp500_abacus"]
MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]


def lines(table: Table, width: int | None) -> list[str]:
    drawing = draw(table, width)
    screen = Console(file=StringIO(), width=max(drawing.width, width or 0))
    with screen.capture() as drawn:
        screen.print(drawing.body)
    return [line.rstrip() for line in drawn.get().splitlines()]


@pytest.fixture
def models() -> Table:
    return Table(
        "Models",
        (
            Column("model", MODELS),
            Column("index", ["NASDAQ_100", "both"]),
            Column("last_day", [date(2026, 11, 13)] * 2, "day"),
            Column("value", [96587.37, 1234567.0], "money"),
            *(
                Column(name, [0.0319, None], "fraction")
                for name in ("day", "month", "ytd", "year", "drawdown")
            ),
            Column("past_year", [[float(at) for at in range(40)], []], "line"),
        ),
    )


def test_a_table_that_fits_is_drawn_whole(models: Table) -> None:
    header, _, pine, _ = lines(models, 200)
    assert header.split()[-2:] == ["drawdown", "past_year"]
    assert len(pine.split()[-1]) == 40


def test_no_line_is_wider_than_the_screen(models: Table) -> None:
    assert [width for width in range(40, 160) if max(map(len, lines(models, width))) > width] == []


def test_the_least_important_columns_leave_first_and_are_named(models: Table) -> None:
    assert draw(models, 80).hidden == ("index", "month", "drawdown")


def test_a_pipe_has_no_width(models: Table) -> None:
    assert draw(models, None).hidden == ()


def test_numbers_stand_at_the_right_and_texts_at_the_left(models: Table) -> None:
    pine, abacus = lines(models, 200)[2:4]
    assert abacus.index("1,234,567.00") + 3 == pine.index("96,587.37")
    assert pine.index("NASDAQ_100") == abacus.index("both")


def test_a_year_of_months_fits_into_80_columns_without_decimals() -> None:
    fractions = (Column(name, [-0.123, 0.1], "fraction") for name in [*MONTHS, "total"])
    table = Table("Months", (Column("year", ["2024", "2025"]), *fractions))
    assert lines(table, 80)[2].split() == ["2024", *["-12%"] * 13]


def test_a_table_of_more_columns_than_any_screen_stands_upright() -> None:
    table = Table(
        "m", (Column("model", MODELS), *(Column(f"a_{at}", [1.0, 2.5], "number") for at in range(20)))
    )
    assert lines(table, 80)[:2] == [
        "model  naz100_pine  naz100_sp500_abacus",
        "a_0           1.00                 2.50",
    ]


def test_one_row_of_many_columns_stands_upright() -> None:
    table = Table("r", tuple(Column(f"c{at}", [at], "count") for at in range(9)))
    assert lines(table, 80)[-1] == "c8  8"


def test_a_long_text_wraps_instead_of_being_cut() -> None:
    table = Table("f", (Column("rule", ["a"]), Column("read", ["word " * 30])))
    assert " ".join(lines(table, 40)[2:]).count("word") == 30


def test_a_name_does_not_wrap() -> None:
    table = Table("f", (Column("model", MODELS), *(Column(f"t{at}", ["text " * 9] * 2) for at in range(3))))
    assert "naz100_sp500_abacus" in "".join(line[:20] for line in lines(table, 60))


def test_a_table_of_facts_has_no_header() -> None:
    table = Table("naz100_pine", (Column("what", ["index"]), Column("value", ["NASDAQ_100"])))
    assert lines(table, 80) == ["index  NASDAQ_100"]
