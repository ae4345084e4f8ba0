"""What can go wrong with market data."""

from collections.abc import Sequence

from ballast_core.shared.errors import ConflictError, InvalidError, NotFoundError, Problem, UnavailableError


class SymbolNotFoundError(NotFoundError):
    """No instrument of the universe has this symbol."""

    code = "market.symbol_not_found"
    advice = "ballast market universe list shows what there is; universe add takes one in."

    def __init__(self, symbol: str, near: Sequence[str] = ()) -> None:
        hint = f"did you mean {' or '.join(near)}?" if near else self.advice
        super().__init__(f"no instrument {symbol!r} in the universe; {hint}")
        self.symbol = symbol


class IndicatorNotFoundError(NotFoundError):
    """No economic series has this id."""

    code = "market.indicator_not_found"
    advice = "ballast market indicators shows what there is."

    def __init__(self, series: str) -> None:
        super().__init__(f"no economic series {series!r} in the universe; {self.advice}")
        self.series = series


class RunNotFoundError(NotFoundError):
    """No run of the pipeline has this id."""

    code = "market.run_not_found"
    advice = "ballast market runs shows those that there are."

    def __init__(self, run_id: str) -> None:
        super().__init__(f"no run {run_id!r} of the pipeline; {self.advice}")
        self.run_id = run_id


class NothingLeftError(ConflictError):
    """A run that is to be resumed has done all of its work."""

    code = "market.nothing_left"

    def __init__(self, run_id: str) -> None:
        super().__init__(f"run {run_id} of the pipeline is done; nothing of it is left to do")
        self.run_id = run_id


class NoUniverseError(NotFoundError):
    """There is nothing to fetch, for nothing is known of."""

    code = "market.no_universe"
    advice = "ballast market universe import FILE brings instruments and series in."

    def __init__(self) -> None:
        super().__init__(f"the universe is empty; {self.advice}")


class SchemaNotFoundError(NotFoundError):
    """No schema of market data has this name."""

    code = "market.schema_not_found"

    def __init__(self, schema: str, there: Sequence[str]) -> None:
        super().__init__(f"no schema {schema!r} of market data; there are {', '.join(there)}")
        self.schema = schema


class NoCalendarError(InvalidError):
    """No exchange calendar has this name."""

    code = "market.no_calendar"

    def __init__(self, calendar: str) -> None:
        message = f"no calendar {calendar!r}; take the code of an exchange such as XNYS, or 24/7"
        super().__init__(message, Problem("calendar", message))
        self.calendar = calendar


class UniverseFileError(InvalidError):
    """A file of instruments, series or events cannot be taken; `problems` names line and column."""

    code = "market.universe_file"


class UpdateRunningError(ConflictError):
    """Another run of the pipeline is at work."""

    code = "market.update_running"

    def __init__(self, run_id: str, since: str) -> None:
        super().__init__(f"run {run_id} of the pipeline is at work since {since}; wait for its end")
        self.run_id = run_id


class NoPriceError(NotFoundError):
    """A symbol has no price yet."""

    code = "market.no_price"

    def __init__(self, symbol: str, why: str = "") -> None:
        because = f" ({why})" if why else ""
        super().__init__(f"there is no price of {symbol} yet{because}; ballast market update fetches bars")
        self.symbol = symbol
        self.why = why


class VendorError(UnavailableError):
    """A provider failed: it is down, slow, or answered what nobody can read."""

    code = "market.vendor_failed"

    def __init__(self, vendor: str, why: str) -> None:
        super().__init__(f"{vendor}: {why}")
        self.vendor = vendor


class VendorLimitError(VendorError):
    """A provider has had as many questions as it allows."""

    code = "market.vendor_limit"

    def __init__(self, vendor: str, retry_after_s: float) -> None:
        super().__init__(vendor, f"its limit of questions is used up; again in {retry_after_s:,.0f} s")
        self.retry_after_s = retry_after_s


class VendorKeyError(InvalidError):
    """A provider wants a key, and has none or refuses it."""

    code = "market.vendor_key"

    def __init__(self, vendor: str, setting: str) -> None:
        super().__init__(f"{vendor} refuses the key; set {setting} to one that it takes")
        self.vendor = vendor


class VendorReplyError(VendorError):
    """A provider's answer is not as it was: a column, a type or a page changed; `problems` names rows."""

    code = "market.vendor_reply"

    def __init__(self, vendor: str, *problems: Problem) -> None:
        first = problems[0] if problems else Problem("answer", "cannot be read")
        super().__init__(vendor, f"its answer changed: {first.where}: {first.what}")
        self.problems = problems
