"""Chart options for ECharts, made from figures; colors and fonts are added in the browser, by theme."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from starlette.responses import Response

from ballast_core.shared.cells import missing
from ballast_core.shared.table import Unit

type Values = Sequence[float | None]
type Option = dict[str, object]

_DIGITS = 6  # more than a screen can show
_GAP, _LOW_SHARE = 8, 0.28
_SIDES: Option = {"left": 8, "right": 14, "containLabel": True}
_ALIGNED: Option = {"left": 76, "right": 14, "outerBoundsMode": "none"}  # panes begin at the same day


@dataclass(frozen=True, slots=True)
class Line:
    """One line: a name, days or moments, and values. `color` is `@name` for a color of the style sheet."""

    name: str
    days: Sequence[date]
    values: Values
    dashed: bool = False
    area: bool = False
    bars: bool = False
    step: bool = False
    faint: bool = False
    color: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """The days that a chart shows, whatever its lines have; charts of one span share pointer and zoom.

    Without `slider` the zoom is moved by another chart of the span, which has one.
    """

    first: date
    last: date
    slider: bool = True


@dataclass(frozen=True, slots=True)
class Pane:
    """Lines with one value axis; panes stand under each other and share their days.

    The axis of a `whole` pane begins at 0 and counts in whole numbers.
    """

    lines: Sequence[Line]
    unit: Unit = "number"
    log: bool = False
    title: str = ""
    whole: bool = False


def line_chart(
    lines: Sequence[Line],
    *,
    log: bool = False,
    percent: bool = False,
    area: bool = False,
    unit: Unit = "number",
    zoom: bool = True,
) -> Option:
    """Return the option of lines over days; `percent` reads values as fractions."""
    if area:
        lines = [Line(one.name, one.days, one.values, area=True, color=one.color) for one in lines]
    return time_chart([Pane(lines, "fraction" if percent else unit, log)], zoom=zoom)


def time_chart(
    panes: Sequence[Pane],
    *,
    zoom: bool = True,
    marks: Mapping[date, str] | None = None,
    span: Span | None = None,
) -> Option:
    """Return the option of panes over the same days, the first the tallest; `marks` are days with a name."""
    slider = zoom and (span is None or span.slider)
    lines = [(at, line) for at, pane in enumerate(panes) for line in pane.lines]
    source = _source([line for _, line in lines])
    series = [_series(line, at, panes[at]) for at, line in lines]
    if marks and series:
        series[0]["markLine"] = _marks(marks)
    option: Option = {
        "dataset": {"source": source},
        "grid": _grids(panes, zoom=slider, aligned=span is not None),
        "xAxis": [_days_axis(at, len(panes), span) for at in range(len(panes))],
        "yAxis": [_value_axis(at, pane) for at, pane in enumerate(panes)],
        "series": series,
        "tooltip": {"trigger": "axis", "unit": panes[0].unit, "units": [panes[at].unit for at, _ in lines]},
        "axisPointer": {"link": [{"xAxisIndex": "all"}]},
    }
    if len(lines) > 1:
        option["legend"] = {"data": [line.name for _, line in lines]}
    if zoom:
        every = list(range(len(panes)))
        option["dataZoom"] = [
            {"type": "inside", "xAxisIndex": every, "zoomOnMouseWheel": "ctrl", "moveOnMouseMove": True},
            {"type": "slider", "xAxisIndex": every, "height": 22, "bottom": 4, "show": slider},
        ]
    return option


@dataclass(frozen=True, slots=True)
class Track:
    """Points in a plane: joined to a line, or single ones with a name each. `color` as that of a `Line`."""

    name: str
    across: Values
    values: Values
    names: Sequence[str] = ()
    joined: bool = True
    stacked: bool = False
    dashed: bool = False
    color: str = ""


@dataclass(frozen=True, slots=True)
class Axis:
    """What stands across or upwards."""

    name: str
    unit: Unit = "number"


def plane_chart(tracks: Sequence[Track], across: Axis, up: Axis) -> Option:
    """Return the option of lines and points whose axes are both figures."""
    series = [_track(one, across, up) for one in tracks]
    joined = any(one.joined for one in tracks)
    x_axis: Option = {"type": "value", "scale": True, "unit": across.unit, "name": across.name}
    x_axis |= {"nameLocation": "middle", "nameGap": 26}
    y_axis: Option = {"type": "value", "scale": True, "unit": up.unit, "name": up.name}
    y_axis |= {"axisLine": {"onZero": False}}
    option: Option = {
        "grid": {"left": 8, "right": 18, "top": 26, "bottom": 26, "containLabel": True},
        "xAxis": x_axis,
        "yAxis": y_axis,
        "series": series,
        "tooltip": {"trigger": "axis" if joined and len(tracks) == 1 else "item", "unit": up.unit},
    }
    if any(one.stacked for one in tracks):
        option["tooltip"] = {"trigger": "axis", "unit": up.unit}
        option["xAxis"] = {**x_axis, "min": "dataMin", "max": "dataMax"}
        option["yAxis"] = {**y_axis, "max": "dataMax"}
    if len(tracks) > 1:
        option["legend"] = {"data": [one.name for one in tracks]}
    return option


def _track(one: Track, across: Axis, up: Axis) -> Option:
    names = one.names or [""] * len(one.values)
    points = [
        [_round(x), _round(y), *([name] if name else [])]
        for x, y, name in zip(one.across, one.values, names, strict=True)
    ]
    drawn: Option = {"type": "line" if one.joined else "scatter", "name": one.name, "data": points}
    drawn |= {"unit": up.unit, "unitAcross": across.unit}
    if one.color:
        drawn["itemStyle"] = {"color": one.color}
    if not one.joined:
        return drawn | {"symbolSize": 7}
    drawn |= {"showSymbol": False, "lineStyle": {"width": 1.6}}
    if one.dashed:
        drawn["lineStyle"] = {"width": 1.3, "type": "dashed"}
    if one.stacked:
        drawn |= {"stack": "all", "areaStyle": {"opacity": 0.55}, "lineStyle": {"width": 0.5}}
    return drawn


def bar_chart(names: Sequence[str], bars: Mapping[str, Values], *, unit: Unit = "number") -> Option:
    """Return the option of bars by name."""
    return {
        "dataset": {
            "source": {"name": list(names), **{one: _rounded(values) for one, values in bars.items()}}
        },
        "grid": {
            "left": 8,
            "right": 12,
            "top": 36 if len(bars) > 1 else 12,
            "bottom": 8,
            "containLabel": True,
        },
        "xAxis": {"type": "category"},
        "yAxis": {"type": "value", "unit": unit},
        "series": [{"type": "bar", "name": one, "encode": {"x": "name", "y": one}} for one in bars],
        "tooltip": {"trigger": "axis", "unit": unit},
        **({"legend": {"data": list(bars)}} if len(bars) > 1 else {}),
    }


def chart_answer(option: Option, raw: int = 0, sent: int = 0) -> Response:
    """Return an option as the answer to a chart's address; `raw` counts the points before thinning."""
    body = {"option": option, "meta": {"raw": raw, "sent": sent}}
    return Response(json.dumps(body, separators=(",", ":"), allow_nan=False), media_type="application/json")


