"""Draws the icons of the pages for home screens, from the one SVG; needs a Chromium."""

import sys
from base64 import b64encode
from pathlib import Path

from playwright.sync_api import sync_playwright

STATIC = Path(__file__).parents[1] / "packages/web/src/ballast_web/static"
ICONS = {"icon-192.png": (192, 192), "icon-512.png": (512, 512), "icon-maskable-512.png": (512, 400)}
CHROMIUM = "/usr/bin/chromium"


def draw(chromium: str) -> None:
    """Draw each icon at its size; the maskable one keeps the edge that a phone may cut off."""
    picture = b64encode((STATIC / "ballast.svg").read_bytes()).decode()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium)
        for name, (size, inner) in ICONS.items():
            page = browser.new_page(viewport={"width": size, "height": size})
            ground = "#0f5c6e" if inner < size else "transparent"
            page.set_content(
                f'<body style="margin:0;height:100vh;display:grid;place-items:center;background:{ground}">'
                f'<img width="{inner}" src="data:image/svg+xml;base64,{picture}">'
            )
            page.locator("img").evaluate("image => image.decode()")
            page.screenshot(path=STATIC / name, omit_background=True)
        browser.close()


if __name__ == "__main__":
    draw(sys.argv[1] if len(sys.argv) > 1 else CHROMIUM)
