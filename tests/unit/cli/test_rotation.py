"""Which backups of a folder are kept."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from ballast_adapters.cli.rotation import dated_file, remove_old

NIGHT = datetime(2026, 2, 27, 3, 10, tzinfo=UTC)


def test_the_newest_stay_and_what_is_not_ours_is_not_touched(tmp_path: Path) -> None:
    files = [dated_file(tmp_path, NIGHT + timedelta(days=n)) for n in range(5)]
    others = [tmp_path / name for name in ("ballast.dump", "ballast-20200101T000000Z.dump.old", "notes.txt")]
    for file in (*files, *others):
        file.touch()
    assert list(remove_old(tmp_path, 2)) == files[:3]
    assert sorted(tmp_path.iterdir()) == sorted([*files[3:], *others])


def test_fewer_than_are_kept_all_stay(tmp_path: Path) -> None:
    dated_file(tmp_path, NIGHT).touch()
    assert list(remove_old(tmp_path, 7)) == []


def test_a_name_tells_its_moment_in_utc(tmp_path: Path) -> None:
    there = NIGHT.astimezone(datetime.fromisoformat("2026-01-01T00:00+05:00").tzinfo)
    assert dated_file(tmp_path, there).name == "ballast-20260227T031000Z.dump"
