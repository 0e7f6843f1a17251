"""Run a program as somebody other than root: PostgreSQL refuses root, and nobody should be made a system user for it.

As an ordinary user nothing changes: the program runs as that user. As root it runs as the owner of the
folder it works on, or as ``nobody`` where that is root itself. A clone below a folder closed to others
(/root has mode 700) is still reached: the program is then left the one capability to pass closed
folders, CAP_DAC_OVERRIDE, by setpriv of util-linux.
"""

from __future__ import annotations

import os
import pwd
import shutil
import stat
import subprocess
from dataclasses import dataclass
from pathlib import Path

from newshouse.errors import FatalError

NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Account:
    """Whom to run as. ``uid`` None: as the one who asks. ``prefix`` is put before every command."""

    uid: int | None = None
    gid: int | None = None
    prefix: tuple[str, ...] = ()

    def run(self, command: list[str], timeout_s: float) -> subprocess.CompletedProcess[str]:
        """Run to the end, output and errors together in ``stdout``.

        Raises FatalError when it can't be started or takes longer than ``timeout_s`` seconds.
        """
        switched = self.uid is not None and not self.prefix
        try:
            return subprocess.run(
                [*self.prefix, *command],
                cwd="/",
                env=os.environ | {"LC_ALL": "C", "TZ": "UTC"},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                encoding="utf-8",
                errors="replace",
                timeout=timeout_s,
                check=False,
                user=self.uid if switched else None,
                group=self.gid if switched else None,
                extra_groups=[] if switched else None,
            )
        except subprocess.TimeoutExpired as error:
            raise FatalError(f"{command[0]} did not end within {timeout_s:.0f} s") from error
        except OSError as error:
            raise FatalError(f"{command[0]} can't be started: {error}") from error

    def own(self, folder: Path) -> None:
        """Make ``folder`` if needed, closed to others, and give it to this account."""
        folder.mkdir(parents=True, exist_ok=True)
        if self.uid is not None:
            os.chown(folder, self.uid, self.gid or 0)
        folder.chmod(0o700)


def account_for(folder: Path, program: Path) -> Account:
    """Whom to run ``program`` as, so that it may work on ``folder`` (which need not be there yet).

    Raises FatalError as an ordinary user whose folder belongs to somebody else, and as root where nobody
    else can be switched to.
    """
    owner = folder.stat().st_uid if folder.exists() else None
    me = os.geteuid()
    if me != 0:
        if owner not in (None, me):
            raise FatalError(f"{folder} belongs to {_name(owner)}, not to you: run as that user, or remove the folder")
        return Account()
    entry = _entry(owner) if owner else _entry(NOBODY)
    reachable = all(_open_to(entry, path) for path in (program, *program.parents, *folder.absolute().parents))
    return Account(entry.pw_uid, entry.pw_gid, () if reachable else _passing_closed_folders(entry))


def _passing_closed_folders(entry: pwd.struct_passwd) -> tuple[str, ...]:
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        raise FatalError(
            "running as root below a folder closed to others needs setpriv (apt-get install util-linux);"
            " or run as an ordinary user, or from a folder that others may pass"
        )
    ids = (f"--reuid={entry.pw_uid}", f"--regid={entry.pw_gid}", "--clear-groups")
    return (setpriv, *ids, "--inh-caps=+dac_override", "--ambient-caps=+dac_override", "--")


def _open_to(entry: pwd.struct_passwd, path: Path) -> bool:
    """Whether this account may execute the file or pass the folder. A folder yet to be made is ours to open."""
    try:
        status = path.stat()
    except FileNotFoundError:
        return True
    if status.st_uid == entry.pw_uid:
        return bool(status.st_mode & stat.S_IXUSR)
    if status.st_gid == entry.pw_gid:
        return bool(status.st_mode & stat.S_IXGRP)
    return bool(status.st_mode & stat.S_IXOTH)


def _entry(who: int | str) -> pwd.struct_passwd:
    try:
        return pwd.getpwuid(who) if isinstance(who, int) else pwd.getpwnam(who)
    except KeyError:
        missing = f"there is no user {who!r} on this machine to run the database as; run as an ordinary user"
        raise FatalError(missing) from None


def _name(uid: int | None) -> str:
    try:
        return pwd.getpwuid(uid or 0).pw_name
    except KeyError:
        return f"user {uid}"
