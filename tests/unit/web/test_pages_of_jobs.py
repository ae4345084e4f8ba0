"""Jobs on pages: listed, followed, stopped, and led to what came of them."""

import httpx
import pytest
from tests.in_memory import Bench, client_of

from ballast_core.ops import Job, JobSpec, JobState

INGEST = JobSpec(name="tracking.ingest_models")
HTML = {"Accept": "text/html"}


async def over(bench: Bench, job: Job) -> Job:
    """Return a job once nothing more happens to it."""
    async for one in bench.app.ops.watch_job(job.id):
        job = one
    return job


async def html(client: httpx.AsyncClient, path: str, status: int = 200) -> str:
    answer = await client.get(path, headers=HTML)
    assert answer.status_code == status, answer.text
    return answer.text


async def test_without_a_job_the_page_says_where_they_come_from(api: httpx.AsyncClient) -> None:
    assert "Jobs are started by" in await html(api, "/jobs")


async def test_a_job_is_listed_by_what_it_does(empty: Bench) -> None:
    async with client_of(empty.web()) as client:
        job = await over(empty, await empty.app.ops.start_job(INGEST))
        assert job.state is JobState.DONE
        text = await html(client, "/jobs")
        assert f'<a href="/jobs/{job.id}">Ingest of models</a>' in text
        assert 'class="tag ok">done' in text
        assert "No job is failed" in await html(client, "/jobs?state=failed")


async def test_a_job_that_is_done_leads_to_what_came_of_it(empty: Bench) -> None:
    async with client_of(empty.web()) as client:
        job = await over(empty, await empty.app.ops.start_job(INGEST))
        text = await html(client, f"/jobs/{job.id}")
        assert 'href="/ingest">See what came of it' in text
        assert "hx-get" not in text


async def test_a_job_that_waits_is_asked_for_until_it_is_over(empty: Bench) -> None:
    job = await empty.app.ops.start_job(INGEST)  # no worker yet
    web = empty.web()
    async with client_of(web) as client:
        await over(empty, job)
        answer = await client.get(f"/jobs/{job.id}/live", headers=HTML)
    assert answer.headers["hx-refresh"] == "true"
    assert answer.headers["cache-control"] == "no-store"


async def test_a_job_that_waits_can_be_canceled(empty: Bench) -> None:
    job = await empty.app.ops.cancel_job((await empty.app.ops.start_job(INGEST)).id)
    async with client_of(empty.web()) as client:
        text = await html(client, f"/jobs/{job.id}")
        assert "It was canceled." in text
        answer = await client.post(f"/jobs/{job.id}/cancel")
        assert (answer.status_code, answer.headers["location"]) == (303, f"/jobs/{job.id}")


@pytest.mark.parametrize("path", ["/jobs/nothing", "/jobs/nothing/live"])
async def test_a_job_that_is_not_there_is_said_to_be_not_there(api: httpx.AsyncClient, path: str) -> None:
    assert "there is no job" in await html(api, path, 404)
