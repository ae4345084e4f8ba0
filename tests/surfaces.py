"""One question to every use case, and how each surface asks it: who is missing says why."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date

from pydantic import BaseModel

from ballast_core.app import App
from ballast_core.tracking import CompareQuery, FindingsQuery, SeriesName, SeriesQuery

PINE, META = "naz100_pine", "naz100_sp500_abacus"
DAY = date(2026, 6, 30)
BENCHMARK = f"{PINE}:buy_and_hold"


@dataclass(frozen=True, slots=True)
class Question:
    """A use case asked through the library, the API and the command line."""

    ask: Callable[[App], Awaitable[BaseModel]]
    path: str
    command: str


QUESTIONS: dict[str, Question] = {
    "list_models": Question(lambda app: app.tracking.list_models(), "/models", "models"),
    "show_model": Question(lambda app: app.tracking.show_model(PINE), f"/models/{PINE}", f"show {PINE}"),
    "show_holdings": Question(
        lambda app: app.tracking.show_holdings(META, DAY),
        f"/models/{META}/holdings?on={DAY}",
        f"holdings {META} --on {DAY}",
    ),
    "list_snapshots": Question(
        lambda app: app.tracking.list_snapshots(META, 5, 1),
        f"/models/{META}/snapshots?limit=5&offset=1",
        f"snapshots {META} --limit 5 --offset 1",
    ),
    "list_records": Question(
        lambda app: app.tracking.list_records(PINE, 5, 2),
        f"/models/{PINE}/records?limit=5&offset=2",
        f"records {PINE} --limit 5 --offset 2",
    ),
    "list_values": Question(
        lambda app: app.tracking.list_values(PINE, 5),
        f"/models/{PINE}/values?limit=5",
        f"values {PINE} --limit 5",
    ),
    "show_performance": Question(
        lambda app: app.tracking.show_performance(
            SeriesQuery(model=PINE, series=SeriesName.TRADED, points=50)
        ),
        f"/models/{PINE}/performance?series=traded&points=50",
        f"performance {PINE} --series traded --points 50",
    ),
    "show_measures": Question(
        lambda app: app.tracking.show_measures(SeriesQuery(model=PINE, period="1y")),
        f"/models/{PINE}/measures?period=1y",
        f"measures {PINE} --period 1y",
    ),
    "explain_measure": Question(
        lambda app: app.tracking.explain_measure("sortino_252", SeriesQuery(model=PINE, period="1y")),
        f"/models/{PINE}/measures/sortino_252?period=1y",
        f"measure {PINE} sortino_252 --period 1y",
    ),
    "show_drawdowns": Question(
        lambda app: app.tracking.show_drawdowns(PINE, 3),
        f"/models/{PINE}/drawdowns?top=3",
        f"drawdowns {PINE} --top 3",
    ),
    "show_months": Question(
        lambda app: app.tracking.show_months(PINE), f"/models/{PINE}/months", f"months {PINE}"
    ),
    "show_rolling": Question(
        lambda app: app.tracking.show_rolling(PINE, 90),
        f"/models/{PINE}/rolling?window_days=90",
        f"rolling {PINE} --window 90",
    ),
    "show_signal": Question(
        lambda app: app.tracking.show_signal(PINE), f"/models/{PINE}/signal", f"signal {PINE}"
    ),
    "show_ranks": Question(
        lambda app: app.tracking.show_ranks(PINE, 5), f"/models/{PINE}/ranks?top=5", f"ranks {PINE} --top 5"
    ),
    "show_switches": Question(
        lambda app: app.tracking.show_switches(META, "tags"),
        f"/models/{META}/switches?source=tags",
        f"switches {META} --source tags",
    ),
    "show_backtest": Question(
        lambda app: app.tracking.show_backtest(SeriesQuery(model=META, period="1y", points=40)),
        f"/models/{META}/backtest?period=1y&points=40",
        f"backtest {META} --period 1y --points 40",
    ),
    "compare_models": Question(
        lambda app: app.tracking.compare_models(
            CompareQuery(models=(PINE, META, "naz100_hma"), benchmark=BENCHMARK)
        ),
        f"/compare?models={PINE},{META},naz100_hma&benchmark={BENCHMARK}",
        f"compare {PINE} {META} naz100_hma --benchmark {BENCHMARK}",
    ),
    "list_trades": Question(
        lambda app: app.tracking.list_trades(PINE, 7),
        f"/models/{PINE}/trade-log?limit=7",
        f"trade-log {PINE} --limit 7",
    ),
    "list_findings": Question(
        lambda app: app.tracking.list_findings(FindingsQuery(model=PINE, limit=100)),
        f"/findings?model={PINE}&limit=100",
        f"findings {PINE} --limit 100",
    ),
    "list_charts": Question(
        lambda app: app.tracking.list_charts(PINE), f"/models/{PINE}/charts", f"charts {PINE}"
    ),
    "list_runs": Question(lambda app: app.tracking.list_runs(3), "/runs?limit=3", "runs --limit 3"),
}

ACCESS_COMMANDS = {
    "begin_setup": "owner code",
    "set_password": "owner password",
    "list_sessions": "sessions list",
    "end_session": "sessions end",
    "create_token": "token create",
    "list_tokens": "token list",
    "revoke_token": "token revoke",
    "create_share": "share create",
    "list_shares": "share list",
    "revoke_share": "share revoke",
    "list_actions": "audit",
}
"""The command that asks a use case of access; the API lists, makes and ends the same things."""

ONLY_ON_THE_MACHINE = {"begin_setup", "set_password"}
"""Who may ask these has the machine itself."""

ACCESS_ELSEWHERE = {
    "has_owner": "a step of the pages: sign in, or set up first",
    "create_owner": "the page /setup",
    "change_password": "the page /account",
    "sign_in": "the page /sign-in",
    "check_session": "before every page",
    "check_token": "before every answer of the API",
    "open_share": "the pages under /shared",
    "record_action": "after every change, by each surface itself",
}

ELSEWHERE = {
    "open_chart": "answers bytes: test_api and test_commands compare them with the file",
    "ingest_models": "changes what is stored: test_killed_ingest and the tests of each surface",
    "show_run": "asked with an id that only a run gives: test_surfaces_agree, below the table",
    "show_revision": "the API's ETag; of no use to a person",
    "show_shared": "for whoever has a link and nothing else: the pages under /shared",
    "show_shared_model": "as show_shared",
}
