"""API keys: who holds one, what it is for and until when; kept in one file, in which no key can be read.

A key is `aw_<id>_<secret>`, and its secret is 256 random bits. That is why a fast hash keeps it safely at rest: slow hashes
protect passwords, which can be guessed, and nobody guesses 256 bits. A key is shown once, when it is made.
"""

import fcntl
import hashlib
import hmac
import os
import secrets
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from model.errors import AimwellError
from model.files import put_whole

PREFIX = "aw"
SECRET_BYTES = 32
LONGEST_NAME = 60
_OTHERS_MAY_WRITE = stat.S_IWGRP | stat.S_IWOTH


class KeyScope(StrEnum):
    """What a key may be used for; none includes another."""

    SCORE = "score"
    REVIEW = "review"
    ADMIN = "admin"


class KeyRefused(AimwellError):
    """A key cannot be made or changed as asked."""


class KeysUnusable(AimwellError):
    """The key file cannot be read or written."""

    def __init__(self, path: Path, reason: str) -> None:
        self.path, self.reason = path, reason
        super().__init__(f"the keys in {path} cannot be used: {reason}")


@dataclass(frozen=True, slots=True)
class Key:
    """One key as it is kept: `sha256` is that of its secret; `expires` is the last day on which it is valid."""

    id: str
    sha256: str
    name: str
    scopes: tuple[KeyScope, ...]
    created: date
    expires: date | None = None
    revoked: date | None = None

    def valid(self, today: date) -> bool:
        """Say whether the key opens anything today."""
        return self.revoked is None and (self.expires is None or today <= self.expires)

    def opened_by(self, secret: str) -> bool:
        """Say whether this is the key's secret, in a time that tells nothing about how nearly it is."""
        return hmac.compare_digest(self.sha256, _digest(secret))


class _KeyFile(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    version: int = 1
    keys: tuple[Key, ...] = ()


class KeyStore:
    """The key file at `path`, which need not exist; the keys in it stay in the order in which they were made."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self) -> tuple[Key, ...]:
        """Return every key; none where there is no file.

        Raises:
            KeysUnusable: when the file cannot be read, is damaged, or may be written by other users.
        """
        try:
            with self.path.open("rb") as file:
                mode = os.fstat(file.fileno()).st_mode
                held = file.read()
        except FileNotFoundError:
            return ()
        except OSError as error:
            raise KeysUnusable(self.path, error.strerror or type(error).__name__) from None
        if mode & _OTHERS_MAY_WRITE:
            raise KeysUnusable(
                self.path, f"other users may write to it; run `chmod 600 {self.path}` and check its keys"
            )
        try:
            return _KeyFile.model_validate_json(held).keys
        except ValidationError:
            reason = "it is damaged; restore it from a backup, or move it away and make new keys"
            raise KeysUnusable(self.path, reason) from None

    def add(self, name: str, scopes: Iterable[KeyScope], today: date, expires: date | None = None) -> str:
        """Return a new key, which is shown to nobody again.

        Raises:
            KeyRefused: when the name cannot be used, is taken by a valid key, or there is no scope.
            KeysUnusable: when the file cannot be used.
        """
        key, record = _made(_named(name), scopes, today, expires)

        def added(keys: Sequence[Key]) -> list[Key]:
            if any(k.name == record.name and k.valid(today) for k in keys):
                raise KeyRefused(f"there is a valid key named “{name}” already; rotate it, or choose another name")
            return [*keys, record]

        self._change(added)
        return key

    def rotate(self, name: str, today: date, until: date, expires: date | None = None) -> str:
        """Return a new key of the same name and scopes; the old one is valid up to the day `until`.

        Raises:
            KeyRefused: when no valid key has that name.
            KeysUnusable: when the file cannot be used.
        """
        made: list[str] = []

        def rotated(keys: Sequence[Key]) -> list[Key]:
            old = [k for k in keys if k.name == name and k.valid(today)]
            if not old:
                raise KeyRefused(f"no valid key is named “{name}”; `aimwell keys list` shows those that there are")
            key, record = _made(name, old[-1].scopes, today, expires)
            made.append(key)
            ending = [replace(k, expires=min(until, k.expires or until)) if k in old else k for k in keys]
            return [*ending, record]

        self._change(rotated)
        return made[-1]

    def revoke(self, which: str, today: date) -> list[Key]:
        """Make the key of this id, or every valid key of this name, invalid from now on; return them.

        Raises:
            KeyRefused: when there is none.
            KeysUnusable: when the file cannot be used.
        """
        revoked: list[Key] = []

        def without(keys: Sequence[Key]) -> list[Key]:
            revoked.extend(k for k in keys if which in (k.id, k.name) and k.valid(today))
            if not revoked:
                raise KeyRefused(
                    f"no valid key has the id or name “{which}”; `aimwell keys list` shows those there are"
                )
            return [replace(k, revoked=today) if k in revoked else k for k in keys]

        self._change(without)
        return revoked

    def _change(self, change: Callable[[Sequence[Key]], Sequence[Key]]) -> None:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with _alone(self.path):
                put_whole(self.path, _KeyFile(keys=tuple(change(self.read()))).model_dump_json(indent=1) + "\n")
        except OSError as error:
            raise KeysUnusable(self.path, error.strerror or type(error).__name__) from None


def parts(key: str) -> tuple[str, str] | None:
    """Return the id and the secret of what may be a key; None where it cannot be one."""
    prefix, _, rest = key.partition("_")
    id_, _, secret = rest.partition("_")
    return (id_, secret) if prefix == PREFIX and id_ and secret else None


def _named(name: str) -> str:
    if not name.strip() or len(name) > LONGEST_NAME or not name.isprintable():
        raise KeyRefused(f"a key needs a name of at most {LONGEST_NAME} letters, such as the program that will use it")
    return name


def _made(name: str, scopes: Iterable[KeyScope], today: date, expires: date | None) -> tuple[str, Key]:
    granted = tuple(sorted(set(scopes)))
    if not granted:
        raise KeyRefused(f"a key needs a scope: {', '.join(KeyScope)}")
    if expires is not None and expires < today:
        raise KeyRefused(f"{expires} has passed; a key cannot end before it is made")
    id_, secret = secrets.token_hex(6), secrets.token_urlsafe(SECRET_BYTES)
    return f"{PREFIX}_{id_}_{secret}", Key(id_, _digest(secret), name, granted, today, expires)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Hold the file against another `aimwell keys`: the lock goes with its process."""
    with path.with_name(f".{path.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
