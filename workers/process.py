"""What the worker programs share: how they end, and how they wait for a server that is away."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from collections.abc import Callable
from threading import Event
from types import FrameType

PR_SET_PDEATHSIG = 1
FIRST_PAUSE, LONGEST_PAUSE = 0.2, 3.0


def die_with(parent: int) -> None:
    """Have the kernel kill this process when its parent dies, so that a killed worker leaves no work-horse behind."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:  # it died before the kernel knew
        os._exit(1)


def stop_on_signals() -> Event:
    """An event that SIGTERM or SIGINT sets, so that a loop ends between two rounds."""
    stopped = Event()

    def stop(_number: int, _frame: FrameType | None) -> None:
        stopped.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    return stopped


def repeat(stopped: Event, every: float, act: Callable[[], None], failed: Callable[[Exception], None],
           away: tuple[type[Exception], ...]) -> None:
    """Act again and again until told to stop. While a server is away, later each time, up to some seconds."""
    pause = every
    while not stopped.wait(pause):
        try:
            act()
        except away as error:
            failed(error)
            pause = min(max(pause, FIRST_PAUSE) * 2, LONGEST_PAUSE)
        else:
            pause = every
