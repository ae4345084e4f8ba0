"""Turns the bytes of a model's files into entities and findings; never raises for what a file says."""

from ballast_core.tracking.parsing.backtest import parse_backtest
from ballast_core.tracking.parsing.config import PARAMETERS, parse_config
from ballast_core.tracking.parsing.findings import RULES, Rule
from ballast_core.tracking.parsing.holdings import parse_holdings
from ballast_core.tracking.parsing.meanings import meaning_of
from ballast_core.tracking.parsing.ranks import parse_ranks
from ballast_core.tracking.parsing.status import parse_status

__all__ = [
    "PARAMETERS",
    "RULES",
    "Rule",
    "meaning_of",
    "parse_backtest",
    "parse_config",
    "parse_holdings",
    "parse_ranks",
    "parse_status",
]