def _source(lines: Sequence[Line]) -> dict[str, list[object]]:
    """Return columns over the union of all days; a line has gaps where it has no point."""
    days = sorted({day for line in lines for day in line.days})
    columns: dict[str, list[object]] = {"day": [day.isoformat() for day in days]}
    for line in lines:
        if len(line.days) == len(days):
            columns[line.name] = _rounded(line.values)
        else:
            known = dict(zip(line.days, _rounded(line.values), strict=True))
            values = [known.get(day) for day in days]
            columns[line.name] = _held(values) if line.step else values
    return columns


def _held(values: Sequence[object]) -> list[object]:
    """Return the values of a step, which holds until the next one."""
    last: object = None
    return [last := value if value is not None else last for value in values]


def _series(line: Line, at: int, pane: Pane) -> Option:
    kind: Literal["bar", "line"] = "bar" if line.bars else "line"
    drawn: Option = {
        "type": kind,
        "name": line.name,
        "encode": {"x": "day", "y": line.name},
        "xAxisIndex": at,
        "yAxisIndex": at,
        "unit": pane.unit,
    }
    if line.color:
        drawn["itemStyle"] = {"color": line.color}
    if line.bars:
        return drawn
    drawn |= {"showSymbol": False, "connectNulls": True, "lineStyle": {"width": 1.6}}
    if line.dashed:
        drawn["lineStyle"] = {"width": 1.3, "type": "dashed"}
    if line.area:
        drawn["areaStyle"] = {"opacity": 0.14, "origin": "auto"}
    if line.step:
        drawn |= {"step": "end", "lineStyle": {"width": 1}}
    if line.faint:
        drawn["lineStyle"] = {"width": 0.8, "opacity": 0.55}
    return drawn


def _marks(marks: Mapping[date, str]) -> Option:
    lines = [{"xAxis": day.isoformat(), "label": {"formatter": said}} for day, said in marks.items()]
    return {
        "symbol": "none",
        "silent": True,
        "data": lines,
        "lineStyle": {"type": "dotted", "color": "@soft"},
    }


def _grids(panes: Sequence[Pane], *, zoom: bool, aligned: bool) -> list[Option]:
    top, bottom = 24, 36 if zoom else 8
    if len(panes) == 1 and aligned:
        return [{**_ALIGNED, "top": top if panes[0].title else top - 10, "bottom": bottom + 22}]
    if len(panes) == 1:
        return [{**_SIDES, "top": top, "bottom": bottom}]
    low = 100 * _LOW_SHARE
    high = 100 - low * (len(panes) - 1)
    first: Option = {**_ALIGNED, "top": top, "bottom": f"{100 - high + _GAP}%"}
    rest = [
        {**_ALIGNED, "top": f"{high + low * at - 4:.0f}%", "height": f"{low - _GAP:.0f}%"}
        for at in range(len(panes) - 1)
    ]
    return [first, *rest]


def _days_axis(at: int, panes: int, span: Span | None) -> Option:
    shown = {"axisLabel": {"show": at == panes - 1}} if panes > 1 else {}
    ends = {"min": span.first.isoformat(), "max": (span.last + timedelta(days=1)).isoformat()} if span else {}
    return {"type": "time", "gridIndex": at, **ends, **shown}


def _value_axis(at: int, pane: Pane) -> Option:
    kind = "log" if pane.log else "value"
    steps = (
        {"minInterval": 1} if pane.whole or pane.unit == "money" else {}
    )  # figures beside it have no cents
    return {
        "type": kind,
        "scale": not pane.whole,
        **steps,
        "gridIndex": at,
        "unit": pane.unit,
        "name": pane.title,
    }


def _rounded(values: Values) -> list[object]:
    return [_round(value) for value in values]


def _round(value: float | None) -> float | None:
    return None if value is None or missing(value) else float(f"{value:.{_DIGITS}g}")
