"""`aimwell serve`: may it start as it is set, and then uvicorn, with patience for slow clients and an end in good order."""

import asyncio
import contextlib
from types import FrameType
from typing import Any

import h11
import uvicorn
from starlette.applications import Starlette
from uvicorn.protocols.http.h11_impl import H11Protocol

from model.errors import AimwellError
from serve.dependencies import Services
from serve.hosts import LOOPBACK_NAMES, is_loopback
from serve.key_ring import KeyRing
from serve.keys import KeyStore
from serve.life import Life
from serve.logs import configure
from serve.settings import Settings, key_file

MOST_CONNECTIONS = 500
"""Below the 1,024 files that a process may open on most systems. Requests beyond get uvicorn's own 503."""


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


def run(app: Starlette, wired: Services) -> None:
    """Serve until SIGTERM or Ctrl+C; what was admitted is finished, within `stop_seconds`."""
    settings = wired.settings
    wanted = settings.log or ("off" if is_loopback(settings.host) else "info")
    configure(requests=wanted == "info")
    config = uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        http=patient(settings.body_seconds),
        ws="none",
        log_config=None,
        log_level="warning",
        access_log=False,
        server_header=False,
        forwarded_allow_ips=settings.proxies,
        limit_concurrency=MOST_CONNECTIONS,
        timeout_graceful_shutdown=settings.stop_seconds,
    )
    with contextlib.suppress(KeyboardInterrupt):
        _Server(config, wired.life, settings.drain_seconds).run()


class _Server(uvicorn.Server):
    """A server that says at once that it is being stopped, and closes its door only when that was to be seen."""

    def __init__(self, config: uvicorn.Config, life: Life, drain_seconds: float) -> None:
        super().__init__(config)
        self._life = life
        self._drain_seconds = drain_seconds

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self._life.stop()
        super().handle_exit(sig, frame)

    async def shutdown(self, sockets: Any = None) -> None:
        await asyncio.sleep(self._drain_seconds)
        await super().shutdown(sockets)


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
