"""Configuration file (`pytaaa_<model>.json`, or a manifest) to the whitelisted part of it.

Real files carry credentials: whatever is not on the lists here reaches no result, finding or message.
"""

import json
import math
import re
from collections.abc import Mapping
from typing import cast

from ballast_core.tracking.entities import MarketIndex, ModelConfig, Parsed
from ballast_core.tracking.parsing.findings import LEFT_OUT, Findings
from ballast_core.tracking.parsing.text import decode, read_name

PARAMETERS = (
    "stockList",
    "uptrendSignalMethod",
    "stockWeightMethod",
    "numberStocksTraded",
    "monthsToHold",
    "LongPeriod",
    "stddevThreshold",
    "MA1",
    "MA2",
    "MA3",
    "MA2offset",
    "sma2factor",
    "sma_filt_val",
    "rankThresholdPct",
    "riskDownside_min",
    "riskDownside_max",
    "longShort_mindays",
    "longShort_maxdays",
    "longShort_percent",
    "longShort_longinc",
    "narrowDays_min",
    "narrowDays_max",
    "mediumDays_min",
    "mediumDays_max",
    "wideDays_min",
    "wideDays_max",
    "lowPct",
    "hiPct",
    "trade_cost",
    "minperiod",
    "maxperiod",
    "incperiod",
    "numdaysinfit",
    "numdaysinfit2",
    "offset",
    "window_size",
    "max_weight_factor",
    "min_weight_factor",
    "absolute_max_weight",
    "backtest_monte_carlo_trials",
)
"""The settings of the Valuation section (in a manifest: of `params`) that are kept."""

type _Section = Mapping[str, object]

_FILE = re.compile(r"pytaaa_(.+)\.json", re.IGNORECASE)
_SHORT = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.+-]{0,63}")
_LONGEST_TEXT = 500
_MARKETS: Mapping[str, MarketIndex | None] = {
    "naz100": MarketIndex.NASDAQ_100,
    "sp500": MarketIndex.SP_500,
    "abacus_combined": None,
}


def parse_config(content: bytes, *, file: str, folder: str) -> Parsed[ModelConfig | None]:
    """Read what may be known of a configuration file; nothing when it is no JSON object or has no name.

    A manifest is named by its `id`, any other file by `pytaaa_<model>.json`, else by its folder.
    """
    lines = decode(content)
    findings = Findings(file)
    read = _read_json("\n".join(lines), findings)
    config = None if read is None else _config(read, (file, folder), findings)
    return findings.parsed(config, len(lines))


def _read_json(text: str, findings: Findings) -> _Section | None:
    try:
        read = json.loads(text, parse_int=float)
    except json.JSONDecodeError as fault:
        findings.reject("config.bad_json", fault.lineno, f"column {fault.colno}")
        return None
    except RecursionError:
        findings.reject("config.bad_json", None, "nested too deeply")
        return None
    if not isinstance(read, dict):
        findings.reject("config.bad_json", None, "no object")
        return None
    return cast("_Section", read)


def _config(read: _Section, path: tuple[str, str], findings: Findings) -> ModelConfig | None:
    is_manifest = "Valuation" not in read and "id" in read
    where = "params" if is_manifest else "Valuation"
    if not is_manifest and where not in read:
        findings.note("config.no_section", None, "", "read without it")
    name = _name(_text(read, "id", findings) if is_manifest else "", *path)
    if name is None:
        findings.reject("config.no_name", None, "")
        return None
    settings = _section(read, where, findings)
    choices = _section(_section(read, "models", findings), "model_choices", findings)
    parameters = _parameters(settings, where, findings)
    data_folder = _text(read, "data_store", findings) or _text(settings, "performance_store", findings)
    chart_folder = _text(settings, "webpage", findings) or _text(read, "web_output_dir", findings)
    return ModelConfig(
        name=name,
        title=_text(read, "name", findings) if is_manifest else "",
        description=_text(read, "description", findings) if is_manifest else "",
        market_index=_market(parameters.get("stockList"), findings),
        is_meta=bool(choices),
        sub_models=_sub_models(choices, findings),
        data_folder=data_folder,
        chart_folder=chart_folder,
        parameters=parameters,
    )


def _name(stated: str, file: str, folder: str) -> str | None:
    """Return the first that can be a name: what the file states, its own name, its folder's."""
    last, parent = (re.split(r"[/\\]", path.rstrip("/\\"))[-1] for path in (file, folder))
    fits = _FILE.fullmatch(last)
    for name in (stated, fits[1] if fits else "", parent):
        if read_name(name):
            return name
    return None


def _section(parent: _Section, key: str, findings: Findings) -> _Section:
    value = parent.get(key, {})
    if isinstance(value, dict):
        return cast("_Section", value)
    findings.note("config.bad_value", None, key, "read as empty")
    return {}


def _text(section: _Section, key: str, findings: Findings) -> str:
    value = section.get(key, "")
    if isinstance(value, str) and value.isprintable() and len(value) <= _LONGEST_TEXT:
        return value.strip()
    findings.note("config.bad_value", None, key, "read as empty")
    return ""


def _parameters(section: _Section, where: str, findings: Findings) -> dict[str, float | str]:
    parameters: dict[str, float | str] = {}
    for key in PARAMETERS:
        match section.get(key):
            case None:
                continue
            case float(value) if math.isfinite(value):
                parameters[key] = value
            case str(value) if _SHORT.fullmatch(value):
                parameters[key] = value
            case _:
                findings.note("config.bad_value", None, f"{where}.{key}", LEFT_OUT)
    return parameters


def _market(stock_list: float | str | None, findings: Findings) -> MarketIndex | None:
    if stock_list is None:
        return None
    known = str(stock_list).lower()
    if known not in _MARKETS:
        findings.note("config.unknown_index", None, "stockList", "read as no index")
    return _MARKETS.get(known)


def _sub_models(choices: _Section, findings: Findings) -> tuple[str, ...]:
    names = [read_name(key) for key in choices if key.lower() != "cash"]
    if None in names:
        findings.note("config.bad_value", None, "model_choices", "left out what cannot be a name")
    return tuple([name for name in names if name])
