"""Data folders for tests that start servers of their own."""

from __future__ import annotations

import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def data_folder() -> Iterator[Path]:
    """A data folder that does not exist yet, removed at the end.

    Not below pytest's own folder: that is private, so PostgreSQL's user could not enter it when tests run as root.
    """
    folder = Path(tempfile.gettempdir()).resolve() / f"concord-test-{secrets.token_hex(4)}"
    try:
        yield folder
    finally:
        pointer = folder / "postgres"
        if pointer.is_symlink():
            shutil.rmtree(pointer.resolve().parent, ignore_errors=True)
        shutil.rmtree(folder, ignore_errors=True)
