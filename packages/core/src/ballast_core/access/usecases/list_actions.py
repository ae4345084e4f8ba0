"""What was done, by whom, from where."""

from dataclasses import dataclass

from ballast_core.access.entities import Action
from ballast_core.access.ports import ActionStore
from ballast_core.shared.table import Column, Table, View


class ActionsView(View):
    """Actions, newest first; `total` counts all there are."""

    total: int
    limit: int
    offset: int
    actions: tuple[Action, ...]

    def table(self) -> Table:
        """Return a row an action."""
        rows = self.actions
        return Table(
            "Audit log",
            (
                Column("at", [row.at for row in rows], "instant"),
                Column("actor", [row.actor for row in rows]),
                Column("action", [row.action for row in rows]),
                Column("subject", [row.subject for row in rows]),
                Column("outcome", [row.outcome.value for row in rows]),
                Column("address", [row.address for row in rows]),
                Column("detail", [row.detail for row in rows]),
            ),
            (f"{len(rows)} of {self.total} actions",),
        )


@dataclass(frozen=True, slots=True)
class ListActions:
    """List what was done."""

    store: ActionStore

    async def __call__(self, limit: int = 100, offset: int = 0) -> ActionsView:
        """List actions, newest first."""
        return ActionsView(
            total=await self.store.action_total(),
            limit=limit,
            offset=offset,
            actions=tuple(await self.store.actions(limit, offset)),
        )
