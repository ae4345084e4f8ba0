"""Draw the dashboard of the demonstration, by day and by night, for the README; `make picture` runs it."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import sync_playwright

from ballast_adapters.settings import load_settings

FOLDER = Path(__file__).parents[1] / "docs" / "img"
WIDTH, HEIGHT = 1280, 1180
_DRAWN = "body:not(:has([data-chart]:not([data-points])))"


def main() -> None:
    """Open the page twice, and keep what a visitor sees first."""
    with serving() as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        for scheme in ("light", "dark"):
            page = browser.new_page(
                viewport={"width": WIDTH, "height": HEIGHT},
                color_scheme=scheme,  # type: ignore[arg-type] -- one of its two words
                reduced_motion="reduce",
            )
            page.goto(site)
            page.locator(_DRAWN).wait_for()
            page.screenshot(path=FOLDER / f"dashboard-{scheme}.png")
        browser.close()


@contextmanager
def serving() -> Iterator[str]:
    """Serve the demonstration on a free port; yield its address."""
    seen = {"BALLAST_HOME": str(load_settings().home / "demo"), "BALLAST_API__PORT": "0"}
    environment = os.environ | seen  # noqa: TID251 -- handed on to the command
    command = [str(Path(sys.executable).parent / "ballast"), "serve"]
    with subprocess.Popen(  # noqa: S603 -- the command above
        command, stderr=subprocess.PIPE, text=True, env=environment
    ) as server:
        try:
            lines = iter(server.stderr or ())
            yield next(found[0] for line in lines if (found := re.search(r"http://[\d.:]+\d", line)))
        finally:
            server.terminate()


if __name__ == "__main__":
    main()
