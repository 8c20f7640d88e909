"""Under which name the service is asked, and by whose pages: the two things that a browser says truly.

A page from anywhere may let its own name point at 127.0.0.1 and so ask a service that only listens there (DNS rebinding);
then the name that it asks for is not ours. Any page may send a form to this machine; then its origin is not ours.
"""

import socket
from collections.abc import Collection
from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from serve.errors import refusal
from serve.refusals import ForeignOrigin, WrongHost

LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})
EVERY_ADDRESS = frozenset({"", "0.0.0.0", "::"})  # noqa: S104  (compared with, and never bound)
ANY = "*"
_USUAL_PORTS = (":80", ":443")


class Hosts:
    """ASGI middleware: lets requests through that name this service, and come from no page or from one that may ask.

    `bound` is the address that the service listens at. Where that is every address of the machine, all of these are its
    names: an address cannot be rebound. `origins` are as browsers write them, in lower case; `ANY` stands for all.
    """

    def __init__(self, app: ASGIApp, bound: str, names: Collection[str], origins: Collection[str]) -> None:
        self.app = app
        self._by_address = bound in EVERY_ADDRESS
        self._names = LOOPBACK_NAMES | {bound.lower(), *names}
        self._origins = frozenset(origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        asked = headers.get("host", "")
        if not self._ours(name_in(asked)):
            await refusal(WrongHost())(scope, receive, send)
        elif not self._welcome(headers.get("origin"), asked):
            await refusal(ForeignOrigin())(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    def _ours(self, name: str) -> bool:
        return name in self._names or (self._by_address and _is_address(name))

    def _welcome(self, origin: str | None, asked: str) -> bool:
        if origin is None or ANY in self._origins:
            return True
        # The scheme is left out of it: behind a proxy that ends TLS the service does not know its own.
        return origin.lower() in self._origins or _place(urlsplit(origin).netloc) == _place(asked)


def name_in(host: str) -> str:
    """Return the name or address in a Host header, without port and brackets: "::1" for "[::1]:8642"."""
    name = host[1:].partition("]")[0] if host.startswith("[") else host.partition(":")[0]
    return name.lower().removesuffix(".")


def is_loopback(host: str) -> bool:
    """Say whether what listens at this name or address can be reached from this machine only."""
    if host in EVERY_ADDRESS:
        return False
    try:
        found = {str(entry[4][0]) for entry in socket.getaddrinfo(host, None)}
    except OSError:
        return False  # whatever it is, it is not known to be safe
    return all(ip_address(address.partition("%")[0]).is_loopback for address in found)


def nearby(client: tuple[str, int] | None) -> bool:
    """Say whether a client is on this machine; one without an address came through a socket in a file, so it is."""
    return client is None or not _is_address(client[0]) or ip_address(client[0]).is_loopback


def _place(authority: str) -> str:
    """Return a host with its port, left out where it is the usual one; an origin without one is no place of ours."""
    place = authority.lower()
    return next((place.removesuffix(port) for port in _USUAL_PORTS if place.endswith(port)), place)


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True
