"""Draw what the first commands of a newcomer print, as pictures of the README; `make picture` runs it."""

import io
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import DIMMED_MONOKAI
from rich.text import Text

from ballast_adapters.settings import load_settings

PICTURES = {
    "terminal": (140, ("ballast models", "ballast holdings naz100_pine", "ballast months naz100_pine")),
    "trades": (100, ("ballast trades months", "ballast trades allocate --best 3")),
}
FOLDER = Path(__file__).parents[1] / "docs" / "img"


def main() -> None:
    """Draw each picture."""
    for name, (width, commands) in PICTURES.items():
        draw(FOLDER / f"{name}.svg", width, commands)


def draw(picture: Path, width: int, commands: tuple[str, ...]) -> None:
    """Run the commands one after another and draw each with what it prints."""
    seen = {"BALLAST_HOME": str(load_settings().home / "demo"), "FORCE_COLOR": "1", "COLUMNS": str(width)}
    folder = str(Path(sys.executable).parent)
    environment = os.environ | seen | {"PATH": folder}  # noqa: TID251 -- handed on to the commands
    console = Console(record=True, width=width, file=io.StringIO(), force_terminal=True)
    for command in commands:
        console.print(Text.assemble(("$ ", "green"), (command, "bold")))
        name, *words = shlex.split(command)
        done = subprocess.run(  # noqa: S603 -- the commands above
            [f"{folder}/{name}", *words], capture_output=True, text=True, check=True, env=environment
        )
        console.print(Text.from_ansi(done.stdout + done.stderr))
    drawn = console.export_svg(title="ballast", theme=DIMMED_MONOKAI)
    # The fonts would come from elsewhere; any fixed-width one does.
    drawn = re.sub(r"@font-face \{.*?\}\s*", "", drawn, flags=re.DOTALL)
    picture.write_text(drawn.replace("Fira Code", "ui-monospace"), "utf-8")


if __name__ == "__main__":
    main()
