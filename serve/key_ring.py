"""The keys in force: the key file as it stands now, read again whenever it changes, so that nobody restarts a service."""

import logging
from collections.abc import Callable, Mapping
from datetime import date
from typing import NamedTuple

from serve.keys import Key, KeyStore, KeysUnusable, parts

log = logging.getLogger("aimwell")


class _Seen(NamedTuple):
    """What shows that the file is another one: a new file has a new inode, an edited one a new time or size."""

    inode: int
    changed_ns: int
    size: int


def _today() -> date:
    return date.today()  # noqa: DTZ011  (a key's days are those of the office that gave it)


class KeyRing:
    """Tells whose key it is. A key file that cannot be read later on changes nothing: the keys read before stay in force.

    Raises:
        KeysUnusable: when the file is there but cannot be used.
    """

    def __init__(self, store: KeyStore, today: Callable[[], date] = _today) -> None:
        self._store = store
        self._today = today
        self._seen = self._look()
        self._keys = _by_id(store)
        self._required = bool(self._keys)

    @property
    def required(self) -> bool:
        """True once there has been a key, valid or not: a service that asked for keys never opens because a file is lost."""
        self._refresh()
        return self._required

    def any_valid(self) -> bool:
        """Say whether anybody could come in with a key today."""
        self._refresh()
        return any(key.valid(self._today()) for key in self._keys.values())

    def holder(self, given: str | None) -> Key | None:
        """Return the record of a key that is valid today, else None."""
        self._refresh()
        found = parts(given) if given else None
        if found is None:
            return None
        id_, secret = found
        key = self._keys.get(id_)
        return key if key is not None and key.opened_by(secret) and key.valid(self._today()) else None

    def _refresh(self) -> None:
        seen = self._look()
        if seen == self._seen:
            return
        self._seen = seen
        try:
            self._keys = _by_id(self._store)
        except KeysUnusable as error:
            log.error("the keys read before stay in force: %s", error)  # noqa: TRY400  (a traceback says no more)
        self._required = self._required or bool(self._keys)

    def _look(self) -> _Seen | None:
        try:
            found = self._store.path.stat()
        except OSError:
            return None
        return _Seen(found.st_ino, found.st_mtime_ns, found.st_size)


def _by_id(store: KeyStore) -> Mapping[str, Key]:
    return {key.id: key for key in store.read()}
