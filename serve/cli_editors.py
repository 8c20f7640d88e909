"""`aimwell lsp` and `aimwell mcp`: the protocols that editors and assistants speak.

They are an app of their own, which `serve/cli.py` takes in and `serve/__main__.py` can start without it.
"""

from typing import Annotated, NoReturn

import typer

from model.errors import AimwellError, InputError
from serve.extras import needs

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_show_locals=False, help=__doc__)
MISUSE = 2


@app.command()
def lsp() -> None:
    """Speak the Language Server Protocol with an editor, on standard input and output."""
    try:
        with needs("lsp", "lsp", "pygls", "lsprotocol"):
            from serve.lsp.stdio import run
    except AimwellError as error:
        _fail(error)
    run()


@app.command()
def mcp(
    http: Annotated[bool, typer.Option("--http", help="Answer on HTTP, and not on standard input and output.")] = False,
    host: Annotated[str | None, typer.Option(help="The address to bind; this machine only unless told.")] = None,
    port: Annotated[int | None, typer.Option(help="The port to bind; 8643 unless told.")] = None,
) -> None:
    """Speak the Model Context Protocol with an assistant, on standard input and output or on HTTP."""
    if not http and (host, port) != (None, None):
        _fail(InputError("--host, --port", "are for --http; an assistant's own program needs neither"))
    try:
        with needs("mcp", "mcp", "mcp", "mcp_types"):
            from serve.mcp import doors
        if http:
            _answer_http(doors.PORT if port is None else port, host)
        else:
            doors.run_stdio()
    except AimwellError as error:
        _fail(error)


def _answer_http(port: int, host: str | None) -> None:
    from serve.app import wire
    from serve.mcp.doors import PATH, http_app
    from serve.server import address_of, check_safe, run
    from serve.settings import Settings

    settings = Settings(port=port, workers=1) if host is None else Settings(port=port, workers=1, host=host)
    needs_key = check_safe(settings)
    wired = wire(settings)
    app = http_app(wired)
    said = "; it asks for an API key (Authorization: Bearer …)" if needs_key else ""
    typer.echo(f"Aimwell's tools answer at {address_of(settings)}{PATH}{said}   (stop it with Ctrl+C)")
    run(settings, wired, app)


def _fail(error: AimwellError) -> NoReturn:
    typer.echo(f"aimwell: {error}", err=True)
    raise typer.Exit(MISUSE)
