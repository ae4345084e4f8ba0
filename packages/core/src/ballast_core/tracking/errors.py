"""What can go wrong in model tracking."""

from ballast_core.shared.errors import ConflictError, InvalidError, NotFoundError, Problem


class ModelNotFoundError(NotFoundError):
    """No model goes by this name or id."""

    code = "tracking.model_not_found"

    def __init__(self, ref: str, known: tuple[str, ...] = ()) -> None:
        names = f"known models: {', '.join(known)}" if known else "no model has been ingested yet"
        super().__init__(f"no model named {ref!r}; {names}")
        self.ref = ref


class NoModelsFoundError(NotFoundError):
    """The data folder holds no model."""

    code = "tracking.no_models_found"

    def __init__(self, folder: str) -> None:
        super().__init__(
            f"no models under {folder}: expected folders with pytaaa_<model>.json or data_store/*.params; "
            "name the right folder with --data-dir or BALLAST_DATA_DIR"
        )
        self.folder = folder


class DataFolderNotFoundError(NotFoundError):
    """The data folder does not exist or cannot be read."""

    code = "tracking.data_folder_not_found"

    def __init__(self, folder: str, why: str) -> None:
        super().__init__(
            f"cannot read the data folder {folder}: {why}; name another with --data-dir or BALLAST_DATA_DIR"
        )
        self.folder = folder


class ChartNotFoundError(NotFoundError):
    """The model has no plot of this name."""

    code = "tracking.chart_not_found"

    def __init__(self, model: str, chart: str) -> None:
        super().__init__(f"{model} has no chart named {chart!r}; list them with `charts`")
        self.chart = chart


class MeasureNotFoundError(NotFoundError):
    """No figure goes by this name."""

    code = "tracking.measure_not_found"

    def __init__(self, measure: str, known: tuple[str, ...]) -> None:
        super().__init__(f"no measure named {measure!r}; known measures: {', '.join(known)}")
        self.measure = measure


class NoDataError(NotFoundError):
    """The model has no rows for this answer."""

    code = "tracking.no_data"

    def __init__(self, model: str, what: str) -> None:
        super().__init__(f"{model} has no {what}")
        self.what = what


class RunNotFoundError(NotFoundError):
    """No ingest run has this id."""

    code = "tracking.run_not_found"

    def __init__(self, run: str) -> None:
        super().__init__(f"no ingest run {run!r}; list them with `runs`")
        self.run = run


class IngestRunningError(ConflictError):
    """Another ingest holds the store."""

    code = "tracking.ingest_running"

    def __init__(self, since: str) -> None:
        super().__init__(
            f"another ingest is running (started {since}); wait for it to end, or let this one wait: "
            "--wait SECONDS, `wait_s` in a request"
        )
        self.since = since


class BadQueryError(InvalidError):
    """The question cannot be answered as asked."""

    code = "tracking.bad_query"

    def __init__(self, where: str, what: str) -> None:
        super().__init__(f"{where}: {what}", Problem(where, what))
