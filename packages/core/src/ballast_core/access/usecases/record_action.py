"""A line in the audit log."""

from dataclasses import dataclass

from ballast_core.access.entities import Action, Outcome
from ballast_core.access.ports import ActionStore
from ballast_core.access.rules import plain
from ballast_core.shared.entity import Entity
from ballast_core.shared.ports import Clock

_LENGTH = 300


class ActionSpec(Entity):
    """One try to change something: who, what, on what, from where, and how it ended; never a secret."""

    actor: str
    action: str
    subject: str = ""
    address: str = ""
    outcome: Outcome = Outcome.DONE
    detail: str = ""


@dataclass(frozen=True, slots=True)
class RecordAction:
    """Note what was done."""

    store: ActionStore
    clock: Clock

    async def __call__(self, spec: ActionSpec) -> None:
        """Add a line; each text is cut at 300 signs, and those that steer a terminal are replaced."""
        await self.store.add_action(
            Action(
                at=self.clock.now(),
                actor=plain(spec.actor, _LENGTH),
                action=plain(spec.action, _LENGTH),
                subject=plain(spec.subject, _LENGTH),
                address=plain(spec.address, _LENGTH),
                outcome=spec.outcome,
                detail=plain(spec.detail, _LENGTH),
            )
        )
