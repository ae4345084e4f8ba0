"""Static files: compressed, kept for good by their hash, and nothing but those that there are."""

import gzip
import json

import httpx
import pytest

from ballast_web import assets
from ballast_web.assets import NotBuiltError, asset, preloads

IMMUTABLE = "public, max-age=31536000, immutable"


async def test_what_was_built_is_kept_for_good(api: httpx.AsyncClient) -> None:
    answer = await api.get(asset("charts.js"))
    assert (answer.status_code, answer.headers["cache-control"]) == (200, IMMUTABLE)
    assert answer.headers["content-type"] == "text/javascript; charset=utf-8"


async def test_an_icon_is_kept_for_an_hour(api: httpx.AsyncClient) -> None:
    assert (await api.get("/static/ballast.svg")).headers["cache-control"] == "public, max-age=3600"


@pytest.mark.parametrize(
    ("accepted", "sent"), [("br, gzip", "br"), ("gzip", "gzip"), ("gzip;q=0.5", "gzip"), ("identity", None)]
)
async def test_a_script_leaves_as_the_build_compressed_it(
    api: httpx.AsyncClient, accepted: str, sent: str | None
) -> None:
    request = api.build_request("GET", asset("ballast.js"), headers={"Accept-Encoding": accepted})
    answer = await api.send(request, stream=True)
    await answer.aclose()
    assert answer.headers.get("content-encoding") == sent
    assert answer.headers["vary"] == "Accept-Encoding"


async def test_the_compressed_form_says_the_same(api: httpx.AsyncClient) -> None:
    plain = await api.get(asset("ballast.css"), headers={"Accept-Encoding": "identity"})
    packed = (assets.STATIC / "dist" / f"{asset('ballast.css').rpartition('/')[2]}.gz").read_bytes()
    assert gzip.decompress(packed) == plain.content


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app.py",
        "/static/%2e%2e/app.py",
        "/static//etc/passwd",
        "/static/dist",
        "/static/",
        "/static/dist/manifest.json.gz",
        "/static/..%5capp.py",
    ],
)
async def test_no_path_leads_anywhere_else(api: httpx.AsyncClient, path: str) -> None:
    assert (await api.get(path)).status_code == 404


async def test_static_files_are_only_read(api: httpx.AsyncClient) -> None:
    answer = await api.post("/static/ballast.svg", content=b"x")
    assert answer.status_code in {403, 405}


async def test_all_that_the_manifest_of_the_web_app_names_is_there(api: httpx.AsyncClient) -> None:
    said = json.loads((await api.get("/static/ballast.webmanifest")).content)
    for icon in said["icons"]:
        assert (await api.get(f"/static/{icon['src']}")).headers["content-type"] == icon["type"]


def test_what_a_script_imports_is_fetched_with_it() -> None:
    assert preloads("charts.js")[0] == asset("charts.js")
    assert len(preloads("charts.js")) > 1


def test_without_a_build_it_is_said_how_to_build(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    monkeypatch.setattr(assets, "STATIC", tmp_path)
    assets.manifest.cache_clear()
    with pytest.raises(NotBuiltError, match="make setup"):
        asset("ballast.js")
    monkeypatch.undo()
    assets.manifest.cache_clear()
