"""`ballast` commands in processes of their own that need not load it: a program forks one for each.

A command's own time is in the loading, a second each of several hundred. What depends on a start from
nothing (cron, a server, a worker, a kill) is tested by starting `ballast` itself.
"""

import importlib
import json
import os
import pkgutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).parents[2]
LONGEST_S = 60
_LOADED = ("ballast_core", "ballast_adapters")
_NOT_LOADED = (
    "compute",
    "solvers",
    "migrations",
)  # a command that needs them loads them in yet other processes

type Ask = Callable[[Sequence[str], Mapping[str, str]], subprocess.CompletedProcess[str]]


@contextmanager
def commands(environment: Mapping[str, str]) -> Iterator[Ask]:
    """Yield what runs one command after the other, each with further variables, to its end."""
    pipe = subprocess.PIPE
    program = [sys.executable, "-m", __name__]
    with (
        tempfile.TemporaryDirectory() as folder,
        subprocess.Popen(program, cwd=ROOT, env=environment, stdin=pipe, stdout=pipe, text=True) as process,
    ):
        assert process.stdin
        assert process.stdout
        out, err, asks, answers = Path(folder, "out"), Path(folder, "err"), process.stdin, process.stdout

        def ask(words: Sequence[str], more: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
            asked = {"words": words, "more": more, "out": str(out), "err": str(err), "there": str(Path.cwd())}
            asks.write(json.dumps(asked) + "\n")
            asks.flush()
            code = int(answers.readline())
            return subprocess.CompletedProcess(words, code, out.read_text("utf-8"), err.read_text("utf-8"))

        yield ask


def load() -> None:
    """Import all that a command may need, so that a fork has it."""
    for name in _LOADED:
        package = importlib.import_module(name)
        for module in pkgutil.walk_packages(package.__path__, f"{name}."):
            if not {*module.name.split(".")} & {*_NOT_LOADED}:
                importlib.import_module(module.name)


def answer() -> None:
    """Fork for each line of standard input, and write the code with which it ended; return in the fork."""
    for line in sys.stdin:
        asked = json.loads(line)
        child = os.fork()
        if child == 0:
            sys.argv = ["ballast", *asked["words"]]
            _become(asked["more"], asked["out"], asked["err"], asked["there"])
            return
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        sys.stdout.write(f"{code}\n")
        sys.stdout.flush()


def _become(more: Mapping[str, str], out: str, err: str, there: str) -> None:
    os.environ.update(more)  # noqa: TID251 - of the command that this fork is
    os.chdir(there)
    for number, file in enumerate((os.devnull, out, err)):
        opened = os.open(file, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
        os.dup2(opened, number)
        os.close(opened)
    signal.alarm(LONGEST_S)


def run() -> NoReturn:
    """Be the command that `sys.argv` has."""
    from ballast_adapters.cli.main import main  # noqa: PLC0415 - loaded with all else

    main()


if __name__ == "__main__":
    load()
    answer()
    if sys.argv[0] == "ballast":
        run()
