"""Configuration files in both dialects; whatever looks like a secret in them is a marked placeholder."""

import json
from collections.abc import Mapping

from ballast_adapters.sample.models import BASE_MODELS, META_MODEL, Model

PLACEHOLDER = "PLACEHOLDER"
_ELSEWHERE = "/Volumes/example/PyTAAA_data"
"""Where the data of one model were on the machine that wrote its configuration."""
_STOCK_LISTS = {"Naz100": "Naz100_Symbols", "SP500": "SP500_Symbols", "abacus_combined": "abacus_symbols"}
_PRIVATE: Mapping[str, object] = {
    "Email": {
        "From": f"{PLACEHOLDER}-sender@example.invalid",
        "To": f"{PLACEHOLDER}-reader@example.invalid",
        "PW": f"{PLACEHOLDER}-NOT-A-SECRET",
        "IPaddress": "192.0.2.1",
    },
    "Text_from_email": {"phoneEmail": f"{PLACEHOLDER}-phone@example.invalid", "send_texts": False},
    "FTP": {
        "hostname": f"{PLACEHOLDER}-ftp.example.invalid",
        "remoteIP": "192.0.2.2",
        "username": f"{PLACEHOLDER}-USER",
        "password": f"{PLACEHOLDER}-NOT-A-SECRET",
        "remotepath": "www/pytaaa",
    },
    "stock_server": {"quote_download_server": "quotes.example.invalid"},
    "Setup": {"runtime": "15 days", "pausetime": "24 hours"},
}
_META: Mapping[str, object] = {
    "recommendation_mode": {"default_lookbacks": [105, 111, 180], "output_format": "both"},
    "model_selection": {
        "n_lookbacks": 3,
        "performance_metrics": {"sharpe_ratio_weight": 1.0, "annualized_return_weight": 5.0},
    },
    "monte_carlo": {
        "initial_capital": 10000.0,
        "data_files": {
            "actual": "PyTAAA_status.params",
            "backtested": "pyTAAAweb_backtestPortfolioValue.params",
        },
    },
    "models": {
        "base_folder": "..",
        "model_choices": {
            "cash": "",
            **{model.name: f"{{base_folder}}/{model.name}/data_store/{{data_file}}" for model in BASE_MODELS},
        },
    },
}


def config_file(model: Model) -> tuple[str, bytes]:
    """Return the name and the bytes of the model's configuration file."""
    if model.name == "sp500_pine":
        return "manifest.json", _json(_manifest(model))
    content = {**_PRIVATE, "Valuation": _valuation(model), "web_output_dir": "webpage"}
    if model is META_MODEL:
        content |= _META
    return f"pytaaa_{model.name}.json", _json(content)


def _manifest(model: Model) -> dict[str, object]:
    return {
        "id": model.name,
        "name": "S&P 500 Pine model",
        "description": "Invented sample data in the layout of a PyTAAA model.",
        "data_store": "data_store",
        "params": {"LongPeriod": model.lookback, "numberStocksTraded": model.size},
    }


def _valuation(model: Model) -> dict[str, object]:
    elsewhere = f"{_ELSEWHERE}/{model.name}/" if model.name == "naz100_hma" else ""
    return {
        "symbols_file": f"symbols/{_STOCK_LISTS[model.universe]}.txt",
        "performance_store": f"{elsewhere}data_store",
        "webpage": f"{elsewhere}webpage",
        "stockList": model.universe,
        "uptrendSignalMethod": model.method,
        "numberStocksTraded": model.size,
        "monthsToHold": 1,
        "LongPeriod": model.lookback,
        "stddevThreshold": 8.714,
        "MA1": 176,
        "MA2": 8,
        "MA3": 11,
        "sma2factor": 1.536,
        "rankThresholdPct": 0.133,
        "riskDownside_min": 0.467,
        "riskDownside_max": 9.027,
        "lowPct": 17,
        "hiPct": 84,
        "trade_cost": 7.95,
        "enable_rolling_filter": False,
        "recent_plot_start_date": "2022-01-01",
    }


def _json(content: Mapping[str, object]) -> bytes:
    return (json.dumps(content, indent=4) + "\n").encode()
