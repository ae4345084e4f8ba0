"""The composition root: settings in, a wired App out."""

from ballast_adapters.bootstrap.backups import backup, backup_and_verify, restore, verify_backup
from ballast_adapters.bootstrap.database import database_url, downgrade, open_database, upgrade
from ballast_adapters.bootstrap.health import diagnose
from ballast_adapters.bootstrap.machine import (
    demo_universe,
    prepare_service,
    service_plan,
    systemd,
    write_demo,
    write_demo_trades,
)
from ballast_adapters.bootstrap.opening import open_app, open_remote, table_writer

__all__ = [
    "backup",
    "backup_and_verify",
    "database_url",
    "demo_universe",
    "diagnose",
    "downgrade",
    "open_app",
    "open_database",
    "open_remote",
    "prepare_service",
    "restore",
    "service_plan",
    "systemd",
    "table_writer",
    "upgrade",
    "verify_backup",
    "write_demo",
    "write_demo_trades",
]
