"""Jobs on the command line: listed, shown, canceled, followed to their end."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import get_args

import pytest
from tests.unit.cli.conftest import Ballast

from ballast_adapters.bootstrap.database import open_database
from ballast_adapters.bootstrap.jobs import open_jobs
from ballast_adapters.cli.jobs import StateChoice
from ballast_adapters.settings import load_settings
from ballast_adapters.sql.jobs import SqlJobs
from ballast_core.ops import Job, JobFault, JobSpec, JobState
from ballast_core.trades import AddReport, FileOutcome, Outcome

pytestmark = pytest.mark.postgres

ADDED = AddReport(outcomes=(FileOutcome(name="tradeslist_MES_15_Trend.xlsx", outcome=Outcome.REFUSED),))
FAULT = JobFault(code="ops.time_limit", message="stopped after 9 seconds")


def job_of(
    url: str,
    then: Callable[[SqlJobs, Job], Awaitable[None]] | None = None,
    name: str = "tracking.ingest_models",
) -> Job:
    """Queue a job that no worker of ours takes, and do more with it."""

    async def made() -> Job:
        settings = load_settings({"database_url": url}, env={})
        async with open_database(settings) as engine, open_jobs(engine) as jobs:
            job = await jobs.add(JobSpec(name=name, argument={}), 9.0)
            if then:
                begun = await jobs.begin(job.id, "one")
                assert begun
                await then(jobs, begun)
            return await jobs.job(job.id)

    return asyncio.run(made())


async def do_well(jobs: SqlJobs, job: Job) -> None:
    await jobs.end(job, JobState.DONE, {"rows": 5})


async def add_files(jobs: SqlJobs, job: Job) -> None:
    await jobs.end(job, JobState.DONE, ADDED.model_dump(mode="json"))


async def do_badly(jobs: SqlJobs, job: Job) -> None:
    await jobs.end(job, JobState.FAILED, fault=FAULT)


def test_the_states_are_those_of_the_core() -> None:
    assert get_args(StateChoice) == tuple(JobState)


def test_jobs_are_listed_newest_first(ask: Ballast, stored: str) -> None:
    made = [job_of(stored).id for _ in range(2)]
    done = ask("jobs", "list", "--state", "queued", "--limit", "2", "--format", "json")
    assert [job["id"] for job in json.loads(done.out)["jobs"]] == made[::-1]


def test_a_job_is_shown_with_its_result(ask: Ballast, stored: str) -> None:
    shown = ask("jobs", "show", job_of(stored, do_well).id, "--format", "json")
    assert json.loads(shown.out)["result"] == {"rows": 5}


def test_a_person_sees_the_result_as_its_command_lays_it_out(ask: Ballast, stored: str) -> None:
    job = job_of(stored, add_files, "trades.add_uploads").id
    assert "tradeslist_MES_15_Trend.xlsx" in ask("jobs", "show", job).out


def test_a_result_in_a_form_of_another_release_is_left_out(ask: Ballast, stored: str) -> None:
    assert ask("jobs", "show", job_of(stored, do_well).id).code == 0


def test_a_job_that_waits_is_canceled(ask: Ballast, stored: str) -> None:
    canceled = ask("jobs", "cancel", job_of(stored).id, "--format", "json")
    assert json.loads(canceled.out)["state"] == "canceled"


def test_who_canceled_a_job_is_on_record(ask: Ballast, stored: str) -> None:
    job = job_of(stored).id
    ask("jobs", "cancel", job)
    actions = json.loads(ask("audit", "--format", "json").out)["actions"]
    assert ("ops.cancel_job", job) in {(action["action"], action["subject"]) for action in actions}


def test_a_job_that_ended_well_is_followed_to_that(ask: Ballast, stored: str) -> None:
    assert ask("jobs", "watch", job_of(stored, do_well).id).code == 0


def test_a_job_that_failed_says_so_by_the_exit_code(ask: Ballast, stored: str) -> None:
    watched = ask("jobs", "watch", job_of(stored, do_badly).id)
    assert watched.code == 1
    assert FAULT.message in watched.err


@pytest.mark.parametrize("verb", ["show", "cancel", "watch"])
def test_a_job_that_is_not_there_is_not_found(ask: Ballast, verb: str) -> None:
    missing = ask("jobs", verb, "nope")
    assert missing.code == 3
    assert "ballast jobs list" in missing.err
