"""The table of jobs: each is a use case by its own name, with an argument that travels as JSON."""

from dataclasses import fields

import pytest

from ballast_core.flows import Flows
from ballast_core.jobs import JOBS
from ballast_core.market import Market
from ballast_core.shared.entity import Entity
from ballast_core.tracking import Tracking
from ballast_core.trades import Trades

USE_CASES = {
    "tracking": {field.name for field in fields(Tracking)},
    "trades": {field.name for field in fields(Trades)},
    "market": {field.name for field in fields(Market)},
    "flows": {field.name for field in fields(Flows)},
}


@pytest.mark.parametrize("name", JOBS)
def test_a_job_is_named_after_its_use_case(name: str) -> None:
    context, use_case = name.split(".")
    assert use_case in USE_CASES[context]


@pytest.mark.parametrize("name", JOBS)
def test_the_argument_of_a_job_is_an_entity(name: str) -> None:
    assert issubclass(JOBS[name].spec, Entity)


@pytest.mark.parametrize("name", JOBS)
def test_a_job_may_take_longer_than_a_request_and_not_forever(name: str) -> None:
    assert 60 <= JOBS[name].time_limit_s <= 86_400
