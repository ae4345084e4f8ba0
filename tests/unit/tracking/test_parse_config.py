"""Configuration files: a few whitelisted things come out, and nothing else ever does."""

import json
from typing import Any

import pytest

from ballast_core.tracking.entities import MarketIndex, ModelConfig, Parsed
from ballast_core.tracking.parsing import PARAMETERS, parse_config

SECRET = "hunter2-do-not-show"  # must never be seen again
CONFIG: dict[str, Any] = {
    "Email": {"From": SECRET, "PW": SECRET},
    "FTP": {"password": SECRET, "hostname": SECRET},
    "Setup": {"runtime": SECRET},
    "Valuation": {
        "symbols_file": SECRET,
        "performance_store": "/data/naz100_pine/data_store",
        "webpage": "/data/naz100_pine/webpage",
        "stockList": "Naz100",
        "uptrendSignalMethod": "percentileChannels",
        "numberStocksTraded": 7,
        "sma2factor": 1.536,
        "other": SECRET,
    },
    "web_output_dir": SECRET,
}


def read(
    config: object, file: str = "pytaaa_naz100_pine.json", folder: str = "naz100_pine"
) -> Parsed[ModelConfig | None]:
    return parse_config(json.dumps(config, indent=1).encode(), file=file, folder=folder)


def config_of(parsed: Parsed[ModelConfig | None]) -> ModelConfig:
    assert parsed.content is not None
    return parsed.content


def rules(parsed: Parsed[ModelConfig | None]) -> list[tuple[int | None, str]]:
    return [(finding.line, finding.rule) for finding in parsed.findings]


def test_what_may_be_known_is_read() -> None:
    parsed = read(CONFIG)
    assert parsed.content == ModelConfig(
        name="naz100_pine",
        market_index=MarketIndex.NASDAQ_100,
        data_folder="/data/naz100_pine/data_store",
        chart_folder="/data/naz100_pine/webpage",
        parameters={
            "stockList": "Naz100",
            "uptrendSignalMethod": "percentileChannels",
            "numberStocksTraded": 7.0,
            "sma2factor": 1.536,
        },
    )
    assert parsed.findings == ()


def test_nothing_else_of_the_file_comes_out() -> None:
    assert SECRET not in repr(read(CONFIG))


@pytest.mark.parametrize("cut", range(0, len(json.dumps(CONFIG, indent=1)), 7))
def test_a_broken_file_gives_the_place_of_the_fault_and_no_text(cut: int) -> None:
    content = json.dumps(CONFIG, indent=1).encode()[:cut]
    parsed = parse_config(content, file="pytaaa_x.json", folder="x")
    assert parsed.content is None
    assert [finding.rule for finding in parsed.findings] == ["config.bad_json"]
    assert SECRET not in repr(parsed)
    assert parsed.findings[0].read.startswith("column ")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00",
        b"[]",
        b"null",
        b'"' + SECRET.encode() + b'"',
        b"[" * 200_000,
        b'{"a":' * 200_000,
        b"\xff\xfe",
    ],
)
def test_what_is_no_object_is_no_configuration(content: bytes) -> None:
    parsed = parse_config(content, file="pytaaa_x.json", folder="x")
    assert parsed.content is None
    assert [finding.rule for finding in parsed.findings] == ["config.bad_json"]
    assert SECRET not in repr(parsed)


def test_the_line_of_a_fault_counts_any_end_of_line() -> None:
    (finding,) = parse_config(b'{\r"a": 1,\r\n"b" 2\n}', file="f", folder="x").findings
    assert (finding.line, finding.read) == (3, "column 5")


def test_a_meta_model_is_known_by_its_choices_and_cash_is_none_of_them() -> None:
    choices = {"cash": "", "naz100_pine": "{base_folder}/x", "sp500_hma": "y"}
    config = config_of(read(CONFIG | {"models": {"base_folder": SECRET, "model_choices": choices}}))
    assert config.is_meta
    assert config.sub_models == ("naz100_pine", "sp500_hma")


def test_a_choice_that_cannot_be_a_name_is_left_out_unseen() -> None:
    parsed = read(CONFIG | {"models": {"model_choices": {f"{SECRET}/\x00": "", "a": ""}}})
    assert config_of(parsed).sub_models == ("a",)
    assert rules(parsed) == [(None, "config.bad_value")]
    assert SECRET not in repr(parsed)


