"""What an office has looked at and does not want to hear of again: one match each, by its fingerprint, for good.

A file of JSON Lines that only ever grows, so that colleagues and their editors can share it and a version control
system can merge it:

    {"fingerprint": "9f3c0e6a51b27d84", "ignored": true, "when": "2027-03-01T09:12:03+00:00", "rule": "no-deadline"}

`rule`, `who` and `reason` stand where somebody gave them. The last line on a fingerprint holds; one with
`"ignored": false` brings the match back. Plans are confidential: no word of theirs is in the file, unless somebody
writes it into a reason.
"""

import contextlib
import errno
import fcntl
import json
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import RLock
from typing import Any

from model.errors import IgnoreFileError, InputError
from model.fingerprint import LENGTH

FILE_NAME = "aimwell-ignored.jsonl"
MAX_WORDS = 400
"""Characters of a rule's id, a name or a reason; a line is then written whole in one go on any file system."""
_FINGERPRINT = re.compile(rf"[0-9a-f]{{{LENGTH}}}")
_HALF_A_CHARACTER = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Ignored:
    """One match that is ignored: its fingerprint, since when, and what its ignorer said of it."""

    fingerprint: str
    when: datetime
    rule: str | None = None
    who: str | None = None
    reason: str | None = None


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


class IgnoreList:
    """The ignored matches, in memory: for as long as the process lives. Safe to share between threads."""

    def __init__(self, now: Callable[[], datetime] = _now) -> None:
        self.now = now
        self._known: dict[str, Ignored] = {}
        self._lock = RLock()

    def __contains__(self, fingerprint: object) -> bool:
        """Say whether a match is ignored now, as far as is known: an editor waits, and is answered in any case."""
        with self._lock:
            with contextlib.suppress(IgnoreFileError):
                self._refresh()
            return fingerprint in self._known

    def all(self) -> tuple[Ignored, ...]:
        """Return what is ignored now, in the order in which it was.

        Raises:
            IgnoreFileError: when it cannot be read.
        """
        with self._lock:
            self._refresh()
            return tuple(self._known.values())

    def ignore(
        self, fingerprint: str, rule: str | None = None, who: str | None = None, reason: str | None = None
    ) -> Ignored:
        """Ignore a match from now on and return its record; one that is ignored already stays as it was.

        Raises:
            InputError: when the fingerprint is none, or the other words are too long.
            IgnoreFileError: when it cannot be kept.
        """
        _check(fingerprint, rule=rule, who=who, reason=reason)
        with self._lock:
            self._refresh()
            if fingerprint not in self._known:
                entry = Ignored(fingerprint, self.now(), rule, who, reason)
                self._keep(_line(entry, ignored=True))
                self._known[fingerprint] = entry
            return self._known[fingerprint]

    def restore(self, fingerprint: str) -> bool:
        """Bring a match back, and say whether it was ignored.

        Raises:
            InputError: when the fingerprint is none.
            IgnoreFileError: when it cannot be kept.
        """
        _check(fingerprint)
        with self._lock:
            self._refresh()
            if fingerprint not in self._known:
                return False
            self._keep(_line(Ignored(fingerprint, self.now()), ignored=False))
            self._known.pop(fingerprint, None)
            return True

    def _refresh(self) -> None:
        """Learn what others have ignored since."""

    def _keep(self, line: str) -> None:
        """Write a line down, whole, or raise."""


class IgnoreFile(IgnoreList):
    """The ignored matches of a file, read again whenever it has changed. Safe to share between processes."""

    def __init__(self, path: Path, now: Callable[[], datetime] = _now) -> None:
        super().__init__(now)
        self.path = path
        self.unreadable_lines = 0
        """Lines that hold no record: torn by a crash, or edited by hand. They are left where they are."""
        self._seen: tuple[int, ...] | None = None

    def _refresh(self) -> None:
        state: tuple[int, ...]
        try:
            found = self.path.stat()
            state = (found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns)
            if state == self._seen:
                return
            text = self.path.read_text(encoding="utf-8-sig", errors="replace")
        except FileNotFoundError:
            text, state = "", ()
        except OSError as error:
            raise IgnoreFileError(self.path, "read", error.strerror or "no reason given") from None
        self._known, self.unreadable_lines = _replay(text)
        self._seen = state

    def _keep(self, line: str) -> None:
        try:
            _append(self.path, line)
        except OSError as error:
            raise IgnoreFileError(self.path, "written", error.strerror or "no reason given") from None


def _append(path: Path, line: str) -> None:
    """Add a line to a file in one write, on the disk when it returns; a torn line before it stays by itself."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = not path.exists()
    file = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o666)
    try:
        fcntl.flock(file, fcntl.LOCK_EX)
        size = os.fstat(file).st_size
        torn = size > 0 and os.pread(file, 1, size - 1) != b"\n"
        said = ("\n" * torn + line + "\n").encode()
        if os.write(file, said) < len(said):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        os.fsync(file)
    finally:
        os.close(file)
    if new:
        _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _line(entry: Ignored, *, ignored: bool) -> str:
    said: dict[str, Any] = {"fingerprint": entry.fingerprint, "ignored": ignored, "when": entry.when.isoformat()}
    more = {"rule": entry.rule, "who": entry.who, "reason": entry.reason}
    return json.dumps(said | {name: words for name, words in more.items() if words is not None}, ensure_ascii=True)


def _replay(text: str) -> tuple[dict[str, Ignored], int]:
    """Return what is ignored after all lines of a file, and how many of them hold no record."""
    known: dict[str, Ignored] = {}
    unreadable = 0
    for line in _lines(text):
        try:
            entry, ignored = _read(line)
        except (ValueError, TypeError, KeyError, RecursionError, InputError):
            unreadable += 1
            continue
        if not ignored:
            known.pop(entry.fingerprint, None)
        elif entry.fingerprint not in known:
            known[entry.fingerprint] = entry
    return known, unreadable


def _lines(text: str) -> Iterator[str]:
    return (line for line in text.split("\n") if line.strip())


def _read(line: str) -> tuple[Ignored, bool]:
    said = json.loads(line)
    when = datetime.fromisoformat(said["when"])
    more = {name: said.get(name) for name in ("rule", "who", "reason")}
    _check(said["fingerprint"], **more)
    if not isinstance(said["ignored"], bool):
        raise TypeError(said["ignored"])
    return Ignored(said["fingerprint"], when if when.tzinfo else when.replace(tzinfo=UTC), **more), said["ignored"]


def _check(fingerprint: str, **words: str | None) -> None:
    if not _FINGERPRINT.fullmatch(fingerprint):
        raise InputError("fingerprint", f"is none; copy the {LENGTH} characters (0-9, a-f) that stand at the finding")
    for name, said in words.items():
        if said is not None and len(said) > MAX_WORDS:
            raise InputError(name, f"holds {len(said):,} characters; at most {MAX_WORDS:,}")
        if said is not None and _HALF_A_CHARACTER.search(said):
            raise InputError(name, "holds half a character (a lone surrogate); write whole Unicode characters")
