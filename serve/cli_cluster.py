"""`aimwell serve --engine ray`: the service on a Ray cluster, on one of this machine unless an address is given."""

from enum import StrEnum
from typing import Annotated

import typer

from model.errors import AimwellError
from serve.cluster.size import Size
from serve.settings import Settings


class ServeEngine(StrEnum):
    """What runs the service's processes."""

    LOCAL = "local"
    RAY = "ray"


class OptionRefused(AimwellError):
    """An option goes with another engine only."""


ENGINE_HELP = "What runs the processes: local, on this machine, or ray, on a Ray cluster."
EngineAsked = Annotated[ServeEngine, typer.Option("--engine", help=ENGINE_HELP)]
Address = Annotated[
    str | None, typer.Option(help="The Ray cluster to join; without one, Ray is started on this machine.")
]
Least = Annotated[int | None, typer.Option("--replicas-min", help="Replicas at least, on Ray: 1 unless told.")]
Most = Annotated[int | None, typer.Option("--replicas-max", help="Replicas at most, on Ray: 2 unless told.")]
Down = Annotated[bool, typer.Option("--down", help="Take the service of the Ray cluster at --address down.")]


def serve_on_ray(settings: Settings, address: str | None, least: int | None, most: int | None, *, down: bool) -> None:
    """Deploy to the cluster at `address` and return, or serve from one of this machine until SIGTERM or Ctrl+C.

    Raises:
        AimwellError: when it cannot be.
    """
    from serve.cluster import run
    from serve.server import address_of

    if down and not address:
        raise OptionRefused(
            "--down needs the --address of a cluster; what runs in a terminal is stopped there by Ctrl+C"
        )
    size = Size.given(least, most)
    with run.joined(address, size) as ray:
        if down:
            run.take_down(ray, settings)
            typer.echo(f"Aimwell is taken down from the Ray cluster at {address}.")
            return
        try:
            run.deploy(ray, settings, size)
            stays = "it stays there when this command ends; --down takes it down" if address else "stop it with Ctrl+C"
            typer.echo(f"Aimwell answers at {address_of(settings)}   ({stays})")
            replicas = f"{size.least} to {size.most} replicas" if size.least < size.most else f"{size.most} replicas"
            typer.echo(f"{replicas} on the Ray cluster at {run.address_of(ray)}")
            if not address:
                run.wait_for_signal()
        finally:
            if not address:
                run.take_down(ray, settings)


def refuse_for_local(address: str | None, least: int | None, most: int | None, *, down: bool) -> None:
    """See that nothing is asked of Ray where it is not used.

    Raises:
        OptionRefused: when there is.
    """
    if down or any(given is not None for given in (address, least, most)):
        raise OptionRefused("--address, --replicas-min, --replicas-max and --down go with --engine ray")
