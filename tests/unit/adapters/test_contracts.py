"""The table of contracts: what is shipped, and what the user says instead."""

from pathlib import Path

import pytest

from ballast_adapters.files.contracts import BadContractsError, default_contracts, read_contracts

MARGINS = {
    "CD": 1100,
    "JY": 3200,
    "KW": 2200,
    "M2K": 1200,
    "MES": 2300,
    "MNQ": 4000,
    "MYM": 1500,
    "NE1": 1500,
    "NG": 3800,
    "SF": 4500,
}
POINTS = {
    "MES": 5,
    "MNQ": 2,
    "M2K": 5,
    "MYM": 0.5,
    "CD": 100_000,
    "JY": 125_000,
    "NE1": 100_000,
    "NG": 10_000,
}


def own(home: Path, text: str) -> Path:
    file = home / "contracts.toml"
    file.write_text(text, "utf-8")
    return file


def test_the_shipped_table_has_margins_that_say_they_are_placeholders() -> None:
    table = default_contracts()
    assert {symbol: one.initial_margin for symbol, one in table.items()} == MARGINS
    assert all("ask your broker" in one.source and one.as_of for one in table.values())


def test_the_shipped_table_has_the_point_values_of_tradestation() -> None:
    table = default_contracts()
    assert {symbol: table[symbol].point_value for symbol in POINTS} == POINTS


def test_without_a_file_of_ones_own_the_shipped_table_counts(tmp_path: Path) -> None:
    assert read_contracts(tmp_path) == default_contracts()


def test_a_file_in_the_home_overrides_and_adds(tmp_path: Path) -> None:
    own(tmp_path, '[MES]\ninitial_margin = 2500\n["@ES"]\npoint_value = 50\n')
    table = read_contracts(tmp_path)
    assert (table["MES"].initial_margin, table["MES"].point_value) == (2500, 5)
    assert (table["ES"].point_value, table["ES"].initial_margin) == (50, None)
    assert table["MNQ"] == default_contracts()["MNQ"]


def test_a_margin_of_ones_own_is_no_placeholder(tmp_path: Path) -> None:
    own(tmp_path, "[MES]\ninitial_margin = 2500\n")
    spec = read_contracts(tmp_path)["MES"]
    assert (spec.source, spec.as_of) == ("", None)


def test_a_file_that_the_settings_name_counts_instead_of_the_home(tmp_path: Path) -> None:
    own(tmp_path, "[MES]\ninitial_margin = 1\n")
    named = tmp_path / "mine.toml"
    named.write_text("[MES]\ninitial_margin = 2\n")
    assert read_contracts(tmp_path, named)["MES"].initial_margin == 2


BAD = {
    "[MES": "is no TOML",
    "MES = 5": "write a table",
    "[ES]\ninitial_margin = 1": "point_value",
    "[MES]\npoint_value = -5": "greater than 0",
    "[MES]\nmargin = 5": "not permitted",
}


@pytest.mark.parametrize("text", BAD, ids=["syntax", "no table", "missing", "negative", "unknown"])
def test_a_wrong_file_says_where_and_why(tmp_path: Path, text: str) -> None:
    file = own(tmp_path, text)
    with pytest.raises(BadContractsError, match=BAD[text]) as told:
        read_contracts(tmp_path)
    assert str(file) in str(told.value)


def test_every_fault_of_a_file_is_told_at_once(tmp_path: Path) -> None:
    own(tmp_path, "[MES]\npoint_value = 0\n[MNQ]\ninitial_margin = 0\n")
    with pytest.raises(BadContractsError) as told:
        read_contracts(tmp_path)
    assert len(told.value.problems) == 2


def test_a_named_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadContractsError, match="cannot be read"):
        read_contracts(tmp_path, tmp_path / "gone.toml")
