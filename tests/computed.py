"""Pure functions that tests have computed elsewhere."""

import os
import stat
import time
from pathlib import Path

import numpy as np

from ballast_core.research import InfeasibleError


def doubled(part: int) -> int:
    return part * 2


def simulated(seed: int) -> float:
    return float(np.random.default_rng(seed).normal(size=10_000).std())


def squared_columns(matrix: np.ndarray) -> np.ndarray:
    return (matrix.T @ matrix).sum(axis=1)


def refused(part: int) -> int:
    if part == 1:
        raise InfeasibleError("MNQ at most 30 %", "raise it to 45 % at least")
    return part


def mistaken(part: int) -> int:
    raise ValueError(f"part {part} is wrong")


def chatty(part: int) -> int:
    os.write(1, b"a library prints this")
    return part


def slow(seconds: float) -> float:
    time.sleep(seconds)
    return seconds


def noted_and_slow(file: str) -> None:
    Path(file).write_text(str(os.getpid()), "utf-8")
    time.sleep(60)


def killed(_: int) -> None:
    os.kill(os.getpid(), 9)


def own_pid(_: int) -> int:
    time.sleep(0.05)
    return os.getpid()


def open_sockets(_: int) -> list[int]:
    found = []
    for number in range(256):
        try:
            mode = os.fstat(number).st_mode
        except OSError:
            continue
        if stat.S_ISSOCK(mode):
            found.append(number)
    return found
