"""`aimwell serve`: may it start as it is set, and then uvicorn, with patience for slow clients and an end in good order."""

import asyncio
import contextlib
import gc
import logging
import os
import socket
import sys
from collections.abc import Iterator
from functools import partial
from types import FrameType

import h11
import uvicorn
from starlette.applications import Starlette
from uvicorn.config import STARTUP_FAILURE
from uvicorn.protocols.http.h11_impl import H11Protocol

from model.errors import AimwellError
from serve.dependencies import Services
from serve.hosts import LOOPBACK_NAMES, is_loopback
from serve.key_ring import KeyRing
from serve.keys import KeyStore
from serve.logs import configure
from serve.settings import Settings, key_file
from serve.turning_away import Crowd, is_whole, refused
from serve.workers import ServiceConfig, take_over

MOST_CONNECTIONS = 500
"""Below the 1,024 files that a process may open on most systems; while there are so many, whoever asks is let go."""

SWITCH_SECONDS = 0.0005
"""How long a thread may keep Python from the others: with the usual 5 ms a score waits ten times beside a rewrite."""

SETTLED_WITHIN = 60.0
"""Seconds after which nothing more is expected to be loaded."""
DEAF_SECONDS = 0.1
"""How long a connection that was turned away is not listened to: one that asks again at once would take the time of others."""
LINGER_SECONDS = 0.1
"""How long requests that were already sent may take from the system's memory into ours, once the door is closed."""


class NotSafe(AimwellError):
    """The service would be open to a network without asking for keys."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            f"{reason}, and there is no valid API key: everybody there could use it. Make a key with "
            "`aimwell keys add NAME --scope score`, or leave the service to this machine (`--host 127.0.0.1`)"
        )


def check_safe(settings: Settings) -> bool:
    """Return whether keys are needed.

    Raises:
        NotSafe: when others than this machine could reach the service without a key.
        KeysUnusable: when there is a key file that cannot be used.
    """
    keys = KeyRing(KeyStore(key_file(settings)))
    if not keys.any_valid():
        if not is_loopback(settings.host):
            raise NotSafe(f"{settings.host} can be reached from other machines")
        if elsewhere := [name for name in settings.hosts if name not in LOOPBACK_NAMES and not is_loopback(name)]:
            raise NotSafe(f"AIMWELL_HOSTS says that it is reached as {elsewhere[0]}")
    return keys.required


def address_of(settings: Settings) -> str:
    """Return where the service answers, as an address for a browser."""
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return f"http://{host}:{settings.port}"


def run(settings: Settings, wired: Services | None = None, app: Starlette | None = None) -> None:
    """Serve until SIGTERM or Ctrl+C; what was admitted is finished, within `stop_seconds`.

    One worker serves with the parts that were `wired` for it, and the `app` that was made of them, where they are given.
    For several this process becomes their parent, and this does not return.
    """
    if settings.workers > 1:
        take_over(settings.host, settings.port, settings.workers)
    config = ServiceConfig(settings.host, settings.port, 1, partial(equip, settings=settings, wired=wired, app=app))
    with contextlib.suppress(KeyboardInterrupt):
        Server(config).run()


class Server(uvicorn.Server):
    """A server that says at once that it stops, and answers everybody who stood before its door when it closed it."""

    config: ServiceConfig

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Open the door, and settle down once the first objective was judged."""
        await super().startup(sockets)
        self._settling = asyncio.create_task(self._settle())

    async def _settle(self) -> None:
        """Leave all that is loaded by now out of Python's search for garbage: it took a fifth of a second each time."""
        if self.config.life is not None:
            await asyncio.to_thread(self.config.life.wait_until_warm, SETTLED_WITHIN)
        gc.collect()
        gc.freeze()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Take nothing new from now on; the door is closed a moment later."""
        if self.config.life is not None:
            self.config.life.stop()
        super().handle_exit(sig, frame)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Close the door when the stop was to be seen, answer who has knocked, and finish what was admitted."""
        await asyncio.sleep(self.config.drain_seconds)
        knocked = [knock for server in self.servers for door in server.sockets for knock in _waiting_at(door.fileno())]
        for server in self.servers:
            server.close()
        loop = asyncio.get_running_loop()
        for connection in knocked:
            await loop.connect_accepted_socket(self._protocol, connection)
        await asyncio.sleep(LINGER_SECONDS)
        await super().shutdown(sockets)

    def _protocol(self) -> asyncio.Protocol:
        made = self.config.http_protocol_class
        return made(config=self.config, server_state=self.server_state, app_state=self.lifespan.state)  # type: ignore[call-arg]


