"""Made-up models in the true file layouts, the same bytes on every machine."""

from ballast_adapters.sample.folder import SampleFolderTakenError, SampleSummary, sample_files, write_sample
from ballast_adapters.sample.workbooks_demo import sample_workbooks

__all__ = [
    "SampleFolderTakenError",
    "SampleSummary",
    "sample_files",
    "sample_workbooks",
    "write_sample",
]
