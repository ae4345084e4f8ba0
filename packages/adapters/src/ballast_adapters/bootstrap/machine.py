"""The services of this machine, and the demonstration."""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ballast_adapters.settings import Settings

if TYPE_CHECKING:
    from ballast_adapters.sample import SampleSummary
    from ballast_adapters.system import Plan, Systemd


def write_demo(folder: Path) -> "SampleSummary":
    """Write the sample models. Raises `SampleFolderTakenError` for a folder that holds other files."""
    from ballast_adapters.sample import write_sample

    return write_sample(folder)


def write_demo_trades(folder: Path) -> list[Path]:
    """Write the sample workbooks of trades, in place of former ones; return their paths."""
    from ballast_adapters.sample import sample_workbooks

    folder.mkdir(parents=True, exist_ok=True)
    paths: list[Path] = []
    for name, content in sample_workbooks().items():
        paths.append(folder / name)
        paths[-1].write_bytes(content)
    return paths


def demo_universe() -> Mapping[str, bytes]:
    """Return the files of the sample universe by name."""
    from ballast_adapters.sample import sample_universe

    return sample_universe()


def systemd(*, of_user: bool) -> "Systemd":
    """Return the systemd of this user, or else that of the machine."""
    from ballast_adapters.system import Systemd

    folder = Path("~/.config/systemd/user").expanduser() if of_user else Path("/etc/systemd/system")
    return Systemd(folder, of_user)


def service_plan(settings: Settings, program: Path, given: Mapping[str, Any]) -> "Plan":
    """Return what the units are to say; `given` names fields of the plan."""
    from ballast_adapters.system import Plan

    return Plan(program=program, home=settings.home, **given)


def prepare_service(plan: "Plan") -> None:
    """Make the user and the folders of a plan where they are missing.

    Raises `OutOfReachError` when that user could not run the program, `NoUserError`.
    """
    from ballast_adapters.system import give_folder, make_user, require_reach

    if plan.user is not None:
        make_user(plan.user, plan.home)
        for needed in (plan.program, Path(sys.executable)):
            require_reach(plan.user, needed)
    for folder in (plan.home, plan.backups):
        give_folder(folder, plan.user)
