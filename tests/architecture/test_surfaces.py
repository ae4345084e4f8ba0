"""Every use case is on every surface, or a table says why not."""

from dataclasses import fields
from pathlib import Path

from tests.market_surfaces import FLOW_QUESTIONS, MARKET_ELSEWHERE, MARKET_QUESTIONS
from tests.surfaces import (
    ACCESS_COMMANDS,
    ACCESS_ELSEWHERE,
    ELSEWHERE,
    HEAVY_QUESTIONS,
    ONLY_ON_THE_MACHINE,
    QUESTIONS,
    TRADES_ELSEWHERE,
    TRADES_QUESTIONS,
)

from ballast_adapters.settings import Settings
from ballast_core.access import Access
from ballast_core.flows import Flows
from ballast_core.market import Market
from ballast_core.ops import Ops
from ballast_core.tracking import Tracking
from ballast_core.trades import Trades
from ballast_web.app import create_web

NOT_ON_THE_API = {
    "show_revision",  # the ETag
    "show_market_revision",
    "import_universe",  # the flow of its name is
    "show_pool",  # a part of /metrics
    "count_jobs",
    "start_due_jobs",  # what workers ask every second
    "count_artifacts",
    "show_shared",  # what the API's own answers say, less the amounts
    "show_shared_model",
    "stage_upload",  # before the job of an upload
    "add_uploads",  # that job
    "read_returns",  # what optimizers are asked with
    "read_held",  # what coverage of events looks after
    "read_closes",  # what holdings are valued with
}


def test_every_use_case_is_asked_through_every_surface_or_says_why_not() -> None:
    assert {field.name for field in fields(Tracking)} == QUESTIONS.keys() | ELSEWHERE.keys()


def test_every_use_case_of_trades_and_flows_is_asked_through_every_surface_or_says_why_not() -> None:
    asked = TRADES_QUESTIONS.keys() | HEAVY_QUESTIONS.keys() | TRADES_ELSEWHERE.keys() | FLOW_QUESTIONS.keys()
    assert {field.name for field in (*fields(Trades), *fields(Flows))} == asked


def test_every_use_case_of_market_data_is_asked_through_every_surface_or_says_why_not() -> None:
    assert {field.name for field in fields(Market)} == MARKET_QUESTIONS.keys() | MARKET_ELSEWHERE.keys()


def test_every_use_case_is_an_operation_of_the_api_by_its_own_name() -> None:
    paths = create_web(Settings()).openapi()["paths"]
    operations = {operation["operationId"] for path in paths.values() for operation in path.values()}
    asked = {f"tracking.{field.name}" for field in fields(Tracking) if field.name not in NOT_ON_THE_API}
    asked |= {f"ops.{field.name}" for field in fields(Ops) if field.name not in NOT_ON_THE_API}
    asked |= {f"trades.{field.name}" for field in fields(Trades) if field.name not in NOT_ON_THE_API}
    asked |= {f"market.{field.name}" for field in fields(Market) if field.name not in NOT_ON_THE_API}
    asked |= {f"flows.{field.name}" for field in fields(Flows)}
    assert asked - operations == set()


def test_every_use_case_of_access_has_a_command_or_says_why_not(root: Path) -> None:
    assert {field.name for field in fields(Access)} == ACCESS_COMMANDS.keys() | ACCESS_ELSEWHERE.keys()
    reference = (root / "docs/reference/cli.md").read_text("utf-8")
    missing = [words for words in ACCESS_COMMANDS.values() if f"\n## ballast {words}\n" not in reference]
    assert missing == []


def test_what_commands_ask_of_access_the_api_offers_too_but_what_needs_the_machine() -> None:
    paths = create_web(Settings()).openapi()["paths"]
    operations = {operation["operationId"] for path in paths.values() for operation in path.values()}
    offered = {name.removeprefix("access.") for name in operations if name.startswith("access.")}
    assert offered == ACCESS_COMMANDS.keys() - ONLY_ON_THE_MACHINE
