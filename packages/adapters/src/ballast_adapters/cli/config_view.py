"""The effective settings as an answer."""

from collections.abc import Iterable

from ballast_adapters.settings import ShownSetting
from ballast_core.shared.entity import Entity
from ballast_core.shared.table import Column, Table, View


class SettingView(Entity):
    """One setting, masked where it is secret, and where its value came from."""

    key: str
    value: str
    origin: str


class ConfigView(View):
    """All settings."""

    settings: tuple[SettingView, ...]

    def table(self) -> Table:
        """Return a row a setting."""
        return Table(
            "Settings",
            (
                Column("key", [one.key for one in self.settings]),
                Column("value", [one.value for one in self.settings]),
                Column("origin", [one.origin for one in self.settings]),
            ),
        )


def config_view(shown: Iterable[ShownSetting]) -> ConfigView:
    """Return the settings as a view."""
    return ConfigView(settings=tuple(SettingView.model_validate(one._asdict()) for one in shown))
