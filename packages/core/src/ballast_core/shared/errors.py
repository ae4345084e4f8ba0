"""The six kinds of failure; every context derives its own leaves from them."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: where it is, and what to do about it."""

    where: str
    what: str


class BallastError(Exception):
    """Root of every failure that a caller can act on; `advice` is what its message says to do."""

    code: ClassVar[str] = "ballast.error"
    advice: str = ""
    problems: tuple[Problem, ...] = ()


class InvalidError(BallastError):
    """The input or a file is wrong; `problems` names every fault at once."""

    code = "ballast.invalid"

    def __init__(self, message: str, *problems: Problem) -> None:
        super().__init__(message)
        self.problems = problems


class NotFoundError(BallastError):
    """It is not there."""

    code = "ballast.not_found"


class ConflictError(BallastError):
    """It is there already, is being changed by someone else, or moved on."""

    code = "ballast.conflict"


class DeniedError(BallastError):
    """Policy says no."""

    code = "ballast.denied"


class UnsupportedError(BallastError):
    """This adapter or platform cannot do it."""

    code = "ballast.unsupported"


class UnavailableError(BallastError):
    """Something outside is down or throttling; trying later may help."""

    code = "ballast.unavailable"
    retry_after_s: float = 5.0
