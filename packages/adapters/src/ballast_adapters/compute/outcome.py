"""Outcome: what came of a part, in a form that travels between processes.

Exceptions do not: they are made anew from their arguments, which ours do not keep. So their type and their
state go, and the same exception is put together where somebody waits for it.
"""

import pickle
import traceback
from collections.abc import Callable
from dataclasses import dataclass

from ballast_core.shared.errors import BallastError


@dataclass(frozen=True, slots=True)
class Fault:
    """An exception, taken apart."""

    kind: type[BaseException]
    args: tuple[object, ...]
    state: dict[str, object]

    def rebuilt(self) -> BaseException:
        """Return the exception as it was raised."""
        error = self.kind.__new__(self.kind, *self.args)
        error.args = self.args
        error.__dict__.update(self.state)
        return error


@dataclass(frozen=True, slots=True)
class Outcome[R]:
    """A result, or the fault instead of it."""

    results: tuple[R, ...]
    fault: Fault | None = None

    def get(self) -> R:
        """Return the result, or raise what the work raised."""
        if self.fault is not None:
            raise self.fault.rebuilt()
        return self.results[0]


def attempt[P, R](work: Callable[[P], R], part: P) -> Outcome[R]:
    """Do a part of a work and tell what came of it; raises nothing."""
    try:
        return Outcome((work(part),))
    except Exception as error:  # noqa: BLE001 - all that goes wrong is told to who waits for it
        return Outcome((), _taken_apart(error))


def _taken_apart(error: Exception) -> Fault:
    if not isinstance(error, BallastError):
        error.add_note("".join(traceback.format_exception(error)))
    fault = Fault(type(error), error.args, dict(error.__dict__))
    try:
        pickle.dumps(fault)
    except (pickle.PicklingError, AttributeError, TypeError):
        return Fault(RuntimeError, (f"{type(error).__name__}: {error}",), {})
    return fault
