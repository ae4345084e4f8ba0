"""The group `ballast trades`: lists of trades as one portfolio."""

from typer import Typer

from ballast_adapters.cli import sizing, trade_figures, trade_files, trade_mappings, trade_series

trades = Typer(
    no_args_is_help=True,
    rich_markup_mode="rich",
    help="Lists of trades of many strategies, seen as one portfolio: add their files, then ask for figures.",
)

for panel, commands in (
    ("Files", trade_files.commands),
    ("Series and figures", trade_series.commands),
    ("Series and figures", trade_figures.commands),
    ("Odds and sizes", sizing.commands),
):
    for command in commands.registered_commands:
        command.rich_help_panel = panel
    trades.add_typer(commands)
trades.add_typer(trade_mappings.commands, name="mappings", rich_help_panel="Files")
