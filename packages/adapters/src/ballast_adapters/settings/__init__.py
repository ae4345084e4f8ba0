"""Every knob of Ballast, and the only reader of the environment."""

from ballast_adapters.settings.knobs import Settings, is_loopback
from ballast_adapters.settings.loading import ShownSetting, explain, load_settings, terminal_kind, web_proxy

__all__ = [
    "Settings",
    "ShownSetting",
    "explain",
    "is_loopback",
    "load_settings",
    "terminal_kind",
    "web_proxy",
]
