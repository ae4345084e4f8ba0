"""The workbooks of the demonstration: five strategies on four markets, some three thousand trades."""

from dataclasses import replace
from datetime import date

from ballast_adapters.sample.workbooks import Market, WorkbookSpec, make_workbook

_FIRST_DAY, _DAYS = date(2020, 1, 6), 2_495

MES = Market(step=26)
MNQ = Market(
    symbol="MNQ",
    description="Micro E-mini Nasdaq-100 Continuous Contract [Dec26]",
    point_value=2.0,
    price=11_000.0,
    step=80,
)
M2K = Market(
    symbol="M2K",
    description="Micro E-mini Russell 2000 Continuous Contract [Dec26]",
    tick=0.1,
    price=1_900.0,
    step=30,
)
CD = Market(
    symbol="CD",
    description="Canadian Dollar Continuous Contract [Dec26]",
    point_value=100_000.0,
    tick=0.00005,
    price=0.78,
    step=5,
)
_SPECS = (
    WorkbookSpec(market=MES, minutes=15, strategy="Trend", trades=880, luck=16, slippage=1.25, seed=11),
    WorkbookSpec(market=MNQ, minutes=15, strategy="Breakout", trades=760, style="both", luck=17, seed=12),
    WorkbookSpec(market=MNQ, minutes=60, strategy="Swing", trades=240, luck=16, slippage=2.0, seed=13),
    WorkbookSpec(market=M2K, minutes=30, strategy="Revert", trades=420, contracts=2, luck=17, seed=14),
    WorkbookSpec(
        market=CD,
        minutes=30,
        strategy="Turn",
        trades=600,
        style="reversal",
        is_open=True,
        luck=20,
        commission=2.0,
        slippage=5.0,
        seed=15,
    ),
)


def sample_workbooks(*, seed: int = 0, days: int = _DAYS) -> dict[str, bytes]:
    """Return the workbooks by file name; `days` shortens them, and the trades with them."""
    made: dict[str, bytes] = {}
    for spec in _SPECS:
        part = _shortened(spec, seed, days)
        made[part.name] = make_workbook(part)
    return made


def _shortened(spec: WorkbookSpec, seed: int, days: int) -> WorkbookSpec:
    return replace(
        spec,
        first_day=_FIRST_DAY,
        days=days,
        trades=max(spec.trades * days // _DAYS, 2),
        seed=spec.seed + 100 * seed,
    )
