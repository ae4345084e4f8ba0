"""A file of trades is checked against itself."""

from datetime import date, datetime

import pytest
from tests.unit.trades.harm import Harm, put
from tests.unit.trades.rows import DAILY, LIST, NAME, SETTINGS, Grid, at, pair, sheets

from ballast_core.trades import ContractSpec, FileFinding
from ballast_core.trades.parsing import parse_tradestation
from ballast_core.trades.parsing.findings import FILE_RULES
from ballast_core.trades.parsing.reconcile import implied_point_value, reconcile

TABLE = {"MES": ContractSpec(symbol="MES", point_value=5)}


def checked(harm: Harm = lambda _: None, name: str = NAME) -> list[FileFinding]:
    made = sheets()
    harm(made)
    return list(reconcile(parse_tradestation(name, made), TABLE))


def test_a_sound_file_has_only_the_note_of_its_open_trade() -> None:
    (note,) = checked()
    assert (note.rule, note.severity, note.where, note.found) == ("trades.open", "note", "trade 3", 16.5)
    said = "trade 3 is open since 2024-03-07 09:00; its last price is 5004, at which it has +16.50"
    assert note.message == said


@pytest.mark.parametrize(
    ("rule", "harm", "expected", "found"),
    [
        ("net.costs", put(LIST, 5, 8, 44.0), 43, 44),
        ("net.cumulative", put(LIST, 8, 8, 17.0), 16, 17),
        ("gross.prices", put(LIST, 6, 5, 5011.0), 55, 50),
        ("trades.percent", put(LIST, 5, 9, 0.2), 0.002, 0.2),
        ("trades.run_up", put(LIST, 5, 10, 49.0), 50, 49),
        ("trades.drawdown", put(LIST, 8, 10, -19.0), -20, -19),
        ("daily.total", put(DAILY, 4, 2, 6.0), 32.5, 33.5),
        ("settings.costs", put(SETTINGS, 13, 2, 1.5), 3, 2),
        ("settings.size", put(SETTINGS, 15, 2, 2.0), 2, 1),
    ],
)
def test_a_figure_that_does_not_agree_is_told_with_what_was_expected(
    rule: str, harm: Harm, expected: float, found: float
) -> None:
    (told,) = [one for one in checked(harm) if one.rule == rule]
    assert (told.expected, told.found) == (pytest.approx(expected), pytest.approx(found))
    assert told.severity == FILE_RULES[rule].severity


@pytest.mark.parametrize(
    ("rule", "harm"),
    [
        ("trades.gap", put(LIST, 9, 1, 4.0)),
        ("trades.order", put(LIST, 5, 1, 9.0)),
        ("daily.truncated", lambda made: made[DAILY].pop(7)),
        ("daily.absent_day", lambda made: made[DAILY].pop(6)),
        ("daily.flat_day", lambda made: made[DAILY].insert(3, [date(2024, 3, 1), 9.0, 0.0, "n/a", 1.0, 1.0])),
        ("daily.missing", lambda made: made.pop(DAILY)),
        ("settings.missing", lambda made: made.pop(SETTINGS)),
        ("settings.span", put(SETTINGS, 7, 2, at(6, 12))),
    ],
)
def test_what_has_no_figure_is_told_too(rule: str, harm: Harm) -> None:
    assert rule in {one.rule for one in checked(harm)}


@pytest.mark.parametrize(
    ("name", "rule"),
    [
        ("tradeslist_ES_15_Trend.xlsx", "settings.symbol"),
        ("tradeslist_MES_30_Trend.xlsx", "settings.interval"),
    ],
)
def test_settings_count_more_than_the_name_of_the_file(name: str, rule: str) -> None:
    assert rule in {one.rule for one in checked(name=name)}
    facts = parse_tradestation(name, sheets()).facts
    assert (facts.symbol, facts.interval_minutes) == ("MES", 15)


def test_a_cut_that_display_periods_explain_says_so() -> None:
    def cut(made: dict[str, Grid]) -> None:
        made[DAILY].pop(7)
        made[SETTINGS][15][1] = 3.0

    (told,) = [one for one in checked(cut) if one.rule == "daily.truncated"]
    assert "the report shows 3 periods only (Display Periods)" in told.message


def test_marks_of_a_trade_alone_on_its_days_are_its_own() -> None:
    def harm(made: dict[str, Grid]) -> None:
        made[LIST][8:] = pair(3, ("Buy", "Sell"), (at(11, 9), 5000.0), (at(12, 9), 5002.0), (10.0, 3.0, 19.0))
        marks = [(12, -1.0), (11, 5.0), (6, -23.0), (5, 9.0), (4, 30.0)]
        made[DAILY][3:8] = [[date(2024, 3, day), profit, 0, "n/a", 1.0, 1.0] for day, profit in marks]

    (told,) = [one for one in checked(harm) if one.rule == "daily.trade"]
    assert (told.where, told.expected, told.found) == ("trade 3", 3, 4)


def test_positions_that_are_open_at_once_are_told() -> None:
    told = {one.rule: one for one in checked(put(LIST, 7, 3, at(5, 9)))}
    assert told["trades.overlap"].where == "trade 2"


def test_an_unknown_symbol_is_a_note_with_what_the_trades_imply() -> None:
    parsed = parse_tradestation(NAME, sheets())
    told = {one.rule: one for one in reconcile(parsed, {})}
    assert told["contracts.unknown"].severity == "note"
    assert told["contracts.unknown"].message.endswith("all trades fit 5 a point")
    assert told["trades.open"].found == 16.5


def test_no_point_value_is_implied_where_trades_disagree() -> None:
    made = sheets()
    made[LIST][5][6] = 51.0
    assert implied_point_value(parse_tradestation(NAME, made).book.trades) is None


def test_errors_come_before_warnings_and_notes() -> None:
    harms = [put(LIST, 5, 8, 44.0), put(LIST, 5, 9, 0.2)]
    told = [one.severity.value for one in checked(lambda made: [harm(made) for harm in harms])]
    assert told == sorted(told, key=["error", "warning", "note"].index)
    assert datetime.fromisoformat("2024-03-07T09:00") == at(7, 9)
