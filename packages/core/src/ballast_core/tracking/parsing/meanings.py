"""What each rule of a finding means, in a sentence: those of the parsers, and of who reads and judges."""

from ballast_core.tracking.parsing.findings import RULES

_EMPTIED = "The file has no row any more; those that are stored stay."
_OTHERS = {
    "config.none": "The model has no configuration file; its folder gives it its name.",
    "config.guessed_index": "The index was guessed from the name of the model.",
    "config.moved_data_folder": "The data folder of the file is not here; the one beside it was read.",
    "config.missing_data_folder": "No data folder could be found for the model.",
    "config.unreadable": "The configuration file could not be read.",
    "config.duplicate_model": "Several configuration files claim the same model; one of them counts.",
    "config.shared_data_folder": "Several models read the same data folder.",
    "status.base_jump": "Base jumps by more than 15 % (10 % within a day) "
    "and far beyond what is usual in the file.",
    "status.traded_jump": "The traded value jumps likewise.",
    "status.traded_disagrees": "The traded value is not what follows from the records before it.",
    "status.signal_disagrees": "The signal is not what follows from the records before it.",
    "status.emptied": _EMPTIED,
    "holdings.emptied": _EMPTIED,
    "ranks.emptied": _EMPTIED,
    "backtest.emptied": _EMPTIED,
}


def meaning_of(rule: str) -> str:
    """Return what a rule means; nothing for one of another version of Ballast."""
    return RULES[rule].meaning if rule in RULES else _OTHERS.get(rule, "")
