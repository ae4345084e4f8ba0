"""What was found about the files."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from ballast_core.shared.entity import Entity
from ballast_core.shared.table import Column, Table, View
from ballast_core.tracking.entities import Finding, Severity
from ballast_core.tracking.parsing import meaning_of
from ballast_core.tracking.ports import FindingQuery, FindingStore, ModelStore

_WEIGHTS = (Severity.ERROR, Severity.WARNING, Severity.INFO)


class ModelFinding(Entity):
    """A finding and the model that it is about."""

    model: str
    finding: Finding


class FoundRule(Entity):
    """One rule that was found: what it means, and how many findings are of it."""

    rule: str
    severity: Severity
    meaning: str
    count: int


class FindingsView(View):
    """Findings by model, file and line; `total` counts all that match.

    `rules` has the rules of all that match, whatever the page: errors first, then the most frequent.
    """

    total: int
    limit: int
    offset: int
    findings: tuple[ModelFinding, ...]
    rules: tuple[FoundRule, ...] = ()

    def table(self) -> Table:
        """Return a row a finding."""
        rows = self.findings
        return Table(
            "Findings",
            (
                Column("model", [row.model for row in rows]),
                Column("file", [row.finding.file for row in rows]),
                Column("line", [row.finding.line for row in rows], "count"),
                Column("severity", [row.finding.severity.value for row in rows]),
                Column("rule", [row.finding.rule for row in rows]),
                Column("read", [row.finding.read for row in rows]),
                Column("done", [row.finding.done for row in rows]),
            ),
            (f"{len(rows)} of {self.total} findings",),
        )


class FindingsQuery(Entity):
    """Which findings; nothing set means all."""

    model: str | None = None
    severity: Severity | None = None
    rule: str | None = None
    limit: int = 100
    offset: int = 0


@dataclass(frozen=True, slots=True)
class ListFindings:
    """List what a reader should know about the files."""

    models: ModelStore
    findings: FindingStore

    async def __call__(self, query: FindingsQuery | None = None) -> FindingsView:
        """List findings. Raises `ModelNotFoundError`."""
        query = query or FindingsQuery()
        model = (await self.models.model(query.model)).id if query.model else None
        found = await self.findings.findings(FindingQuery(model, query.severity, query.rule))
        shown = found[query.offset : query.offset + query.limit]
        return FindingsView(
            total=len(found),
            limit=query.limit,
            offset=query.offset,
            findings=tuple(ModelFinding(model=name, finding=finding) for name, finding in shown),
            rules=_rules(finding for _, finding in found),
        )


def _rules(found: Iterable[Finding]) -> tuple[FoundRule, ...]:
    counts = Counter((finding.rule, finding.severity) for finding in found)
    ordered = sorted(counts.items(), key=lambda item: (_WEIGHTS.index(item[0][1]), -item[1], item[0][0]))
    return tuple(
        FoundRule(rule=rule, severity=severity, meaning=meaning_of(rule), count=count)
        for (rule, severity), count in ordered
    )
