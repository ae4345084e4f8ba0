"""Any table of the core becomes cells with the styles of their units."""

from datetime import date

import pytest

from ballast_core.shared.table import Column, Table
from ballast_web.pages.grids import lay_out, trend

TABLE = Table(
    "Models",
    (
        Column("model", ["pine", "hma"]),
        Column("last_day", [date(2026, 1, 2), None], "day"),
        Column("value", [1234.5, None], "money"),
        Column("ytd_return", [0.123, -0.05], "fraction"),
        Column("volatility", [0.2, 0.3], "fraction"),
        Column("past_year", [(1.0, 2.0), ()], "line"),
    ),
)


def test_heads_are_names_as_people_write_them() -> None:
    assert [head.label for head in lay_out(TABLE).heads][:2] == ["model", "last day"]


def test_figures_stand_at_the_right() -> None:
    styles = [head.style for head in lay_out(TABLE).heads]
    assert styles == ["text", "when", "num", "num", "num", "line"]


def test_only_what_has_a_direction_is_colored() -> None:
    row = lay_out(TABLE).rows[0]
    assert (row[3].style, row[4].style) == ("num up", "num")


def test_what_is_missing_is_a_dash() -> None:
    assert [cell.text for cell in lay_out(TABLE).rows[1]][1:3] == ["–", "–"]


def test_a_sparkline_is_points_and_no_text() -> None:
    cell = lay_out(TABLE).rows[0][5]
    assert (cell.text, cell.line) == ("", (1.0, 2.0))


def test_links_go_by_row() -> None:
    rows = lay_out(TABLE, {"model": ["/models/pine", None]}).rows
    assert [row[0].href for row in rows] == ["/models/pine", None]


def test_a_limit_leaves_the_count_of_all() -> None:
    grid = lay_out(TABLE, limit=1)
    assert (len(grid.rows), grid.total) == (1, 2)


@pytest.mark.parametrize(
    ("value", "style"), [(0.01, "up"), (-0.01, "down"), (0.0001, "flat"), (None, "flat")]
)
def test_a_trend_is_up_down_or_flat(value: float | None, style: str) -> None:
    assert trend(value) == style
