"""Arguments and options that several commands share."""

from datetime import date
from pathlib import Path
from typing import Annotated, Literal, get_args

from typer import Argument, BadParameter, Option

# These names stand in the core, too; here they let `--help` answer without loading it. A test compares them.
SeriesChoice = Literal[
    "base", "traded", "traded_only", "overlay", "overlay_lagged", "backtest", "buy_and_hold"
]
PeriodChoice = Literal["1d", "1w", "1m", "3m", "6m", "ytd", "1y", "3y", "5y", "10y", "max"]
SeverityChoice = Literal["info", "warning", "error"]
Form = Literal["table", "json", "csv"]


def parse_day(text: str) -> date:
    """Read a day as ISO writes it. Raises `BadParameter`."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise BadParameter(f"{text!r} is not a day; write it as 2024-01-31") from error


Model = Annotated[str, Argument(metavar="MODEL", help="Name or id of a model.", show_default=False)]
Models = Annotated[
    list[str], Argument(metavar="MODEL...", help="Names or ids of models.", show_default=False)
]
FormOption = Annotated[Form, Option("--format", "-f", help="A table to read, JSON or CSV.")]
SeriesOption = Annotated[
    SeriesChoice,
    Option(
        "--series",
        "-s",
        metavar="SERIES",
        help=f"base is the portfolio; {', '.join(get_args(SeriesChoice)[1:])} are labeled for what they are.",
    ),
]
PeriodOption = Annotated[
    PeriodChoice,
    Option(
        "--period",
        "-p",
        metavar="PERIOD",
        help=f"Back from the last day of the series: {', '.join(get_args(PeriodChoice))}.",
    ),
]
FromOption = Annotated[
    date | None, Option("--from", parser=parse_day, metavar="DATE", help="First day; wins over the period.")
]
ToOption = Annotated[
    date | None, Option("--to", parser=parse_day, metavar="DATE", help="Last day; wins over the period.")
]
PointsOption = Annotated[
    int | None,
    Option(
        "--points",
        min=0,
        metavar="N",
        help="How many points leave at most, 0 for all; lowest and highest stay.",
        show_default="2000; a table shows a chart and the latest 10",
    ),
]
LimitOption = Annotated[int, Option("--limit", "-n", min=1, metavar="N", help="How many rows.")]
OffsetOption = Annotated[int, Option("--offset", min=0, metavar="N", help="How many rows to skip.")]
DataDirOption = Annotated[
    Path | None,
    Option("--data-dir", metavar="DIR", help="Where the models' folders are.", show_default=False),
]
