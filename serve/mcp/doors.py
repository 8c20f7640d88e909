"""The two ways in: standard input and output for an assistant on this machine, and HTTP for those that ask by address.

On HTTP a call meets the service's own door (`serve/door.py`): the host and origin that it names, its key, its pace.
"""

from functools import cache
from importlib.metadata import version
from typing import TYPE_CHECKING

from serve.mcp.server import build
from serve.quiet_log import log_quietly

if TYPE_CHECKING:
    from starlette.applications import Starlette

    from serve.dependencies import Services

PATH = "/mcp"
PORT = 8643
"""Next to the service's own, so that both can run."""


def run_stdio() -> None:
    """Serve one assistant until it closes standard input; whatever else would be printed goes to standard error."""
    log_quietly()
    build(cache(_services), version("aimwell")).run("stdio")


def http_app(wired: "Services") -> "Starlette":
    """Return the server as an app that answers at `PATH`, behind the service's door.

    Raises:
        KeysUnusable: when there is a key file that cannot be used.
    """
    from mcp.server.transport_security import TransportSecuritySettings

    from serve.door import add_door
    from serve.hosts import EVERY_ADDRESS, LOOPBACK_NAMES

    settings = wired.settings
    names = sorted({settings.host, *settings.hosts, *LOOPBACK_NAMES})
    hosts = [f"[{name}]" if ":" in name else name for name in names]
    pages = [f"{scheme}://{host}" for scheme in ("http", "https") for host in hosts]
    app = build(lambda: wired, version("aimwell")).streamable_http_app(
        streamable_http_path=PATH,
        stateless_http=True,
        max_request_body_size=settings.max_body_bytes,
        transport_security=TransportSecuritySettings(
            # Bound to every address, it has names that nobody can list; `Hosts` in the door then knows what to refuse.
            enable_dns_rebinding_protection=settings.host not in EVERY_ADDRESS,
            allowed_hosts=[*hosts, *(f"{host}:*" for host in hosts)],
            allowed_origins=[*pages, *(f"{page}:*" for page in pages), *settings.origins],
        ),
    )
    add_door(app, wired)
    return app


def _services() -> "Services":
    from serve.app import wire  # the trained bundle and all that reads it: not before an assistant asks for it
    from serve.settings import Settings

    return wire(Settings())
