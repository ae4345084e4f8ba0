"""The group `ballast trades`: lists of trades as one portfolio."""

from typer import Typer

from ballast_adapters.cli import trade_files, trade_mappings

trades = Typer(
    no_args_is_help=True,
    rich_markup_mode="rich",
    help="Lists of trades of many strategies, seen as one portfolio: add their files, then ask for figures.",
)

for panel, commands in (("Files", trade_files.commands),):
    for command in commands.registered_commands:
        command.rich_help_panel = panel
    trades.add_typer(commands)
trades.add_typer(trade_mappings.commands, name="mappings", rich_help_panel="Files")