def _waiting_at(door: int) -> Iterator[socket.socket]:
    """Yield the connections that the system has made at a door and nobody has taken yet: they would be reset."""
    with socket.socket(fileno=os.dup(door)) as listening, contextlib.suppress(BlockingIOError):
        while True:
            connection, _ = listening.accept()
            connection.setblocking(False)
            yield connection


def equip(
    config: ServiceConfig, settings: Settings, wired: Services | None = None, app: Starlette | None = None
) -> None:
    """Give uvicorn the service and its patience.

    Raises:
        SystemExit: when it cannot be wired; why is on standard error.
    """
    from serve.app import create_app, wire

    wanted = settings.log or ("off" if is_loopback(settings.host) else "info")
    configure(requests=wanted == "info")
    logging.getLogger("uvicorn").setLevel(logging.WARNING)
    try:
        wired = wired or wire(settings)
        config.app = app or create_app(wired)
    except AimwellError as error:
        print(f"aimwell: {error}", file=sys.stderr)  # noqa: T201
        sys.exit(STARTUP_FAILURE)
    sys.setswitchinterval(SWITCH_SECONDS)
    config.http = patient(settings.body_seconds, None if settings.origins else wired.crowd)
    config.server_header = False
    config.forwarded_allow_ips = settings.proxies
    config.limit_concurrency = MOST_CONNECTIONS
    config.timeout_graceful_shutdown = settings.stop_seconds
    config.life = wired.life
    config.drain_seconds = settings.drain_seconds


def patient(seconds: float, crowd: Crowd | None = None, most: int = MOST_CONNECTIONS) -> type[asyncio.Protocol]:
    """Return uvicorn's HTTP with an end to its patience: whoever has not sent a request's head in time is let go.

    While a `crowd` takes nobody in, or there are `most` connections, requests are turned away before they are parsed.
    Without a crowd none is: pages from elsewhere can read only a refusal that names their origin.
    """

    class Patient(H11Protocol):
        _waiting: asyncio.TimerHandle | None = None

        def connection_made(self, transport: asyncio.BaseTransport) -> None:
            super().connection_made(transport)  # type: ignore[arg-type]  # uvicorn narrows it
            self._watch()

        def data_received(self, data: bytes) -> None:
            no_room = len(self.connections) >= most
            if crowd is not None and self._begins() and crowd.turns_away(data, no_room=no_room):
                self._turn_away(crowd, stays=is_whole(data) and not no_room)
                return
            super().data_received(data)
            self._watch()

        def _begins(self) -> bool:
            """Say whether whatever comes next is the beginning of a request."""
            idle = self.conn.their_state is h11.IDLE and self.conn.our_state is h11.IDLE
            return idle and not self.conn.trailing_data[0]

        def _turn_away(self, crowd: Crowd, *, stays: bool) -> None:
            crowd.turned_away += 1
            self.transport.write(refused(stays=stays))
            self._unwatch()
            self._unset_keepalive_if_required()
            if stays:
                self.transport.pause_reading()
                self.loop.call_later(DEAF_SECONDS, self._hear_again)
            else:
                self.transport.close()

        def _hear_again(self) -> None:
            if not self.transport.is_closing():
                self.transport.resume_reading()
                self._watch()

        def on_response_complete(self) -> None:
            super().on_response_complete()
            self._unwatch()  # from here on uvicorn counts how long the connection may be idle

        def connection_lost(self, exc: Exception | None) -> None:
            self._unwatch()
            super().connection_lost(exc)

        def _watch(self) -> None:
            if self.conn.their_state is not h11.IDLE:
                self._unwatch()
            elif self._waiting is None:
                self._waiting = self.loop.call_later(seconds, self._let_go)

        def _unwatch(self) -> None:
            if self._waiting is not None:
                self._waiting.cancel()
                self._waiting = None

        def _let_go(self) -> None:
            if self.transport.is_closing():
                return
            head = h11.Response(status_code=408, reason=b"Request Timeout", headers=[("Connection", "close")])
            if self.conn.trailing_data[0]:  # whoever has sent nothing waits for no answer
                with contextlib.suppress(h11.LocalProtocolError):
                    self.transport.write(self.conn.send(head) or b"")
            self.transport.close()

    return Patient
