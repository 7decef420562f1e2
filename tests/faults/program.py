"""A worker program that can be killed at a named point: ``program.py FOLDER run interactive``, ``… FOLDER relay``.

A file in the folder arms one kill: ``drain.claimed.self`` ends the process that passes the point, ``….parent`` the
worker above it. The file is gone when it happened, so that it happens once, in whichever process comes first.
"""

from __future__ import annotations

import os
import signal
import sys
from functools import partial
from importlib import import_module
from pathlib import Path

from concord.outbox.checkpoints import watch


def end_if_armed(folder: Path, point: str) -> None:
    for victim, pid in (("self", os.getpid()), ("parent", os.getppid())):
        try:
            (folder / f"{point}.{victim}").unlink()
        except FileNotFoundError:
            continue
        os.kill(pid, signal.SIGKILL)
        signal.pause()  # a work-horse whose worker is gone does not get beyond this point: the kernel ends it


if __name__ == "__main__":
    watch(partial(end_if_armed, Path(sys.argv[1])))
    program = import_module(f"workers.{sys.argv[2]}")
    sys.exit(program.main(*[sys.argv[3:]] if sys.argv[3:] else []))
