"""One model, its settings, and the files that it was read from."""

from dataclasses import dataclass
from datetime import date, datetime

from ballast_core.shared.entity import Entity
from ballast_core.shared.table import Column, Table, View
from ballast_core.tracking.entities import Severity, SourceFile, TradingModel
from ballast_core.tracking.ports import FindingQuery, FindingStore, ModelStore, SnapshotStore, ValueStore
from ballast_core.tracking.rules import reproduction
from ballast_core.tracking.usecases.list_models import ModelSummary, Summarize
from ballast_core.tracking.usecases.series import or_none


class ModelContent(Entity):
    """How much is stored of a model.

    `signal_reproduced` and `traded_reproduced` are the shares of stored signals and traded values that
    follow from the records before them, to six digits; empty where none is stored.
    """

    records: int
    record_days: int
    snapshots: int
    backtest_rows: int
    trade_log_lines: int
    ranked_symbols: int
    ranks_day: date | None
    findings: dict[Severity, int]
    signal_reproduced: float | None
    traded_reproduced: float | None


class ModelView(View):
    """One model: at a glance, its settings (whitelisted ones only), its content, its files."""

    summary: ModelSummary
    sub_models: tuple[str, ...]
    config_path: str
    parameters: dict[str, float | str]
    content: ModelContent
    files: tuple[SourceFile, ...]

    def table(self) -> Table:
        """Return a row a fact."""
        facts = self._facts()
        return Table(
            self.summary.name,
            (Column("what", [name for name, _ in facts]), Column("value", [value for _, value in facts])),
        )

    def _facts(self) -> list[tuple[str, str]]:
        one, content = self.summary, self.content
        value = f"{one.value:,.2f}" if one.value is not None else ""
        findings = ", ".join(
            f"{count} {severity.value}" for severity, count in content.findings.items() if count
        )
        return [
            ("id", str(one.id)),
            ("description", one.description),
            ("index", one.market_index.value if one.market_index else "both"),
            ("meta-model", f"of {', '.join(self.sub_models)}" if one.is_meta else "no"),
            ("holds now", (one.sub_model or "unknown") if one.is_meta else ""),
            ("last value", f"{value} on {one.last_day}" if one.last_day else "no record"),
            ("status", f"{content.records:,} records on {content.record_days:,} days"),
            ("overlay", _again(content)),
            ("holdings", f"{content.snapshots:,} snapshots, {content.trade_log_lines:,} trade log lines"),
            (
                "ranks",
                f"{content.ranked_symbols} symbols of {content.ranks_day}" if content.ranks_day else "none",
            ),
            ("backtest", f"{content.backtest_rows:,} rows"),
            ("findings", findings or "none"),
            ("configuration", self.config_path or "none"),
            *(
                (name, value if isinstance(value, str) else f"{value:g}")
                for name, value in self.parameters.items()
            ),
            *(
                (f"{file.kind.value} file", _file(file.name, file.sha256, file.stored_at))
                for file in self.files
            ),
        ]


@dataclass(frozen=True, slots=True)
class ShowModel:
    """Show one model."""

    models: ModelStore
    values: ValueStore
    snapshots: SnapshotStore
    findings: FindingStore
    summarize: Summarize

    async def __call__(self, model: str) -> ModelView:
        """Show the model of this name or id. Raises `ModelNotFoundError`."""
        one = await self.models.model(model)
        status = await self.values.status(one.id)
        again = reproduction(status)
        ranking = await self.snapshots.ranking(one.id)
        return ModelView(
            summary=await self.summarize(one),
            sub_models=one.sub_models,
            config_path=one.config_path,
            parameters=one.parameters,
            content=ModelContent(
                records=len(status),
                record_days=len(set(status.at.astype("datetime64[D]").tolist())),
                snapshots=len(await self.snapshots.snapshots(one.id, lots=False)),
                backtest_rows=len(await self.values.backtest(one.id)),
                trade_log_lines=len(await self.snapshots.trade_log(one.id)),
                ranked_symbols=len(ranking.ranks) if ranking else 0,
                ranks_day=ranking.day if ranking else None,
                findings=await self._findings(one),
                signal_reproduced=or_none(again.signal),
                traded_reproduced=or_none(again.traded),
            ),
            files=tuple(await self.models.sources(one.id)),
        )

    async def _findings(self, model: TradingModel) -> dict[Severity, int]:
        found = await self.findings.findings(FindingQuery(model=model.id))
        return {level: sum(1 for _, one in found if one.severity is level) for level in Severity}


def _again(content: ModelContent) -> str:
    if content.signal_reproduced is None or content.traded_reproduced is None:
        return "no signal stored"
    return (
        f"the records before them give {content.signal_reproduced:.1%} of the signals "
        f"and {content.traded_reproduced:.1%} of the traded values"
    )


def _file(name: str, sha256: str, stored_at: datetime) -> str:
    return f"{name}, sha256 {sha256[:12]}, stored {stored_at:%Y-%m-%d %H:%M} UTC"
