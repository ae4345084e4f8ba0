"""Read a PyTAAA status file with the pure core alone: no database, no settings, nothing to install but it.

For a script of the PyTAAA project itself: python examples/read_a_status_file.py PyTAAA_status.params
"""

import sys
from pathlib import Path

from ballast_core.shared.measures import measure
from ballast_core.tracking import daily, parse_status, series_of


def main(file: str) -> None:
    """Print what the file holds and what it earned."""
    parsed = parse_status(Path(file).read_bytes(), file=file)
    if not len(parsed.content):
        print(f"no record in {file}")
    else:
        figures = measure(series_of(daily(parsed.content), "base"))
        print(f"{len(parsed.content)} records on {figures.points} days, {figures.cagr:.2%} a year")
    for finding in parsed.findings:
        print(f"  line {finding.line}: {finding.rule}: {finding.read!r}, {finding.done}")


if __name__ == "__main__":
    main(sys.argv[1])
