"""`aimwell prepare` and `aimwell serve`: the language model made once, and the service started."""

from typing import Annotated

import typer

from model.errors import AimwellError, BundleError
from model.prepared import default_cache
from model.rewriter_bundle import open_rewriter
from serve import cli_cluster
from serve.app import wire
from serve.cli_base import app, fail, settings_by


@app.command()
def prepare() -> None:
    """Make the rewriter's language model on this machine, once; until then the rules write the rewrites."""
    try:
        made = open_rewriter(settings_by().rewriter).prepare(default_cache())
    except BundleError as error:
        typer.echo(f"aimwell: the rules will write the rewrites: {error}", err=True)
        raise typer.Exit(1) from None
    typer.echo(f"The rewriter is ready in {made}.")


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(help="The address to bind; this machine only unless told.")] = None,
    port: Annotated[int | None, typer.Option(help="The port to bind.")] = None,
    workers: Annotated[
        int | None, typer.Option(min=1, help="Processes that share the port; one a core serves most.")
    ] = None,
    engine: cli_cluster.EngineAsked = cli_cluster.ServeEngine.LOCAL,
    address: cli_cluster.Address = None,
    replicas_min: cli_cluster.Least = None,
    replicas_max: cli_cluster.Most = None,
    down: cli_cluster.Down = False,
) -> None:
    """Start the service and say where it answers."""
    from serve.server import address_of, check_safe, run

    settings = settings_by(host=host, port=port, workers=workers)
    try:
        if engine is cli_cluster.ServeEngine.RAY:
            cli_cluster.serve_on_ray(settings, address, replicas_min, replicas_max, down=down)
            raise typer.Exit
        cli_cluster.refuse_for_local(address, replicas_min, replicas_max, down=down)
        keys_needed = check_safe(settings)
        wired = wire(settings) if settings.workers == 1 else None
    except AimwellError as error:
        fail(str(error))
    answers_at = address_of(settings)
    with_key = "-H 'Authorization: Bearer YOUR-KEY' " if keys_needed else ""
    typer.echo(f"Aimwell answers at {answers_at}   (stop it with Ctrl+C)\n\nTry it in another terminal:\n")
    typer.echo(
        f"curl -s {answers_at}/v1/score {with_key}-H 'Content-Type: application/json' "
        """-d '{"objectives": [{"text": "John will stop disrupting the class"}]}'\n"""
    )
    run(settings, wired)
