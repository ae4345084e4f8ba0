"""What is particular to models in a data folder: finding them, and reading a disk that others write to."""

import json
import logging
import os
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from ballast_adapters.files.disk import FileUnreadableError, read_whole
from ballast_adapters.files.params import ParamsFolder
from ballast_adapters.sample import write_sample
from ballast_core.tracking import DataFolderNotFoundError, FileKind, FoundModel, MarketIndex

STATUS = "PyTAAA_status.params"
SECRETS = {"Email": {"PW": "hunter2"}, "FTP": {"password": "hunter2"}}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def put(path: Path, content: bytes | str | Mapping[str, object] = b"x") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    text = content if isinstance(content, bytes | str) else json.dumps(content)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def configure(path: Path, store: str = "data_store", **more: object) -> Path:
    return put(path, {**SECRETS, "Valuation": {"performance_store": store, "stockList": "Naz100"}, **more})


async def found(folder: Path, remap: Mapping[str, str] | None = None) -> dict[str, FoundModel]:
    return {model.config.name: model for model in await ParamsFolder(folder, remap or {}).find()}


async def content(folder: Path, name: str, kind: FileKind = FileKind.STATUS) -> bytes | None:
    files = ParamsFolder(folder, {})
    text = await files.read((await found(folder))[name], kind)
    return text.content if text else None


def rules(model: FoundModel) -> list[str]:
    return [finding.rule for finding in model.config_findings]


class TestFinding:
    async def test_a_model_is_named_by_its_configuration_file(self, folder: Path) -> None:
        configure(folder / "a" / "PyTAAA_naz100_pine.JSON")
        put(folder / "a" / "data_store" / STATUS)
        models = await found(folder)
        assert models["naz100_pine"].config_path == "a/PyTAAA_naz100_pine.JSON"
        assert models["naz100_pine"].config.market_index is MarketIndex.NASDAQ_100
        assert rules(models["naz100_pine"]) == []

    async def test_a_manifest_is_named_by_its_id_and_its_index_guessed(self, folder: Path) -> None:
        put(folder / "a" / "model.json", {"id": "sp500_pine", "data_store": "data_store"})
        put(folder / "a" / "data_store" / STATUS)
        model = (await found(folder))["sp500_pine"]
        assert model.config.market_index is MarketIndex.SP_500
        assert rules(model) == ["config.guessed_index"]

    @pytest.mark.parametrize("where", [STATUS, f"data_store/{STATUS}", f"Data_Store/{STATUS.upper()}"])
    async def test_a_folder_with_params_files_is_a_model_without_a_configuration(
        self, folder: Path, where: str
    ) -> None:
        put(folder / "naz100_pi" / where, b"content")
        model = (await found(folder))["naz100_pi"]
        assert model.config_path == ""
        assert model.config.market_index is MarketIndex.NASDAQ_100
        assert rules(model) == ["config.none", "config.guessed_index"]
        assert await content(folder, "naz100_pi") == b"content"

    async def test_the_index_of_a_folder_that_names_both_is_unknown(self, folder: Path) -> None:
        put(folder / "naz100_sp500_abacus" / STATUS)
        assert (await found(folder))["naz100_sp500_abacus"].config.market_index is None

    @pytest.mark.parametrize("where", [STATUS, f"data_store/{STATUS}"])
    async def test_the_data_folder_may_be_the_folder_of_one_model(self, folder: Path, where: str) -> None:
        put(folder / "naz100_pi" / where)
        assert list(await found(folder / "naz100_pi")) == ["naz100_pi"]

    async def test_the_data_folder_may_hold_the_configuration_of_one_model(self, folder: Path) -> None:
        configure(folder / "pytaaa_naz100_pi.json")
        put(folder / "data_store" / STATUS)
        models = await found(folder)
        assert list(models) == ["naz100_pi"]
        assert models["naz100_pi"].config_path == "pytaaa_naz100_pi.json"

    async def test_configurations_at_the_top_may_point_into_sub_folders(self, folder: Path) -> None:
        for name in ("naz100_pi", "naz100_hma"):
            configure(folder / f"pytaaa_{name}.json", f"{name}_data")
            put(folder / f"{name}_data" / STATUS, name)
        assert list(await found(folder)) == ["naz100_hma", "naz100_pi"]
        assert await content(folder, "naz100_pi") == b"naz100_pi"

    async def test_what_is_no_model_is_passed_over(self, folder: Path) -> None:
        put(folder / "package.json", {"name": "web", "version": "1"})
        put(folder / "a" / "expected.json", '{"id": 1, "files": {}}')
        put(folder / "b" / "broken.json", '{"id": "x", "data_store": ')
        put(folder / "c" / "readme.txt")
        put(folder / ".git" / STATUS)
        put(folder / "deeper" / "still" / STATUS)
        assert await found(folder) == {}

    async def test_a_broken_configuration_leaves_the_model_to_its_file_name(self, folder: Path) -> None:
        put(folder / "naz100_pi" / "pytaaa_naz100_pi.json", '{"Valuation": ')
        put(folder / "naz100_pi" / "data_store" / STATUS, b"content")
        assert rules((await found(folder))["naz100_pi"]) == ["config.bad_json", "config.guessed_index"]
        assert await content(folder, "naz100_pi") == b"content"

    async def test_a_name_that_is_no_word_is_left_out_and_logged(
        self, folder: Path, caplog: pytest.LogCaptureFixture
    ) -> None:
        put(folder / "my model; rm" / STATUS)
        put(folder / "fine" / STATUS)
        with caplog.at_level(logging.WARNING):
            assert list(await found(folder)) == ["fine"]
        assert "left out 'my model; rm'" in caplog.text

    async def test_a_folder_that_is_missing_says_so(self, folder: Path) -> None:
        with pytest.raises(DataFolderNotFoundError, match="no such file or directory; name another"):
            await found(folder / "nowhere")

    async def test_a_file_is_no_data_folder(self, folder: Path) -> None:
        with pytest.raises(DataFolderNotFoundError, match="not a directory; name another"):
            await found(put(folder / "file"))

    async def test_links_are_followed_out_of_the_folder(self, folder: Path) -> None:
        put(folder / "card" / "naz100_pi" / "data_store" / STATUS, b"content")
        (folder / "data").mkdir()
        (folder / "data" / "naz100_pi").symlink_to(folder / "card" / "naz100_pi")
        (folder / "data" / "broken").symlink_to(folder / "nowhere")
        assert await content(folder / "data", "naz100_pi") == b"content"

    async def test_the_sample_is_found_whole(self, folder: Path) -> None:
        summary = write_sample(folder, days=100)
        models = await found(folder)
        assert tuple(models) == summary.models
        assert {name: rules(model) for name, model in models.items() if rules(model)} == {
            "naz100_hma": ["config.moved_data_folder"],
            "sp500_pine": ["config.guessed_index"],
        }
        for model in models.values():
            kinds = set(FileKind) - {FileKind.CONFIG}
            assert all([await ParamsFolder(folder, {}).read(model, kind) for kind in kinds])


