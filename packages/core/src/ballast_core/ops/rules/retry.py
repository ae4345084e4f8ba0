"""Whether a job that failed is tried again, and when."""

from ballast_core.ops.entities import JobFault
from ballast_core.shared.errors import BallastError, UnavailableError

FIRST_WAIT_S = 5.0
LONGEST_WAIT_S = 300.0
BUG = JobFault(code="ops.bug", message="a fault of Ballast; the log of the worker tells more")


def wait_before_retry(error: BaseException, attempts: int, most: int) -> float | None:
    """Return the seconds until the next try; None when there is none.

    Only what is down or throttling may be well later: the wait doubles with each try, and is no shorter
    than the failure itself asks for. `attempts` counts the tries that began, of `most`.
    """
    if not isinstance(error, UnavailableError) or attempts >= most:
        return None
    doubled = FIRST_WAIT_S * 2.0 ** (attempts - 1)
    return min(max(doubled, error.retry_after_s), LONGEST_WAIT_S)


def fault_of(error: BaseException) -> JobFault:
    """Return what to tell of a failure; of one that nobody expected, only that it is ours."""
    if not isinstance(error, BallastError):
        return BUG
    problems = tuple((problem.where, problem.what) for problem in error.problems)
    return JobFault(code=error.code, message=str(error), problems=problems)
