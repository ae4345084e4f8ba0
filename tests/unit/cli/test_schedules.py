"""Schedules on the command line: added, listed, paused, run, removed."""

import json
from typing import get_args

import pytest
from tests.unit.cli.conftest import Ballast

from ballast_adapters.cli.market.schedules import MisfireChoice
from ballast_core.ops import Misfire

WORK = ("--work", "tracking.ingest_models")


@pytest.fixture
def nightly(ask: Ballast, stored: str) -> str:
    assert stored  # a database with our tables
    return str(ask("market", "schedule", "add", "nightly", "0 5 * * *", *WORK).out)


def test_the_policies_are_those_of_the_core() -> None:
    assert get_args(MisfireChoice) == tuple(Misfire)


@pytest.mark.postgres
def test_a_schedule_is_shown_when_it_is_added(nightly: str) -> None:
    assert "nightly" in nightly
    assert "0 5 * * *" in nightly


@pytest.mark.postgres
@pytest.mark.usefixtures("nightly")
def test_a_schedule_goes_from_pause_to_its_end(ask: Ballast) -> None:
    def shown() -> dict[str, object]:
        listed = json.loads(ask("market", "schedule", "list", "--format", "json").out)["schedules"]
        return {one["schedule"]["name"]: one["schedule"]["paused"] for one in listed}

    ask("market", "schedule", "pause", "nightly")
    assert shown()["nightly"] is True
    ask("market", "schedule", "resume", "nightly")
    assert shown()["nightly"] is False
    ran = json.loads(ask("market", "schedule", "run", "nightly", "--format", "json").out)
    assert ran["name"] == "tracking.ingest_models"
    ask("market", "schedule", "remove", "nightly")
    assert "nightly" not in shown()


@pytest.mark.postgres
@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("add", "bad", "0 5 * *", *WORK), 2, "minute, hour, day, month and weekday"),
        (("add", "bad", "0 5 * * *", "--argument", "{", *WORK), 2, "--argument is no JSON"),
        (("add", "bad", "0 5 * * *", "--zone", "Mars", *WORK), 2, "no time zone 'Mars'"),
        (("show", "nowhere"), 3, "no schedule 'nowhere'"),
    ],
    ids=["cron", "argument", "zone", "missing"],
)
def test_what_makes_no_sense_is_refused_with_the_reason(
    ask: Ballast, stored: str, words: tuple[str, ...], code: int, said: str
) -> None:
    assert stored
    done = ask("market", "schedule", *words)
    assert done.code == code
    assert said in " ".join(done.err.split())
