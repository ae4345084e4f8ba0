"""What every answer about a selection says of itself."""

from datetime import date

from ballast_core.shared.entity import Entity


class AnswerAbout(Entity):
    """What an answer stands on.

    `key` names the selection, the files it resolves to and the release of the code; `data_version` the
    stored files. The days span the daily profit that counts. `notes` must be read beside the figures.
    `files_reused` of the files were computed before, `files_computed` for this answer.
    """

    key: str
    data_version: str
    account_equity: float
    first_day: date | None
    last_day: date | None
    files_reused: int
    files_computed: int
    notes: tuple[str, ...] = ()
