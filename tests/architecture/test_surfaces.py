"""Every use case is on every surface, or a table says why not."""

from dataclasses import fields

from tests.surfaces import ELSEWHERE, QUESTIONS

from ballast_adapters.settings import Settings
from ballast_core.app import Ops, Tracking
from ballast_web.app import create_web

NOT_ON_THE_API = {"show_revision", "show_pool"}  # the ETag; a part of /metrics


def test_every_use_case_is_asked_through_every_surface_or_says_why_not() -> None:
    assert {field.name for field in fields(Tracking)} == QUESTIONS.keys() | ELSEWHERE.keys()


def test_every_use_case_is_an_operation_of_the_api_by_its_own_name() -> None:
    paths = create_web(Settings()).openapi()["paths"]
    operations = {operation["operationId"] for path in paths.values() for operation in path.values()}
    asked = {f"tracking.{field.name}" for field in fields(Tracking) if field.name not in NOT_ON_THE_API}
    asked |= {f"ops.{field.name}" for field in fields(Ops) if field.name not in NOT_ON_THE_API}
    assert asked - operations == set()
