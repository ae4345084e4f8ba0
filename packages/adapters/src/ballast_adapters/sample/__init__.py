"""Made-up models in the true file layouts, the same bytes on every machine."""

from ballast_adapters.sample.folder import SampleFolderTakenError, SampleSummary, sample_files, write_sample

__all__ = ["SampleFolderTakenError", "SampleSummary", "sample_files", "write_sample"]
