"""The data folder: what Concord keeps on this machine, and who may look into it."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from concord.embedded.process import StartError

PRIVATE = ("run", "log", "mail", "s3")


def open_folder(data: Path) -> None:
    """Make the data folder and its parts; `StartError` when it cannot be written.

    Started by root, the folder we make may be passed through, because the database below it belongs to another user.
    Every part is private, and the rights of a folder somebody else made are left as they are.
    """
    try:
        if not data.exists():
            data.mkdir(parents=True)
            data.chmod(0o711 if os.geteuid() == 0 else 0o700)
        for part in PRIVATE:
            (data / part).mkdir(mode=0o700, exist_ok=True)
        with tempfile.TemporaryFile(dir=data):
            pass
    except OSError as error:
        raise StartError(f"the data folder {data} cannot be written: {error.strerror or error}") from None


def write_private(path: Path, text: str) -> None:
    """Write a file only we may read, whole or not at all, kept through a power cut."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(name).rename(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
