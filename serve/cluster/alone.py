"""A Ray cluster of this machine alone: where its node stands, and the secret without which it listens to nobody."""

import os
import secrets
import sys
from typing import Any

from model.errors import AimwellError

ALONE = "127.0.0.2" if sys.platform == "linux" else "127.0.0.1"
"""Loopback, as is all of 127.0.0.0/8 on Linux. Ray puts the machine's own address in the place of 127.0.0.1."""
STORE_BYTES = 100_000_000
"""Of Ray's store of objects, in which little is put: requests and answers pass by it, rows stay there for moments."""


class DoorOpen(AimwellError):
    """The environment says that Ray is to ask nobody for a secret."""

    def __init__(self, mode: str) -> None:
        self.mode = mode
        super().__init__(
            f"RAY_AUTH_MODE is “{mode}”, and Ray listens at every address of this machine: whoever reaches it could run "
            "programs as you; take RAY_AUTH_MODE out of the environment, or set it to token"
        )


def lock_door() -> None:
    """Have Ray ask everybody for a secret that only this process and those that it starts know; before Ray is imported.

    A token that the environment holds already is the one.

    Raises:
        DoorOpen: when the environment says that nobody is to be asked.
    """
    mode = os.environ.get("RAY_AUTH_MODE", "token")
    if mode.lower() != "token":
        raise DoorOpen(mode)
    if "RAY_AUTH_MODE" not in os.environ:
        # Ray listens at every address of the machine: without this secret nobody is listened to.
        os.environ |= {
            "RAY_AUTH_MODE": "token",
            "RAY_AUTH_TOKEN": os.environ.get("RAY_AUTH_TOKEN") or secrets.token_hex(32),
        }


def local_cluster(cores: int) -> dict[str, Any]:
    """Return what `ray.init` is told to start a cluster of this machine alone, with so many cores to give away."""
    return {
        "address": "local",
        "num_cpus": cores,
        "include_dashboard": False,
        "object_store_memory": STORE_BYTES,
        "_node_ip_address": ALONE,
    }
