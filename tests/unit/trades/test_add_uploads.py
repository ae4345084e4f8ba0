"""Uploads: kept until they were added, and not for ever."""

from datetime import timedelta

import pytest
from tests.unit.trades.arrivals import Desk, a_desk

from ballast_core.trades import Incoming, OnSame, Outcome, RefusedFileError, Upload, UploadsSpec


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
