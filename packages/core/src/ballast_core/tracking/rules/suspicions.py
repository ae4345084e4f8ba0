"""Odd figures of a status file as findings: they are kept as they stand, and said."""

from ballast_core.tracking.entities import Finding, Severity, StatusColumns
from ballast_core.tracking.rules.anomalies import Anomaly, AnomalyKind, anomalies

_RULES: dict[AnomalyKind, tuple[str, str]] = {
    AnomalyKind.BASE_JUMP: ("status.base_jump", "kept; base jumps {size:+.1%} from {reference:,.2f}"),
    AnomalyKind.TRADED_JUMP: ("status.traded_jump", "kept; traded jumps {size:+.1%} from {reference:,.2f}"),
    AnomalyKind.TRADED_DISAGREES: (
        "status.traded_disagrees",
        "kept; the records before it give {reference:,.2f} ({size:+.3%})",
    ),
    AnomalyKind.SIGNAL_DISAGREES: (
        "status.signal_disagrees",
        "kept; the records before it give {reference:g}",
    ),
}


def suspicions(status: StatusColumns, *, file: str) -> tuple[Finding, ...]:
    """Return a finding for each odd figure, by line.

    Shapes: status (n,) in.
    Units: see `anomalies`.
    NaN: a figure that is missing is not odd.
    Raises: nothing.
    Source: `anomalies`.
    """
    return tuple(_finding(odd, file) for odd in anomalies(status))


def _finding(odd: Anomaly, file: str) -> Finding:
    rule, done = _RULES[odd.kind]
    return Finding(
        file=file,
        line=odd.line,
        rule=rule,
        severity=Severity.WARNING,
        read=f"{odd.value:.6g}" if odd.kind is AnomalyKind.SIGNAL_DISAGREES else f"{odd.value:,.2f}",
        done=done.format(size=odd.size, reference=odd.reference),
    )
