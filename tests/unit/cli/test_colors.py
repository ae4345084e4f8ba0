from ballast_adapters.cli.colors import style
from ballast_core.shared.table import Column


def test_gains_are_green_and_losses_red() -> None:
    column = Column("return", [0.1, -0.1, 0.0, None], "fraction")
    assert [style(column, value) for value in column.values] == ["green", "red", "", ""]


def test_a_fraction_without_a_direction_has_no_color() -> None:
    column = Column("weight_at_cost", [0.5], "fraction")
    assert style(column, 0.5) == ""
