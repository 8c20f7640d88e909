"""`aimwell serve`: may it start as it is set, and then uvicorn, with patience for slow clients and an end in good order."""

import asyncio
import contextlib
import logging
import signal
import sys
import threading
from collections.abc import Callable
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
from serve.life import Life
from serve.logs import configure
from serve.settings import Settings, key_file
from serve.workers import take_over

Handler = Callable[[int, FrameType | None], None]

MOST_CONNECTIONS = 500
"""Below the 1,024 files that a process may open on most systems. Requests beyond get uvicorn's own 503."""

SWITCH_SECONDS = 0.0005
"""How long a thread may keep Python from the others: with the usual 5 ms a score waits ten times beside a rewrite."""


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
    config = _Config(settings, wired, app)
    with contextlib.suppress(KeyboardInterrupt):
        uvicorn.Server(config).run()


class _Config(uvicorn.Config):
    """How uvicorn serves in a process of its own."""

    def __init__(self, settings: Settings, wired: Services | None, app: Starlette | None) -> None:
        super().__init__(
            "serve.app:create_app", settings.host, settings.port, ws="none", log_config=None, access_log=False
        )
        self._given = settings, wired, app

    def load(self) -> None:
        life = equip(self, *self._given)
        super().load()
        announce(life, self._given[0].drain_seconds)


def equip(
    config: uvicorn.Config, settings: Settings, wired: Services | None = None, app: Starlette | None = None
) -> Life:
    """Give uvicorn the service and its patience; return the life of what is served.

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
    config.http = patient(settings.body_seconds)
    config.server_header = False
    config.forwarded_allow_ips = settings.proxies
    config.limit_concurrency = MOST_CONNECTIONS
    config.timeout_graceful_shutdown = settings.stop_seconds
    return wired.life


def announce(life: Life, drain_seconds: float) -> None:
    """Have the signals that stop uvicorn say so first; its door is closed when that was to be seen.

    uvicorn listens for them from before it loads the service.
    """
    for number in (signal.SIGINT, signal.SIGTERM):
        close = signal.getsignal(number)
        if callable(close):
            signal.signal(number, _told_first(life, close, drain_seconds))


def _told_first(life: Life, close: Callable[[int, FrameType | None], object], drain_seconds: float) -> Handler:
    def told(number: int, frame: FrameType | None) -> None:
        life.stop()
        if drain_seconds:
            threading.Timer(drain_seconds, close, (number, frame)).start()
        else:
            close(number, frame)

    return told


def patient(seconds: float) -> type[asyncio.Protocol]:
    """Return uvicorn's HTTP with an end to its patience: whoever has not sent a request's head in time is let go."""

    class Patient(H11Protocol):
        _waiting: asyncio.TimerHandle | None = None

        def connection_made(self, transport: asyncio.BaseTransport) -> None:
            super().connection_made(transport)  # type: ignore[arg-type]  # uvicorn narrows it
            self._watch()

        def data_received(self, data: bytes) -> None:
            super().data_received(data)
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
