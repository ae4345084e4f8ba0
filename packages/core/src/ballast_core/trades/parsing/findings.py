"""What reading and checking a file can find, rule by rule."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from ballast_core.trades.entities import FileFinding, Severity


@dataclass(frozen=True, slots=True)
class FileRule:
    """How much a finding of this rule matters, and what it means."""

    severity: Severity
    meaning: str


_NOTE, _WARNING, _ERROR = Severity.NOTE, Severity.WARNING, Severity.ERROR

FILE_RULES: Mapping[str, FileRule] = MappingProxyType(
    {
        "net.costs": FileRule(_ERROR, "Net profit is gross profit less commission and slippage."),
        "net.cumulative": FileRule(_ERROR, "Cumulative net profit is the sum of the net profits so far."),
        "gross.prices": FileRule(_ERROR, "Gross profit is the way of the price times the point value."),
        "trades.percent": FileRule(_WARNING, "Percent profit is gross profit over notional at entry."),
        "trades.run_up": FileRule(_WARNING, "Run-up is at least 0 and at least the gross profit."),
        "trades.drawdown": FileRule(_WARNING, "Drawdown is at most 0 and at most the gross profit."),
        "trades.gap": FileRule(_WARNING, "Trades are numbered without a gap."),
        "trades.order": FileRule(_NOTE, "Trades are numbered in the order of their entries."),
        "trades.overlap": FileRule(_NOTE, "Several positions were open at once."),
        "trades.open": FileRule(_NOTE, "The last trade is still open, and is marked at the last price."),
        "contracts.unknown": FileRule(_NOTE, "The table of contracts lacks the symbol."),
        "daily.missing": FileRule(_WARNING, "The file has no daily marks."),
        "daily.total": FileRule(_ERROR, "Daily marks add up to closed profit and open profit."),
        "daily.truncated": FileRule(_WARNING, "Daily marks begin with the first trade."),
        "daily.trade": FileRule(
            _ERROR, "Daily marks of a trade that is alone on its days are its net profit."
        ),
        "daily.flat_day": FileRule(_WARNING, "A day without a position has no profit."),
        "daily.absent_day": FileRule(_NOTE, "Each day of a position has its mark."),
        "daily.unchecked": FileRule(_NOTE, "The sum of the daily marks could not be checked."),
        "settings.missing": FileRule(_WARNING, "The file has no settings."),
        "settings.symbol": FileRule(_WARNING, "The symbol of the name is that of the settings."),
        "settings.interval": FileRule(_WARNING, "The interval of the name is that of the settings."),
        "settings.costs": FileRule(_WARNING, "Costs of the trades are those of the settings."),
        "settings.size": FileRule(_NOTE, "Trades have the size that the settings fix."),
        "settings.span": FileRule(_WARNING, "Trades lie between first and last bar of the settings."),
        "source.net_only": FileRule(_NOTE, "The file tells net profit only: costs are not known."),
    }
)


def finding(
    rule: str,
    message: str,
    where: str = "",
    *,
    expected: float | None = None,
    found: float | None = None,
) -> FileFinding:
    """Return a finding with the severity of its rule."""
    severity = FILE_RULES[rule].severity
    return FileFinding(
        rule=rule, severity=severity, message=message, where=where, expected=expected, found=found
    )