class TestDataFolderOfAModel:
    async def test_a_folder_of_another_machine_is_translated(self, folder: Path) -> None:
        configure(folder / "a" / "pytaaa_naz100_pi.json", "/Volumes/example/PyTAAA/pi/data_store")
        put(folder / "copy" / "pi" / "data_store" / STATUS)
        model = (await found(folder, {"/Volumes/example/PyTAAA": str(folder / "copy")}))["naz100_pi"]
        assert rules(model) == []
        assert model.locator == str((folder / "copy" / "pi" / "data_store").resolve())

    @pytest.mark.parametrize("where", [f"data_store/{STATUS}", STATUS])
    async def test_files_beside_the_configuration_serve_when_the_stated_folder_is_not_here(
        self, folder: Path, where: str
    ) -> None:
        configure(folder / "a" / "pytaaa_naz100_pi.json", "/Volumes/example/data_store")
        put(folder / "a" / where, b"content")
        model = (await found(folder))["naz100_pi"]
        (finding,) = model.config_findings
        assert (finding.rule, finding.read) == ("config.moved_data_folder", "/Volumes/example/data_store")
        assert await content(folder, "naz100_pi") == b"content"

    async def test_a_model_without_its_folder_is_found_and_has_no_files(self, folder: Path) -> None:
        configure(folder / "a" / "pytaaa_naz100_pi.json", "/Volumes/example/data_store")
        model = (await found(folder))["naz100_pi"]
        assert rules(model) == ["config.missing_data_folder"]
        files = ParamsFolder(folder, {})
        for kind in (FileKind.STATUS, FileKind.HOLDINGS, FileKind.RANKS, FileKind.BACKTEST):
            assert await files.read(model, kind) is None

    @pytest.mark.parametrize("written", ["\x00", "x" * 400, "~nobody-here/data", ""])
    async def test_a_path_that_the_system_refuses_is_no_folder(self, folder: Path, written: str) -> None:
        configure(folder / "a" / "pytaaa_naz100_pi.json", written)
        assert "config.missing_data_folder" in rules((await found(folder))["naz100_pi"])

    async def test_of_two_configurations_the_one_with_data_counts(self, folder: Path) -> None:
        configure(folder / "a" / "pytaaa_naz100_pi.json")
        configure(folder / "longer" / "pytaaa_naz100_pi.json")
        put(folder / "longer" / "data_store" / STATUS)
        model = (await found(folder))["naz100_pi"]
        assert model.config_path == "longer/pytaaa_naz100_pi.json"
        (finding,) = model.config_findings
        assert (finding.rule, finding.read) == ("config.duplicate_model", "a/pytaaa_naz100_pi.json")

    async def test_of_two_configurations_with_data_the_shorter_path_counts(self, folder: Path) -> None:
        for home in ("naz100_pi.bak", "naz100_pi"):
            configure(folder / home / "pytaaa_naz100_pi.json")
            put(folder / home / "data_store" / STATUS)
        model = (await found(folder))["naz100_pi"]
        assert model.config_path == "naz100_pi/pytaaa_naz100_pi.json"
        assert rules(model) == ["config.duplicate_model"]

    async def test_a_copy_never_counts_before_the_folder_named_like_the_model(self, folder: Path) -> None:
        for home in ("copy", "naz100_pine"):
            configure(folder / home / "pytaaa_naz100_pine.json")
            put(folder / home / "data_store" / STATUS, home)
        assert (await found(folder))["naz100_pine"].config_path == "naz100_pine/pytaaa_naz100_pine.json"
        assert rules((await found(folder))["naz100_pine"]) == ["config.duplicate_model"]
        (folder / "naz100_pine" / "pytaaa_naz100_pine.json").unlink()
        assert await content(folder, "naz100_pine") == b"naz100_pine"

    async def test_a_configuration_counts_before_a_manifest_of_the_same_name(self, folder: Path) -> None:
        configure(folder / "a" / "pytaaa_naz100_pi.json")
        put(folder / "a" / "m.json", {"id": "naz100_pi", "data_store": "data_store"})
        put(folder / "a" / "data_store" / STATUS)
        assert (await found(folder))["naz100_pi"].config_path == "a/pytaaa_naz100_pi.json"

    async def test_models_that_read_the_same_files_say_so(self, folder: Path) -> None:
        configure(folder / "a" / "pytaaa_naz100_pi.json")
        configure(folder / "a" / "pytaaa_naz100_pi_old.json")
        put(folder / "a" / "data_store" / STATUS)
        models = await found(folder)
        assert [finding.read for finding in models["naz100_pi"].config_findings] == ["naz100_pi_old"]
        assert rules(models["naz100_pi_old"]) == ["config.shared_data_folder"]


