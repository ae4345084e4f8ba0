"""The rules of model tracking: pure functions over columns, lots and snapshots."""

from ballast_core.tracking.rules.anomalies import Anomaly, AnomalyKind, anomalies
from ballast_core.tracking.rules.arithmetic import MeasureInput, Points, spelled
from ballast_core.tracking.rules.best import best
from ballast_core.tracking.rules.cash_in import cash_in, flows, time_weighted_returns
from ballast_core.tracking.rules.daily import StoredSeries, daily, series_of
from ballast_core.tracking.rules.forks import Fork, common_prefix
from ballast_core.tracking.rules.overlay import (
    Reproduction,
    overlay,
    overlay_at_records,
    reproduction,
    signals,
)
from ballast_core.tracking.rules.positions import buy_days, positions, turnover, turnovers
from ballast_core.tracking.rules.signal_effect import SignalEffect, signal_effect
from ballast_core.tracking.rules.snapshots import active_sub_model, carry_tags, current, effective
from ballast_core.tracking.rules.switches import Switch, ledger, tagged
from ballast_core.tracking.rules.workings import working

__all__ = [
    "Anomaly",
    "AnomalyKind",
    "Fork",
    "MeasureInput",
    "Points",
    "Reproduction",
    "SignalEffect",
    "StoredSeries",
    "Switch",
    "active_sub_model",
    "anomalies",
    "best",
    "buy_days",
    "carry_tags",
    "cash_in",
    "common_prefix",
    "current",
    "daily",
    "effective",
    "flows",
    "ledger",
    "overlay",
    "overlay_at_records",
    "positions",
    "reproduction",
    "series_of",
    "signal_effect",
    "signals",
    "spelled",
    "tagged",
    "time_weighted_returns",
    "turnover",
    "turnovers",
    "working",
]
