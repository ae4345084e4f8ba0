"""Which computing the settings choose."""

import pytest
from pydantic import ValidationError

from ballast_adapters.bootstrap.computing import open_computing
from ballast_adapters.compute.dask import DaskComputing
from ballast_adapters.compute.processes import ProcessComputing
from ballast_adapters.settings import Settings


async def test_without_a_scheduler_processes_compute() -> None:
    async with open_computing(Settings.model_validate({"compute": {"processes": 3}})) as computing:
        assert isinstance(computing, ProcessComputing)
        assert computing.processes == 3


async def test_a_process_a_core_unless_told_otherwise() -> None:
    async with open_computing(Settings()) as computing:
        assert isinstance(computing, ProcessComputing)
        assert computing.processes >= 1


async def test_a_scheduler_computes_where_one_is_named() -> None:
    settings = Settings.model_validate({"compute": {"dask_scheduler": "tcp://127.0.0.1:8786"}})
    async with open_computing(settings) as computing:
        assert computing == DaskComputing("tcp://127.0.0.1:8786")


def test_a_scheduler_that_is_no_address_is_refused() -> None:
    with pytest.raises(ValidationError, match="must begin with tcp://"):
        Settings.model_validate({"compute": {"dask_scheduler": "127.0.0.1:8786"}})
