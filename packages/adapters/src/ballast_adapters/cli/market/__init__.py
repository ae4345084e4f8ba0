"""The group `ballast market`: market data, what of them is missing or wrong, and how it is fetched."""

from typer import Typer

from ballast_adapters.cli.market import bars, monitor, prices, runs, schedules, topics, universe

market = Typer(
    no_args_is_help=True,
    rich_markup_mode="rich",
    help="Bars, economic series, news and events: fetch them, ask for them, see what is missing.",
)

_COMMANDS: tuple[tuple[str, Typer], ...] = (
    ("Fetch", runs.commands),
    ("Bars", bars.commands),
    ("Bars", prices.commands),
    ("What is missing or wrong", monitor.commands),
    ("Series, news and events", topics.commands),
)
_GROUPS: tuple[tuple[str, str, Typer], ...] = (
    ("What is to be known of", "universe", universe.commands),
    ("Run by themselves", "schedule", schedules.commands),
)

for _panel, _commands in _COMMANDS:
    for _command in _commands.registered_commands:
        _command.rich_help_panel = _panel
    market.add_typer(_commands)
for _panel, _name, _commands in _GROUPS:
    market.add_typer(_commands, name=_name, rich_help_panel=_panel)
