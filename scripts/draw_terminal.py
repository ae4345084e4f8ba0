"""Draw what commands print as a picture of a terminal: draw_terminal.py FILE.svg COMMAND ..."""

import io
import re
import shlex
import subprocess
import sys
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import DIMMED_MONOKAI
from rich.text import Text

WIDTH = 150


def main(picture: str, *commands: str) -> None:
    """Run the commands one after another and draw each with what it prints."""
    console = Console(record=True, width=WIDTH, file=io.StringIO(), force_terminal=True)
    for command in commands:
        console.print(Text.assemble(("$ ", "green"), (command, "bold")))
        done = subprocess.run(  # noqa: S603 -- what the Makefile says
            shlex.split(command), capture_output=True, text=True, check=True
        )
        console.print(Text.from_ansi(done.stdout + done.stderr))
    drawn = console.export_svg(title="ballast", theme=DIMMED_MONOKAI)
    # The fonts would come from elsewhere; any fixed-width one does.
    drawn = re.sub(r"@font-face \{.*?\}\s*", "", drawn, flags=re.DOTALL)
    Path(picture).write_text(drawn.replace("Fira Code", "ui-monospace"), "utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
