"""What can go wrong with those who compute."""

from ballast_core.shared.errors import UnavailableError


class WorkerLostError(UnavailableError):
    """A process that computed is gone, and with it what it was doing."""

    code = "compute.worker_lost"

    def __init__(self, how: str) -> None:
        self.advice = "ask for less at once, or give the machine more memory"
        super().__init__(f"a computing process ended before its work was done ({how}); {self.advice}")


class NoSchedulerError(UnavailableError):
    """The Dask scheduler of the settings does not answer."""

    code = "compute.no_scheduler"

    def __init__(self, address: str, why: str) -> None:
        self.advice = "start it with `dask scheduler`, or leave compute.dask_scheduler out to compute here"
        super().__init__(f"no Dask scheduler answers at {address} ({why}); {self.advice}")


class DaskMissingError(UnavailableError):
    """A scheduler is set, and the library that talks to it is not installed."""

    code = "compute.dask_missing"

    def __init__(self) -> None:
        self.advice = "install ballast-adapters[dask], or leave compute.dask_scheduler out to compute here"
        super().__init__(f"Dask is not installed; {self.advice}")
