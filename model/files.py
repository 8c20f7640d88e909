"""Writing a file so that a reader meets the old one or the new one, and never half of it."""

import os
from pathlib import Path
from tempfile import NamedTemporaryFile


def put_whole(path: Path, text: str) -> None:
    """Put a whole new file in the place of `path`, on the disk before this returns; only its owner may read it.

    It is written under another name in the same folder, which is removed when anything fails.
    """
    with NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, prefix=f".{path.name}-", delete=False) as part:
        try:
            part.write(text)
            part.flush()
            os.fsync(part.fileno())
            Path(part.name).replace(path)
        except BaseException:
            Path(part.name).unlink(missing_ok=True)
            raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
