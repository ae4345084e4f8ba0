"""Lines of a series as a chart takes them: a value a day, the last one of the day."""

from datetime import date, datetime

from ballast_core.trades import SeriesLine, SeriesView
from ballast_tui.look import LINES
from ballast_tui.widgets.plot import Line


def curves(view: SeriesView) -> list[Line]:
    """Return the lines, in the colors of lines."""
    return [
        Line.of(list(points), list(points.values()), LINES[at % len(LINES)])
        for at, points in enumerate(map(_by_day, view.lines))
    ]


def _by_day(line: SeriesLine) -> dict[date, float | None]:
    days = (at.date() if isinstance(at, datetime) else at for at in line.at)
    return dict(zip(days, line.values, strict=True))
