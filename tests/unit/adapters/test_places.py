"""Where a path of another machine is on this one."""

from pathlib import Path

import pytest

from ballast_adapters.files.places import place


@pytest.mark.parametrize(
    ("written", "here"),
    [
        ("data_store", "/srv/pi/m/data_store"),
        ("./data_store/", "/srv/pi/m/data_store"),
        ("..\\other\\data_store", "/srv/pi/m/../other/data_store"),
        ("/Volumes/a/PyTAAA/x", "/mnt/a/x"),
        ("/Volumes/a/PyTAAA", "/mnt/a"),
        ("/Volumes/a/PyTAAA_old/x", "/mnt/volumes/a/PyTAAA_old/x"),
        ("/Volumes/b/x", "/mnt/volumes/b/x"),
        ("/Media/PyTAAA/x", "/mnt/a/x"),
        ("C:\\PyTAAA\\x", "/mnt/c/x"),
        ("~/PyTAAA/x", "/mnt/tilde/x"),
        ("/srv/x", "/srv/x"),
    ],
)
def test_the_longest_prefix_of_whole_folders_is_translated(written: str, here: str) -> None:
    remap = {
        "/Volumes/": "/mnt/volumes",
        "/Volumes/a/PyTAAA": "/mnt/a",
        "/Media/PyTAAA/": "/mnt/a/",
        "C:/PyTAAA": "/mnt/c",
        "~/PyTAAA": "/mnt/tilde",
    }
    assert place(written, Path("/srv/pi/m"), remap) == Path(here)


def test_the_root_may_be_a_prefix() -> None:
    assert place("/data/x", Path("/m"), {"/": "/mnt"}) == Path("/mnt/data/x")


def test_a_tilde_is_the_home_of_whoever_runs_this(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/srv/pi")
    monkeypatch.setenv("USERPROFILE", "/srv/pi")
    assert place("~/x", Path("/m"), {}) == Path("/srv/pi/x")
    assert place("~/x", Path("/m"), {"/srv/pi": "/mnt"}) == Path("/mnt/x")
    assert place("/other/x", Path("/m"), {"/other": "~/y"}) == Path("/srv/pi/y/x")