class TestReading:
    @pytest.mark.parametrize(
        ("kind", "name"),
        [
            (FileKind.STATUS, "pytaaa_STATUS.params"),
            (FileKind.HOLDINGS, "PyTAAA_holdings.params"),
            (FileKind.RANKS, "pyTAAA_ranks.params"),
            (FileKind.BACKTEST, "PYTAAAweb_backtestPortfolioValue.PARAMS"),
        ],
    )
    async def test_names_fit_whatever_their_case(self, folder: Path, kind: FileKind, name: str) -> None:
        put(folder / "m" / "data_store" / name, b"content")
        text = await ParamsFolder(folder, {}).read((await found(folder))["m"], kind)
        assert text is not None
        assert (text.name, text.content) == (name, b"content")

    async def test_the_monte_carlo_twin_is_not_the_backtest(self, folder: Path) -> None:
        put(folder / "m" / "data_store" / STATUS)
        put(folder / "m" / "data_store" / "pyTAAAweb_backtestPortfolioValue.mc.params")
        assert await content(folder, "m", FileKind.BACKTEST) is None

    async def test_of_two_names_that_differ_by_case_the_newest_counts(self, folder: Path) -> None:
        for age, name in enumerate(("PyTAAA_status.params", "pytaaa_status.params", "PYTAAA_status.params")):
            path = put(folder / "m" / name, name)
            os.utime(path, (1_700_000_000 - age % 2, 1_700_000_000 - age % 2))
        assert await content(folder, "m") == b"PYTAAA_status.params"

    async def test_a_folder_and_a_broken_link_beside_a_file_of_the_name_are_passed_over(
        self, folder: Path
    ) -> None:
        (folder / "m" / "data_store" / STATUS).mkdir(parents=True)
        (folder / "m" / "data_store" / STATUS.lower()).symlink_to(folder / "nowhere")
        put(folder / "m" / "data_store" / STATUS.upper(), b"content")
        assert await content(folder, "m") == b"content"

    @pytest.mark.parametrize(
        ("make", "why"),
        [
            (Path.mkdir, "it is no file"),
            (os.mkfifo, "it is no file"),
            (lambda path: path.symlink_to(path), "too many levels of symbolic links"),
            (lambda path: path.symlink_to("nowhere"), "no such file or directory"),
        ],
        ids=["folder", "pipe", "loop", "dead link"],
    )
    async def test_what_is_no_file_cannot_be_read(
        self, folder: Path, make: Callable[[Path], None], why: str
    ) -> None:
        (folder / "m").mkdir()
        make(folder / "m" / STATUS)
        with pytest.raises(FileUnreadableError, match=f"{STATUS}: {why}"):
            await content(folder, "m")

    async def test_a_store_that_went_away_has_no_files(self, folder: Path) -> None:
        path = put(folder / "m" / "data_store" / STATUS)
        model = (await found(folder))["m"]
        path.unlink()
        path.parent.rmdir()
        assert await ParamsFolder(folder, {}).read(model, FileKind.STATUS) is None

    async def test_of_a_configuration_only_what_is_whitelisted_is_found(self, folder: Path) -> None:
        put(folder / "m" / "data_store" / STATUS)
        configure(folder / "m" / "pytaaa_naz100_pi.json")
        before = await found(folder)
        configure(folder / "m" / "pytaaa_naz100_pi.json", stock_server={"key": "hunter2"})
        assert await found(folder) == before
        assert "hunter2" not in repr(before)


