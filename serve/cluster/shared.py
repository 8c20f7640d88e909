"""What the replicas of a cluster must have in common, and how each finds out whether it does.

Reviews and training sessions lie in one database; bundles, the pointer to the live one and the key of the pseudonyms in one
folder that every machine sees, and so do the API keys. A replica that saw another folder would serve another bundle, hide
names differently, or ask nobody for a key; so it does not start.
"""

import contextlib
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from model.errors import AimwellError
from model.files import put_whole
from model.house_search import nearest_house_file
from serve.key_ring import KeyRing
from serve.keys import KeyStore
from serve.server import check_safe
from serve.settings import Settings, key_file

MARK = "cluster.id"
"""A file of the state folder by which a replica knows that it sees the same one, and that it is to stop."""
STOPPED = "stopped"


class NotShared(AimwellError):
    """Replicas would not have the same state."""


@dataclass(frozen=True, slots=True)
class Shared:
    """What every replica must find: the mark of the state folder, and whether keys are asked for."""

    mark: str
    keys_needed: bool


def settled(settings: Settings) -> Settings:
    """Return the settings with every path made whole, for a replica works in another folder; named paths stay named.

    The house rules are those that count here.
    """
    paths = {"state": settings.state, "keys": key_file(settings), "rewriter": settings.rewriter}
    if settings.ignore_file is not None:
        paths["ignore_file"] = settings.ignore_file
    rules = settings.config or (None if settings.isolated else nearest_house_file(Path()))
    if rules is not None:
        paths["config"] = rules
    if "bundle" in settings.model_fields_set:
        paths["bundle"] = settings.bundle
    return settings.model_copy(update={name: Path(path).absolute() for name, path in paths.items()})


def share(settings: Settings, machines: int) -> Shared:
    """Return what replicas on so many machines must find; the state folder is marked.

    Raises:
        NotSafe: when the service would be open to a network without asking for keys.
        KeysUnusable: when there is a key file that cannot be used.
        NotShared: when the state cannot be shared.
    """
    keys_needed = check_safe(settings)
    if machines > 1 and _in_a_file(settings.reviews):
        raise NotShared(
            f"the cluster has {machines} machines, and reviews and training sessions would lie in a file of each; "
            "name one PostgreSQL database for all of them (AIMWELL_REVIEWS=postgresql+psycopg://…)"
        )
    return Shared(_mark(settings.state), keys_needed)


def check_shared(settings: Settings, shared: Shared) -> None:
    """See whether this machine has what all replicas must have.

    Raises:
        NotShared: when it has not.
    """
    found = _read(settings.state / MARK)
    if found != shared.mark:
        raise NotShared(
            f"{settings.state} is not the same folder on this machine as where Aimwell was started; "
            "let AIMWELL_STATE name a folder that every machine sees"
        )
    if shared.keys_needed and not KeyRing(KeyStore(key_file(settings))).required:
        raise NotShared(
            f"{key_file(settings)} holds no keys on this machine; let AIMWELL_KEYS name a file that every machine sees"
        )


def call_off(settings: Settings) -> None:
    """Tell every replica that the service is taken down: it takes nothing new, and its streams end."""
    with contextlib.suppress(OSError):  # they stop all the same, only later
        put_whole(settings.state / MARK, STOPPED + "\n")


def called_off(settings: Settings) -> bool:
    """Say whether the service is being taken down; a folder that cannot be read at the moment says nothing."""
    return _read(settings.state / MARK) == STOPPED


def _in_a_file(reviews: str | None) -> bool:
    if reviews is None:
        return True
    with contextlib.suppress(ArgumentError):
        return make_url(reviews).get_backend_name() == "sqlite"
    return False  # opening it says what is wrong with it


def _mark(state: Path) -> str:
    path = state / MARK
    found = _read(path)
    if found is None or found == STOPPED:
        found = secrets.token_hex(16)
        try:
            state.mkdir(parents=True, exist_ok=True)
            put_whole(path, found + "\n")
        except OSError as error:
            raise NotShared(f"{state} cannot be written to: {os.strerror(error.errno or 0)}") from None
    return found


def _read(path: Path) -> str | None:
    try:
        return path.read_text(encoding="ascii").strip() or None
    except (OSError, ValueError):
        return None
