"""Where pure functions run: in processes of this machine, or on those of a Dask cluster."""
