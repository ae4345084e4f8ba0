"""Every use case of trade-list analytics, and how each stands on its ports."""

from dataclasses import dataclass

from ballast_core.shared.ports import Clock, Computing
from ballast_core.trades.entities import ContractTable, TradeLimits
from ballast_core.trades.ports import MappingStore, TradeStore, UploadStore
from ballast_core.trades.usecases.list_files import ListFiles, RemoveFile, ShowFile
from ballast_core.trades.usecases.mappings import DropMapping, ListMappings, SaveMapping
from ballast_core.trades.usecases.stage_upload import StageUpload


@dataclass(frozen=True, slots=True)
class Trades:
    """What can be asked of trade-list analytics."""

    stage_upload: StageUpload
    list_files: ListFiles
    show_file: ShowFile
    remove_file: RemoveFile
    list_mappings: ListMappings
    save_mapping: SaveMapping
    drop_mapping: DropMapping


@dataclass(frozen=True, slots=True)
class TradesPorts:
    """All that trade-list analytics stands on; one store may fit several ports."""

    files: TradeStore
    uploads: UploadStore
    mappings: MappingStore
    contracts: ContractTable
    clock: Clock
    limits: TradeLimits
    computing: Computing


def wire_trades(ports: TradesPorts) -> Trades:
    """Return every use case of trade-list analytics, standing on these ports."""
    files, mappings = ports.files, ports.mappings
    return Trades(
        stage_upload=StageUpload(ports.uploads, ports.clock, ports.limits),
        list_files=ListFiles(files),
        show_file=ShowFile(files),
        remove_file=RemoveFile(files),
        list_mappings=ListMappings(mappings),
        save_mapping=SaveMapping(mappings),
        drop_mapping=DropMapping(mappings),
    )
