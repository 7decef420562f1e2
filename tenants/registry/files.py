"""Reading files that people wrote, so that every fault is named at once and in plain words."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask_babel import gettext as _

from tenants.registry.faults import ProfileError


@contextmanager
def noting(faults: list[str]) -> Iterator[None]:
    """Note the faults of one part and go on with the next, so that all are named at once."""
    try:
        yield
    except ProfileError as error:
        faults.extend(error.messages)


def parse_toml(text: str) -> dict[str, Any]:
    """The tables of a TOML text, unchecked; `ProfileError` when it is none."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ProfileError([_("this is not a TOML file: %(reason)s", reason=error)]) from None


def read_text(path: Path, name: str) -> str:
    """The words of a file; `ProfileError`, which names it so, when it cannot be read."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise ProfileError([_("%(file)s: is not a text file in UTF-8", file=name)]) from None
    except OSError as error:
        raise ProfileError([_("%(file)s: cannot be read (%(reason)s)", file=name, reason=error.strerror)]) from None
