"""The board that a run of benchmarks ends with: every work beside its limit."""

import gc
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from statistics import median
from time import perf_counter

from pytest_benchmark.fixture import BenchmarkFixture


@dataclass(frozen=True, slots=True)
class _Line:
    work: str
    measured_s: float
    limit_s: float
    limit: str


@dataclass(slots=True)
class Board:
    """What was measured in this run, and what was allowed."""

    _lines: list[_Line] = field(default_factory=list)
    _notes: list[str] = field(default_factory=list)

    def within(self, work: str, measured_s: float, limit_s: float, times: float = 1.0) -> bool:
        """Enter a work whose limit is `times` what was measured beside it, or a number of seconds."""
        said = _ms(limit_s) if times == 1.0 else f"{times:g} x {_ms(limit_s)}"
        line = _Line(work, measured_s, limit_s * times, said)
        self._lines.append(line)
        return line.measured_s <= line.limit_s

    def note(self, said: str, measured_s: float | None = None) -> None:
        """Enter something that has no limit of its own."""
        self._notes.append(said if measured_s is None else f"{said}: {_ms(measured_s)}")

    def __iter__(self) -> Iterator[str]:
        if self._lines:
            width = max(len(line.work) for line in self._lines)
            yield f"{'work':{width}}  {'median':>10}  {'at most':>16}  ratio"
            for line in self._lines:
                ratio = line.measured_s / line.limit_s
                figures = f"{_ms(line.measured_s):>10}  {line.limit:>16}  {ratio:5.2f}"
                yield f"{line.work:{width}}  {figures}  {'ok' if ratio <= 1 else 'TOO SLOW'}"
        yield from self._notes


def in_turn(
    benchmark: BenchmarkFixture,
    work: Callable[[], object],
    other: Callable[[], object],
    *,
    rounds: int,
    before: Callable[[], object] = lambda: None,
) -> tuple[float, float]:
    """Return the medians of a work and of another one, done in turn, so that they share the day.

    `before` is done before each pair and does not count.
    """
    other_s: list[float] = []

    def measure_other() -> None:
        before()
        start = perf_counter()
        other()
        other_s.append(perf_counter() - start)

    return timed(benchmark, work, rounds=rounds, before=measure_other), median(other_s[1:])


def timed(
    benchmark: BenchmarkFixture,
    work: Callable[[], object],
    *,
    rounds: int,
    before: Callable[[], None] = lambda: None,
) -> float:
    """Return the median of a work; `before` is done before each round and does not count."""
    gc.collect()
    gc.freeze()  # the collector shall walk through what the work leaves, not through pytest and our own rows
    benchmark.pedantic(work, setup=before, rounds=rounds, warmup_rounds=1)
    gc.unfreeze()
    return float(benchmark.stats.stats.median)


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:,.{1 if seconds < 0.1 else 0}f} ms"
