"""What can go wrong when weights are asked for."""

from ballast_core.shared.errors import InvalidError, Problem, UnavailableError, UnsupportedError


class NotEnoughDataError(InvalidError):
    """There is too little, or nothing but zeros, to learn from."""

    code = "research.not_enough_data"


class InfeasibleError(InvalidError):
    """No weights keep all limits; the message names the one that binds and the least that would help.

    `binding` names the limit, `relaxation` says by how much it would have to give.
    """

    code = "research.infeasible"

    def __init__(self, binding: str, relaxation: str) -> None:
        super().__init__(
            f"no weights keep every limit: {binding}; {relaxation}", Problem(binding, relaxation)
        )
        self.binding, self.relaxation = binding, relaxation


class SolverFailedError(UnsupportedError):
    """The solver gave up on this problem."""

    code = "research.solver_failed"

    def __init__(self, solver: str, why: str) -> None:
        super().__init__(f"{solver} found no answer: {why}; try another risk measure or objective")


class SolverMissingError(UnavailableError):
    """The library that was asked for is not installed."""

    code = "research.solver_missing"

    def __init__(self, solver: str, extra: str) -> None:
        super().__init__(f"{solver} is not installed; install ballast-adapters[{extra}]")