@pytest.mark.parametrize(
    ("stock_list", "market"),
    [("Naz100", "NASDAQ_100"), ("naz100", "NASDAQ_100"), ("SP500", "SP_500"), ("abacus_combined", None)],
)
def test_the_stock_list_gives_the_index(stock_list: str, market: str | None) -> None:
    parsed = read({"Valuation": {"stockList": stock_list}})
    assert config_of(parsed).market_index == market
    assert parsed.findings == ()


def test_an_unknown_stock_list_is_no_index_and_said() -> None:
    parsed = read({"Valuation": {"stockList": "FTSE"}})
    assert config_of(parsed).market_index is None
    assert rules(parsed) == [(None, "config.unknown_index")]


@pytest.mark.parametrize(
    ("file", "folder", "name"),
    [
        ("pytaaa_naz100_pine.json", "elsewhere", "naz100_pine"),
        ("PyTAAA_naz100_pine.JSON", "elsewhere", "naz100_pine"),
        ("models/x/pytaaa_naz100_pine.json", "elsewhere", "naz100_pine"),
        ("C:\\models\\pytaaa_naz100_pine.json", "elsewhere", "naz100_pine"),
        ("abacus_combined_PyTAAA_status.params.json", "naz100_sp500_abacus", "naz100_sp500_abacus"),
        ("pytaaa_..%2f.json", "/data/naz100_pi/", "naz100_pi"),
    ],
)
def test_a_model_is_named_by_its_file_else_by_its_folder(file: str, folder: str, name: str) -> None:
    assert config_of(read(CONFIG, file, folder)).name == name


def test_a_manifest_states_its_name() -> None:
    manifest = {
        "id": "sp500_pine",
        "name": "S&P 500 Pine",
        "description": "For tests.",
        "data_store": "store",
        "params": {"MA1": 5, "example_param": 42},
        "secret": SECRET,
    }
    parsed = read(manifest, "pytaaa_manifest_dialect.json", "other")
    assert parsed.content == ModelConfig(
        name="sp500_pine",
        title="S&P 500 Pine",
        description="For tests.",
        data_folder="store",
        parameters={"MA1": 5.0},
    )
    assert parsed.findings == ()


def test_a_manifest_whose_id_is_no_name_is_named_by_its_file() -> None:
    assert config_of(read({"id": "../x"}, "pytaaa_a.json", "b")).name == "a"


def test_a_model_without_any_name_is_none() -> None:
    parsed = read(CONFIG, "x.json", "")
    assert parsed.content is None
    assert rules(parsed) == [(None, "config.no_name")]


def test_an_object_of_another_kind_is_a_model_without_settings() -> None:
    parsed = read({"a": SECRET})
    assert parsed.content == ModelConfig(name="naz100_pine")
    assert rules(parsed) == [(None, "config.no_section")]


@pytest.mark.parametrize(
    "value", [True, [SECRET], {SECRET: 1}, SECRET + " x", "x" * 65, float("nan"), float("inf")]
)
def test_a_parameter_of_another_type_is_left_out_unseen(value: object) -> None:
    parsed = read({"Valuation": {"MA1": value, "MA2": 3}})
    assert config_of(parsed).parameters == {"MA2": 3.0}
    assert [(finding.rule, finding.read) for finding in parsed.findings] == [
        ("config.bad_value", "Valuation.MA1")
    ]
    assert SECRET not in repr(parsed)


def test_a_huge_number_is_left_out() -> None:
    parsed = parse_config(b'{"Valuation": {"MA1": ' + b"9" * 10_000 + b"}}", file="pytaaa_a.json", folder="a")
    assert config_of(parsed).parameters == {}


@pytest.mark.parametrize("value", [5, "a\x00b", "\ud800", "x" * 501, [SECRET]])
def test_a_folder_of_another_type_is_empty_and_unseen(value: object) -> None:
    parsed = read({"Valuation": {"performance_store": value}})
    assert config_of(parsed).data_folder == ""
    assert rules(parsed) == [(None, "config.bad_value")]
    assert SECRET not in repr(parsed)


@pytest.mark.parametrize("section", ["Valuation", "models"])
def test_a_section_of_another_type_is_empty_and_unseen(section: str) -> None:
    parsed = read({"Valuation": {}} | {section: [SECRET]})
    assert parsed.content == ModelConfig(name="naz100_pine")
    assert rules(parsed) == [(None, "config.bad_value")]
    assert SECRET not in repr(parsed)


def test_charts_may_be_named_at_the_top() -> None:
    assert config_of(read({"Valuation": {}, "web_output_dir": "webpage"})).chart_folder == "webpage"


def test_no_path_or_address_is_among_the_parameters() -> None:
    assert not [
        key for key in PARAMETERS if any(word in key.lower() for word in ("file", "path", "server", "store"))
    ]
