"""Chart options say what is drawn, without a color and without a number that JSON cannot hold."""

import json
import math
from datetime import date

import pytest

from ballast_web.charts import Line, Pane, bar_chart, chart_answer, line_chart, time_chart

DAYS = [date(2026, 1, day) for day in (1, 2, 5)]
ONE = Line("one", DAYS, [1.0, 2.0, 3.0])


def test_lines_share_one_table_of_days() -> None:
    option = line_chart([ONE, Line("two", DAYS, [4.0, 5.0, 6.0])])
    assert option["dataset"] == {
        "source": {
            "day": ["2026-01-01", "2026-01-02", "2026-01-05"],
            "one": [1.0, 2.0, 3.0],
            "two": [4.0, 5.0, 6.0],
        }
    }


def test_a_line_has_gaps_on_days_that_only_others_have() -> None:
    option = line_chart([ONE, Line("late", DAYS[1:], [7.0, math.nan])])
    assert option["dataset"]["source"]["late"] == [None, 7.0, None]


def test_a_single_line_needs_no_legend() -> None:
    assert "legend" not in line_chart([ONE])
    assert line_chart([ONE, Line("two", DAYS, [1, 1, 1])])["legend"] == {"data": ["one", "two"]}


@pytest.mark.parametrize(("log", "kind"), [(True, "log"), (False, "value")])
def test_the_value_axis_is_as_asked(log: bool, kind: str) -> None:  # noqa: FBT001 - under test
    assert line_chart([ONE], log=log)["yAxis"][0]["type"] == kind


def test_percent_reads_values_as_fractions() -> None:
    assert line_chart([ONE], percent=True)["yAxis"][0]["unit"] == "fraction"


def test_an_area_fills_every_line() -> None:
    assert all("areaStyle" in one for one in line_chart([ONE], area=True)["series"])


def test_panes_stand_under_each_other_and_zoom_together() -> None:
    option = time_chart([Pane([ONE], "money"), Pane([Line("low", DAYS, [0, -0.1, 0])], "fraction")])
    assert [axis["gridIndex"] for axis in option["xAxis"]] == [0, 1]
    assert [one["yAxisIndex"] for one in option["series"]] == [0, 1]
    assert [axis["unit"] for axis in option["yAxis"]] == ["money", "fraction"]
    assert {tuple(zoom["xAxisIndex"]) for zoom in option["dataZoom"]} == {(0, 1)}


def test_marks_are_named_days() -> None:
    marks = time_chart([Pane([ONE])], marks={DAYS[1]: "fork"})["series"][0]["markLine"]["data"]
    assert marks == [{"xAxis": "2026-01-02", "label": {"formatter": "fork"}}]


def test_bars_stand_by_name() -> None:
    option = bar_chart(["a", "b"], {"gain": [0.1, None]}, unit="fraction")
    assert option["dataset"]["source"] == {"name": ["a", "b"], "gain": [0.1, None]}


def test_no_option_names_a_color_but_by_the_name_of_the_style_sheet() -> None:
    option = time_chart([Pane([Line("down", DAYS, [1, 2, 3], color="@down")])], marks={DAYS[0]: "x"})
    assert "#" not in json.dumps(option)


def test_an_answer_tells_how_many_points_there_were() -> None:
    said = json.loads(chart_answer(line_chart([ONE]), raw=5_000, sent=3).body)
    assert said["meta"] == {"raw": 5_000, "sent": 3}
    assert said["option"]["series"][0]["name"] == "one"


def test_figures_leave_with_six_digits() -> None:
    option = line_chart([Line("one", DAYS, [1234.56789, 0.000123456789, 1e9])])
    assert option["dataset"]["source"]["one"] == [1234.57, 0.000123457, 1e9]
