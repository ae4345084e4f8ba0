"""Made-up models in the true file layouts, the same bytes on every machine."""

from ballast_adapters.sample.closes import SampleCloses
from ballast_adapters.sample.folder import SampleFolderTakenError, SampleSummary, sample_files, write_sample
from ballast_adapters.sample.universe import sample_universe
from ballast_adapters.sample.workbooks_demo import sample_workbooks

__all__ = [
    "SampleCloses",
    "SampleFolderTakenError",
    "SampleSummary",
    "sample_files",
    "sample_universe",
    "sample_workbooks",
    "write_sample",
]
