"""Uploads: kept until they were added, and not for ever."""

from contextlib import aclosing
from datetime import timedelta

import pytest
from tests.in_memory import bench_of
from tests.unit.trades.arrivals import NAME, Desk, a_desk
from tests.workbooks import small

from ballast_core.ops import JobSpec
from ballast_core.trades import AddReport, Incoming, OnSame, Outcome, RefusedFileError, Upload, UploadsSpec


@pytest.fixture
def desk() -> Desk:
    return a_desk()


async def stage(desk: Desk, file: Incoming) -> Upload:
    return await desk.stage_upload(file.name, file.content)


async def outcomes(desk: Desk, *uploads: str, on_same: OnSame = OnSame.REFUSE) -> list[Outcome]:
    report = await desk.add_uploads(UploadsSpec(uploads=uploads, on_same=on_same))
    return [one.outcome for one in report.outcomes]


async def test_an_upload_has_the_id_that_its_file_will_have(desk: Desk) -> None:
    upload = await stage(desk, desk.workbook())
    await outcomes(desk, upload.id)
    assert [file.id for file in await desk.store.files()] == [upload.id]


async def test_an_upload_that_was_added_is_forgotten(desk: Desk) -> None:
    upload = await stage(desk, desk.workbook())
    assert await outcomes(desk, upload.id) == [Outcome.ADDED]
    assert await desk.store.staged(upload.id) is None


async def test_an_upload_that_was_refused_can_be_asked_for_otherwise(desk: Desk) -> None:
    old, new = await stage(desk, desk.workbook(until=2)), await stage(desk, desk.workbook(until=3))
    assert await outcomes(desk, old.id, new.id) == [Outcome.ADDED, Outcome.REFUSED]
    assert await outcomes(desk, new.id, on_same=OnSame.REPLACE) == [Outcome.REPLACED]


async def test_a_job_that_runs_again_after_it_was_killed_tells_what_is_there(desk: Desk) -> None:
    upload = await stage(desk, desk.workbook())
    await outcomes(desk, upload.id)
    assert await outcomes(desk, upload.id) == [Outcome.SAME]


async def test_an_upload_that_is_not_kept_is_refused_and_stops_no_other(desk: Desk) -> None:
    upload = await stage(desk, desk.workbook())
    report = await desk.add_uploads(UploadsSpec(uploads=("gone", upload.id)))
    assert [one.outcome for one in report.outcomes] == [Outcome.REFUSED, Outcome.ADDED]
    assert "upload the file again" in report.outcomes[0].fault


async def test_uploads_that_nobody_asked_for_go_after_a_day(desk: Desk) -> None:
    old = await stage(desk, desk.workbook(until=2))
    desk.clock.tick(timedelta(hours=25))
    new = await stage(desk, desk.workbook(until=3))
    assert [await desk.store.staged(one.id) is None for one in (old, new)] == [True, False]


async def test_what_can_never_be_read_is_not_kept(desk: Desk) -> None:
    with pytest.raises(RefusedFileError, match="macros"):
        await desk.stage_upload("list.xlsm", b"PK\x03\x04")


async def test_uploads_are_added_by_a_job_that_tells_how_far_it_is() -> None:
    bench = bench_of({})
    async with bench.open() as app:
        uploads = [await app.trades.stage_upload(name, small(n)) for name, n in (("a.xlsx", 2), (NAME, 3))]
        spec = JobSpec(name="trades.add_uploads", argument={"uploads": [one.id for one in uploads]})
        job = await app.ops.start_job(spec)
        async with aclosing(app.ops.watch_job(job.id)) as seen:
            *_, last = [one async for one in seen]
    assert (last.state, last.progress.done, last.progress.total) == ("done", 2, 2)
    report = AddReport.model_validate(last.result)
    assert [one.id for one in report.outcomes] == [one.id for one in uploads]
