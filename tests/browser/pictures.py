"""Small pictures of pages, kept as goldens: what differs, and by how much."""

import json
from base64 import b64decode, b64encode
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from playwright.async_api import Page

SCRIPT = Path(__file__).with_name("pictures.js")
SMALL = 0.4  # of a screenshot
TALLEST = 2_600  # pixels of a page that count
CELL = 16

# Mean difference of color, of ink (text and lines), and of height. Measured: the same page 0; without a chart
# 0.004 and 0.09 at least; a layout without its grid 0.02 and 0.75; another font alone up to 0.06 and 0.55.
SAME_FONT, OTHER_FONT = (0.003, 0.05, 0.01), (0.08, 0.7, 0.08)

_PROBE = """() => {
    const pen = document.createElement("canvas").getContext("2d");
    return ["16px system-ui, sans-serif", "16px monospace"].map((font) => {
        pen.font = font;
        return Math.round(pen.measureText("Ballast 0123456789 mill WAVE").width);
    });
}"""


@dataclass(frozen=True)
class Pictures:
    """Compares screenshots with the goldens of a folder; with another font than theirs less strictly."""

    page: Page
    folder: Path
    update: bool
    allowed: tuple[float, float, float]

    @classmethod
    async def of(cls, page: Page, folder: Path, *, update: bool) -> Self:
        """Return a comparison that works in this empty page."""
        fonts = json.dumps(await page.evaluate(_PROBE)) + "\n"
        same = _is_known(folder / "fonts.json", fonts, update=update)
        return cls(page, folder, update, SAME_FONT if same else OTHER_FONT)

    async def differences(self, name: str, screenshot: bytes, wide: int) -> str:
        """Return how a screenshot differs from its golden, or nothing."""
        file = self.folder / f"{name}.webp"
        golden = b64encode(file.read_bytes()).decode() if file.is_file() and not self.update else None
        found = await self.page.evaluate(
            SCRIPT.read_text("utf-8"),
            {
                "fresh": b64encode(screenshot).decode(),
                "golden": golden,
                "wide": round(wide * SMALL),
                "cell": CELL,
            },
        )
        if self.update:
            file.write_bytes(b64decode(found["picture"]))
            return ""
        if golden is None:
            return f"there is no golden {name}; write it with --golden-update"
        measured = (found["color"], found["ink"], abs(found["height"]))
        if all(one <= most for one, most in zip(measured, self.allowed, strict=True)):
            return ""
        return "color {:.4f}, ink {:.3f}, height {:.3f}".format(*measured)


def _is_known(file: Path, fonts: str, *, update: bool) -> bool:
    if update:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(fonts, "utf-8")
    return file.is_file() and file.read_text("utf-8") == fonts
