import pytest
from pydantic import ValidationError

from ballast_core.trades import Direction, Selection


def test_what_is_absent_means_all() -> None:
    assert Selection.model_validate({"files": "", "start": " ", "direction": ""}) == Selection()


def test_a_selection_is_spelled_as_in_an_address() -> None:
    query = {
        "files": "b,a,a",
        "intervals": "60,15",
        "direction": "LONG",
        "start": "2020-01-01",
        "margins": "MNQ:4000.5,MES:3000",
        "multipliers": "a:1,b:2",
        "spikes": "true",
        "account_equity": "30000",
    }
    asked = Selection.model_validate(query)
    assert asked.files == ("a", "b")
    assert asked.intervals == (15, 60)
    assert asked.direction is Direction.LONG
    assert asked.multipliers == {"b": 2.0}
    assert asked.to_query() == query | {
        "files": "a,b",
        "intervals": "15,60",
        "direction": "long",
        "margins": "MES:3000,MNQ:4000.5",
        "multipliers": "b:2",
    }


def test_defaults_are_left_out_of_an_address() -> None:
    assert Selection(multipliers={"a": 1.0}).to_query() == {}


def test_a_name_with_commas_and_colons_survives_the_address() -> None:
    asked = Selection(files=("a, b:%2C.xlsx",), multipliers={"a, b:%2C.xlsx": 2})
    assert Selection.model_validate(asked.to_query()) == asked


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"margins": "MES"}, "such as MES:3000"),
        ({"margins": "MES:x"}, "'x' is not a number"),
        ({"margins": "MES:inf"}, "is not above 0"),
        ({"multipliers": "a:0"}, "a: 0 is not above 0"),
        ({"start": "2021-01-01", "end": "2020-01-01"}, "after its end"),
        ({"start": "1"}, "write a day as"),
        ({"margins": "MES:1e300"}, "is above 1e\\+09"),
        ({"account_equity": "0"}, "greater than or equal to 1"),
        ({"account_equity": "1e300"}, "less than or equal to 1000000000000"),
    ],
)
def test_what_makes_no_sense_is_refused(query: dict[str, str], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        Selection.model_validate(query)