class TestAStubbornDisk:
    async def test_a_configuration_that_may_not_be_read_costs_the_settings_only(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        put(folder / "m" / "data_store" / STATUS)
        for name in ("pytaaa_naz100_pi.json", "other.json"):
            configure(folder / "m" / name)
        refuse(monkeypatch, "open", "pytaaa_naz100_pi.json", "other.json")
        models = await found(folder)
        assert list(models) == ["naz100_pi"]
        assert rules(models["naz100_pi"]) == ["config.unreadable", "config.guessed_index"]

    async def test_a_model_folder_that_may_not_be_read_is_passed_over_and_logged(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        for name in ("closed", "open"):
            put(folder / name / "data_store" / STATUS)
        refuse(monkeypatch, "iterdir", "closed")
        with caplog.at_level(logging.WARNING):
            assert list(await found(folder)) == ["open"]
        assert "closed: permission denied" in caplog.text

    async def test_a_store_that_may_not_be_read_is_unavailable(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        put(folder / "m" / "data_store" / STATUS)
        model = (await found(folder))["m"]
        refuse(monkeypatch, "iterdir", "data_store")
        with pytest.raises(FileUnreadableError, match="data_store: permission denied; let this"):
            await ParamsFolder(folder, {}).read(model, FileKind.STATUS)

    def test_a_file_that_may_not_be_read_names_itself_and_the_remedy(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = put(folder / "status")
        refuse(monkeypatch, "open", "status")
        with pytest.raises(FileUnreadableError, match=r"read .*status: permission denied; let this user"):
            read_whole(path)

    def test_a_file_that_is_too_large_is_refused(self, folder: Path) -> None:
        with pytest.raises(FileUnreadableError, match="11 bytes, where at most 10 are expected"):
            read_whole(put(folder / "big", b"x" * 11), max_bytes=10)

    def test_a_file_that_changed_while_it_was_read_is_read_again(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = put(folder / "status", b"old")
        meanwhile(monkeypatch, lambda: path.write_bytes(b"new and longer"))
        assert read_whole(path) == b"new and longer"

    def test_a_file_that_changes_on_and_on_is_unavailable(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = put(folder / "status", b"old")
        meanwhile(monkeypatch, *[lambda: path.write_bytes(path.read_bytes() * 2)] * 2)
        with pytest.raises(FileUnreadableError, match="it is being written; try again"):
            read_whole(path)

    def test_a_file_that_was_replaced_while_it_was_read_is_read_again(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path, other = put(folder / "status", b"old"), put(folder / "other", b"new")
        for same_age in (path, other):
            os.utime(same_age, (1_700_000_000, 1_700_000_000))
        meanwhile(monkeypatch, lambda: other.replace(path))
        assert read_whole(path) == b"new"


def refuse(monkeypatch: pytest.MonkeyPatch, method: str, *names: str) -> None:
    """Deny what root may always do, so that the test says the same for every user."""
    real = getattr(Path, method)

    def deny(path: Path, *args: object) -> object:
        if path.name in names:
            raise PermissionError(13, "Permission denied")
        return real(path, *args)

    monkeypatch.setattr(Path, method, deny)


def meanwhile(monkeypatch: pytest.MonkeyPatch, *happenings: Callable[[], object]) -> None:
    """Let one of these happen between reading a file and looking whether it changed."""
    left, stat = list(happenings), Path.stat

    def look(path: Path) -> os.stat_result:
        if left:
            left.pop(0)()
        return stat(path)

    monkeypatch.setattr(Path, "stat", look)
