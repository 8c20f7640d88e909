"""Running on Ray: joining a cluster or starting one of this machine, deploying, and taking the service down in good order."""

import contextlib
import logging
import math
import os
import signal
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any

from model.errors import AimwellError
from serve.cluster.alone import local_cluster, lock_door
from serve.cluster.deployment import NAME, QUIET, application
from serve.cluster.replica import LOOK_SECONDS
from serve.cluster.shared import call_off, forget, settled, share
from serve.cluster.size import RESERVED_CORES, Size
from serve.extras import needs
from serve.settings import Settings

COMMAND = "serve --engine ray"
NAMESPACE = "aimwell"
FRONT = "serve.cluster.front:middlewares"
_HEAD = "node:__internal_head__"
"""What Ray calls a resource that only the first node of a cluster has."""


class ClusterFailed(AimwellError):
    """The cluster could not be reached, or the service not be deployed."""


@contextlib.contextmanager
def joined(address: str | None, size: Size) -> Iterator[Any]:
    """Give Ray, connected to the cluster at `address`, or to one of this machine alone that ends with the block.

    Raises:
        ExtraMissing: when Ray is not installed.
        ClusterFailed: when the cluster cannot be reached or started.
        DoorOpen: when one of this machine would listen to anybody.
    """
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"  # read when Ray is imported: nothing is sent to its makers
    if not address:
        lock_door()
    with needs("ray", COMMAND, "ray", "pyarrow"):
        import ray
        import ray.serve
    mine: dict[str, Any] = (
        {"address": address}
        if address
        else local_cluster(max(os.cpu_count() or 1, math.ceil((size.most + 1) * RESERVED_CORES)))
    )
    try:
        ray.init(**mine, namespace=NAMESPACE, logging_level=logging.WARNING, log_to_driver=not address)
    except (OSError, RuntimeError, ValueError, ray.exceptions.RayError):
        where = f"the Ray cluster at {address}" if address else "a Ray cluster on this machine"
        asked = "see whether `ray status` finds it, and whether RAY_AUTH_TOKEN is its token"
        raise ClusterFailed(f"{where} cannot be used; {asked}") from None
    try:
        yield ray
    finally:
        ray.shutdown()


def deploy(ray: Any, settings: Settings, size: Size) -> None:
    """Deploy the service, or roll it: replica by replica, a new one is ready before an old one finishes and goes.

    Raises:
        NotSafe: when the service would be open to a network without asking for keys.
        NotShared: when the replicas could not share their state.
        ClusterFailed: when no replica could start.
    """
    whole = settled(settings)
    machines = sum(1 for node in ray.nodes() if node["Alive"])
    shared = share(whole, name_of(ray), machines)
    said = {"RAY_SERVE_HTTP_PROXY_CALLBACK_IMPORT_PATH": FRONT, "FORWARDED_ALLOW_IPS": whole.proxies}
    try:
        ray.serve.start(
            proxy_location="EveryNode",
            http_options={"host": whole.host, "port": whole.port},
            logging_config=QUIET,
            controller_options={"runtime_env": {"env_vars": said}},
        )
        check_front(address_here(whole), alone=machines == 1)
        ray.serve.run(application(whole, size, shared), name=NAME, route_prefix="/", logging_config=QUIET)
    except (OSError, RuntimeError, ValueError, ray.exceptions.RayError) as error:
        raise ClusterFailed(f"the service could not be deployed: {_reason(ray) or type(error).__name__}") from None


def address_here(settings: Settings) -> str:
    """Return where the proxy of this machine listens."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.host, settings.host)  # noqa: S104  (looked for)
    return f"http://[{host}]:{settings.port}" if ":" in host else f"http://{host}:{settings.port}"


def check_front(address: str, *, alone: bool) -> None:
    """See that Ray's proxy stands behind our front: one that was there before Aimwell came keeps its own settings.

    On a machine that is not `alone` there may be no proxy yet.

    Raises:
        ClusterFailed: when it does not.
    """
    ours = False
    try:
        urllib.request.urlopen(f"{address}/-/routes", timeout=10).close()  # noqa: S310  (a proxy of this machine)
    except urllib.error.HTTPError as error:
        ours = error.code == 404 and "Content-Security-Policy" in error.headers
        error.close()
    except OSError:
        ours = not alone
    if not ours:
        raise ClusterFailed(
            f"Ray Serve runs on that cluster already and does not answer at {address} as Aimwell needs it; "
            "take down what it serves with `serve shutdown`, and start Aimwell again"
        )


def take_down(ray: Any, settings: Settings) -> None:
    """Take the service of this cluster down: what was admitted is finished while the proxies still stand, then they go."""
    whole, cluster = settled(settings), name_of(ray)
    call_off(whole, cluster)
    time.sleep(max(LOOK_SECONDS, settings.drain_seconds))
    ray.serve.delete(NAME)
    ray.serve.shutdown()
    forget(whole, cluster)


def name_of(ray: Any) -> str:
    """Return what tells this cluster from every other: the number that Ray drew for its first node.

    Raises:
        ClusterFailed: when that node is away at the moment.
    """
    for node in ray.nodes():
        if node["Alive"] and _HEAD in node["Resources"]:
            return str(node["NodeID"])
    raise ClusterFailed("the head of the Ray cluster is away; see what `ray status` says, and try again")


def address_of(ray: Any) -> str:
    """Return where the cluster is joined."""
    return str(ray.get_runtime_context().gcs_address)


def wait_for_signal() -> None:
    """Return on SIGTERM or Ctrl+C."""
    told = threading.Event()
    before = {sig: signal.signal(sig, lambda *_: told.set()) for sig in (signal.SIGINT, signal.SIGTERM)}
    try:
        while not told.wait(1.0):
            pass
    finally:
        for sig, handler in before.items():
            signal.signal(sig, handler)


def _reason(ray: Any) -> str | None:
    """Return the last line of what Ray says of replicas that did not start: the error's own words."""
    with contextlib.suppress(Exception):
        found = ray.serve.status().applications[NAME].deployments
        lines = [line.strip() for d in found.values() for line in d.message.splitlines() if line.strip()]
        named = [line for line in lines if "Error" in line or "NotShared" in line or "Unusable" in line]
        return str((named or lines)[-1])
    return None
