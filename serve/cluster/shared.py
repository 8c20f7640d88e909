"""What the replicas of a cluster must have in common, and how each finds out whether it does.

Reviews and training sessions lie in one database; bundles, the pointer to the live one and the key of the pseudonyms in one
folder that every machine sees, and so do the API keys. A replica that saw another folder would serve another bundle, hide
names differently, or ask nobody for a key; so it does not start.
"""

import contextlib
import os
import secrets
import socket
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

STOPPED = " stopped"
"""What follows the mark once the service is taken down."""
_MACHINE_ID = Path("/etc/machine-id")


class NotShared(AimwellError):
    """Replicas would not have the same state."""


@dataclass(frozen=True, slots=True)
class Shared:
    """What every replica must find.

    The mark that the state folder has for this service on this cluster, whether keys are asked for, and the machine where
    the reviews lie in a file; None where a server has them.
    """

    cluster: str
    mark: str
    keys_needed: bool
    machine: str | None = None


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


def share(settings: Settings, cluster: str, machines: int) -> Shared:
    """Return what replicas on so many machines of a cluster must find; the state folder is marked for that cluster.

    Raises:
        NotSafe: when the service would be open to a network without asking for keys.
        KeysUnusable: when there is a key file that cannot be used.
        NotShared: when the state cannot be shared.
    """
    keys_needed = check_safe(settings)
    in_a_file = _in_a_file(settings.reviews)
    if machines > 1 and in_a_file:
        raise NotShared(
            f"the cluster has {machines} machines, and reviews and training sessions would lie in a file of each; "
            "name one PostgreSQL database for all of them (AIMWELL_REVIEWS=postgresql+psycopg://…)"
        )
    return Shared(cluster, _mark(settings.state, cluster), keys_needed, this_machine() if in_a_file else None)


def this_machine() -> str:
    """Return what tells this machine from others: its name, which a container has of its own, and the system's number."""
    return f"{socket.gethostname()} {_read(_MACHINE_ID) or ''}".strip()


def check_shared(settings: Settings, shared: Shared, machine: str | None = None) -> None:
    """See whether this machine, or the one that is named, has what all replicas must have.

    Raises:
        NotShared: when it has not.
    """
    if shared.machine is not None and shared.machine != (machine or this_machine()):
        raise NotShared(
            "the reviews and training sessions lie in a file of another machine; name one PostgreSQL database for all of "
            "them (AIMWELL_REVIEWS=postgresql+psycopg://…), or keep replicas off this machine"
        )
    if _read(mark_file(settings.state, shared.cluster)) != shared.mark:
        raise NotShared(
            f"{settings.state} is not the same folder on this machine as where Aimwell was started; "
            "let AIMWELL_STATE name a folder that every machine sees"
        )
    if shared.keys_needed and not KeyRing(KeyStore(key_file(settings))).required:
        raise NotShared(
            f"{key_file(settings)} holds no keys on this machine; let AIMWELL_KEYS name a file that every machine sees"
        )


def call_off(settings: Settings, cluster: str) -> None:
    """Tell every replica on a cluster that the service is taken down there: it takes nothing new, and its streams end.

    A service that another cluster runs on the same state goes on.
    """
    path = mark_file(settings.state, cluster)
    found = _read(path)
    if found is not None and not found.endswith(STOPPED):
        with contextlib.suppress(OSError):  # they stop all the same, only later
            put_whole(path, f"{found}{STOPPED}\n")


def called_off(settings: Settings, shared: Shared) -> bool:
    """Say whether the service is being taken down; a folder that cannot be read at the moment says nothing."""
    return _read(mark_file(settings.state, shared.cluster)) == shared.mark + STOPPED


def forget(settings: Settings, cluster: str) -> None:
    """Take the mark away once no replica is left on a cluster."""
    with contextlib.suppress(OSError):
        mark_file(settings.state, cluster).unlink(missing_ok=True)


def mark_file(state: Path, cluster: str) -> Path:
    """Return the file by which a replica knows that it sees the same state folder, and that it is to stop."""
    return state / f"cluster-{cluster}.id"


def _in_a_file(reviews: str | None) -> bool:
    if reviews is None:
        return True
    with contextlib.suppress(ArgumentError):
        return make_url(reviews).get_backend_name() == "sqlite"
    return False  # opening it says what is wrong with it


def _mark(state: Path, cluster: str) -> str:
    path = mark_file(state, cluster)
    found = _read(path)
    if found is None or found.endswith(STOPPED):
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
