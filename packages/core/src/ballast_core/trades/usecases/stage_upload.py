"""Keep an uploaded file until a job reads it."""

from dataclasses import dataclass

from ballast_core.shared.ports import Clock
from ballast_core.trades.entities import TradeLimits, Upload
from ballast_core.trades.ports import UploadStore
from ballast_core.trades.rules.arrival import file_id, refuse_early


@dataclass(frozen=True, slots=True)
class StageUpload:
    """Keep the bytes of a file within reach of every worker."""

    store: UploadStore
    clock: Clock
    limits: TradeLimits

    async def __call__(self, name: str, content: bytes) -> Upload:
        """Keep a file under the id that it will have; forget those that waited too long.

        Raises `RefusedFileError` for what can never be read: the wrong kind of file, empty, or too big.
        """
        refuse_early(name, content, self.limits)
        now = self.clock.now()
        upload = Upload(id=file_id(content), name=name, size_bytes=len(content), added_at=now)
        await self.store.drop_before(now - self.limits.keep_uploads)
        await self.store.stage(upload, content)
        return upload
