"""What a person waits for: pages in a headless Chromium, beside a static page with the same chart."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.request import urlopen

from playwright.sync_api import Browser, BrowserContext, sync_playwright

from ballast_web.assets import preloads

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
TIMES = """() => {
  const page = performance.getEntriesByType("navigation")[0];
  const chart = performance.getEntriesByName("chart")[0];
  return { chart: chart.startTime, first: page.responseStart - page.requestStart };
}"""
PAGE = """<!doctype html><html lang="en"><title>A chart</title>
<link rel="stylesheet" href="{style}">
<link rel="modulepreload" href="{script}"><link rel="preload" as="fetch" crossorigin href="chart.json">
<script type="module">
import {{ draw }} from "{script}";
draw(document.querySelector("figure"));
</script>
<figure class="chart" data-chart="chart.json" data-name="A chart"><div class="canvas l"></div></figure>
"""


@dataclass(frozen=True, slots=True)
class Load:
    """One load of a page: seconds to the chart and to the first byte, and the bytes that came."""

    chart_s: float
    first_byte_s: float
    received: int


class Quiet(SimpleHTTPRequestHandler):
    """Serves files and says nothing; scripts and styles as the build compressed them."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *_said: object) -> None:
        pass

    def translate_path(self, path: str) -> str:
        found = super().translate_path(path)
        return f"{found}.br" if Path(f"{found}.br").is_file() else found

    def guess_type(self, path: str) -> str:
        return super().guess_type(path.removesuffix(".br"))

    def end_headers(self) -> None:
        packed = Path(f"{super().translate_path(self.path)}.br").is_file()
        if packed:
            self.send_header("Content-Encoding", "br")
        self.send_header("Cache-Control", "max-age=31536000" if packed else "no-cache")
        super().end_headers()


@contextmanager
def browsing() -> Iterator[Browser]:
    """Yield a headless Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@contextmanager
def static_page(folder: Path, host: str) -> Iterator[str]:
    """Serve files alone: a page with the chart of the dashboard of `host`, and nothing else on it."""
    built = Path(__file__).parents[2] / "packages/web/src/ballast_web/static"
    shutil.copytree(built, folder / "static")
    with urlopen(f"http://{host}/charts/models") as answer:
        (folder / "chart.json").write_bytes(answer.read())
    script, style = preloads("charts.js")[0], preloads("ballast.css")[0]
    (folder / "index.html").write_text(PAGE.format(script=script, style=style))
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=folder))
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield "{}:{}".format(*server.server_address)
    finally:
        server.shutdown()
        server.server_close()


def a_window(browser: Browser) -> BrowserContext:
    """Return a window that has kept nothing."""
    return browser.new_context(viewport={"width": 1280, "height": 900})


class Tab:
    """A tab of a window, and what it received since its last load."""

    def __init__(self, window: BrowserContext) -> None:
        self._page = window.new_page()
        self._received: list[int] = []
        session = window.new_cdp_session(self._page)
        session.send("Network.enable")
        session.on("Network.loadingFinished", self._count)

    def load(self, host: str) -> Load:
        """Load a page until its chart is drawn."""
        self._received.clear()
        self._page.goto(f"http://{host}/")
        self._page.wait_for_selector("figure[data-points]", state="attached")
        self._page.wait_for_timeout(100)  # the chart is told as drawn with the next frame
        times = self._page.evaluate(TIMES)
        return Load(times["chart"] / 1000, times["first"] / 1000, sum(self._received))

    def _count(self, event: dict[str, float]) -> None:
        self._received.append(int(event["encodedDataLength"]))
