"""The chart of a symbol: candles above, volume below, splits and dividends marked, gaps shaded."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain
from typing import cast

from ballast_core.market import HistoryView
from ballast_core.shared.stretches import Closer
from ballast_web.charts import Line, Option, Pane, Span, time_chart

type Values = Sequence[float | None]

DRAWN = 520
"""Candles that a chart draws at most, unless one looks closer: twice as many could not be told apart."""
_PRICES = ("open", "close", "low", "high")  # as ECharts wants them


@dataclass(frozen=True, slots=True)
class Candles:
    """Bars as they are drawn, oldest first: those of a closer look in the place of longer ones."""

    days: Sequence[date]
    columns: Mapping[str, Values]


def joined(whole: HistoryView, near: HistoryView | None, closer: Closer | None) -> Candles:
    """Return the bars of a whole span; within the days that are looked at closely those of `near`."""
    if near is None or closer is None:
        return Candles(whole.days, {name: getattr(whole, name) for name in (*_PRICES, "volume")})
    first, last = min(near.days, default=closer.first), max(near.days, default=closer.last)
    before = [at for at, day in enumerate(whole.days) if day < first]
    after = [at for at, day in enumerate(whole.days) if day > last]

    def put(name: str) -> Values:
        far: list[float | None] = getattr(whole, name)
        return [*(far[at] for at in before), *getattr(near, name), *(far[at] for at in after)]

    days = chain((whole.days[at] for at in before), near.days, (whole.days[at] for at in after))
    return Candles(list(days), {name: put(name) for name in (*_PRICES, "volume")})


def candle_chart(view: HistoryView, drawn: Candles) -> Option:
    """Return the option of candles and volume over the days asked for."""
    ends = (view.start or drawn.days[0], view.end or drawn.days[-1])
    panes = [
        Pane([Line(name, drawn.days, drawn.columns[name]) for name in _PRICES]),
        Pane([Line("volume", drawn.days, drawn.columns["volume"], bars=True)], unit="count", whole=True),
    ]
    option = time_chart(panes, span=Span(max(ends[0], min(drawn.days)), ends[1]), marks=_splits(view))
    close, *_, volume = cast("list[Option]", option["series"])
    candles = {
        "type": "candlestick",
        "name": view.symbol,
        "xAxisIndex": 0,
        "yAxisIndex": 0,
        "unit": "number",
        "encode": {"x": "day", "y": list(_PRICES)},
        "itemStyle": {"color": "@up", "color0": "@down", "borderColor": "@up", "borderColor0": "@down"},
        "markArea": _areas(view),
        "markPoint": _dividends(view, drawn),
        **({"markLine": close["markLine"]} if "markLine" in close else {}),
    }
    option["series"] = [candles, {**volume, "itemStyle": {"color": "@soft", "opacity": 0.55}}]
    option["tooltip"] = {"trigger": "axis", "unit": "number", "units": ["number", "count"]}
    option.pop("legend")
    return option


def _splits(view: HistoryView) -> Mapping[date, str]:
    return {one.day: f"split {_ratio(one.ratio)}" for one in view.splits}


def _ratio(ratio: float) -> str:
    return f"{ratio:g}:1" if ratio >= 1 else f"1:{1 / ratio:g}"


def _areas(view: HistoryView) -> Option:
    """Return the gaps as shaded days."""
    return {
        "silent": True,
        "itemStyle": {"color": "@poor", "opacity": 0.13},
        "label": {"color": "@poor", "fontSize": 10, "position": "insideTop"},
        "data": [
            [
                {"xAxis": gap.first.isoformat(), "name": f"{gap.sessions} missing"},
                {"xAxis": (gap.last + timedelta(days=1)).isoformat()},
            ]
            for gap in view.gaps
        ],
    }


def _dividends(view: HistoryView, drawn: Candles) -> Option:
    """Return a mark below the candle of each ex-date."""
    return {
        "symbol": "circle",
        "symbolSize": 13,
        "symbolOffset": [0, 12],
        "itemStyle": {"color": "@line-5"},
        "label": {"formatter": "D", "fontSize": 9, "fontWeight": "bold", "color": "@card"},
        "data": list(_points(view, drawn)),
    }


def _points(view: HistoryView, drawn: Candles) -> Iterator[Option]:
    lows = drawn.columns["low"]
    for paid in view.dividends:
        at = next((at for at, day in enumerate(drawn.days) if day >= paid.day), None)
        if at is not None and (low := lows[at]) is not None:
            yield {"name": f"{paid.amount:g}", "coord": [drawn.days[at].isoformat(), low]}
