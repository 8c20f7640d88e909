"""The rewriter's language model in a process of its own, which all workers of a machine ask.

One copy of it is in memory however many workers there are, and no score waits for Python while a rewrite is prepared. The
process gives way to them, ends with the parent that started it, and is started anew when it dies; while it is away the
rules write the rewrites.

python -m serve.writer SOCKET      ends when its standard input does
"""

import contextlib
import json
import os
import signal
import socket
import sys
from collections.abc import Collection
from multiprocessing.connection import Connection, Listener
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from model.rewriter import Continuer

NOTHING_TO_DO = 3
"""How it ends when there is no language model: starting it again would not help."""
MOST_BYTES = 1_000_000
NICE = 10
"""How far it gives way: to a tenth of a core that a worker wants, and all of one that none does."""
GRACE = 0.5
"""What asking may take beyond the time that waiting and writing have."""
BACKLOG = 64


class RemoteContinuer:
    """Continues prompts by asking that process; see `model.rewriter.Continuer`. Safe to share between threads."""

    def __init__(self, address: Path, seconds: float) -> None:
        self._address = str(address)
        self._patience = 2 * seconds + GRACE

    def continuations(self, asked: str, words: Collection[str], n: int) -> list[str]:
        """Return up to `n` different continuations; none when the process is away or takes too long."""
        try:
            with self._connected() as connection:
                connection.send_bytes(json.dumps([asked, sorted(words), n]).encode())
                if not connection.poll(self._patience):
                    return []
                return [str(line) for line in json.loads(connection.recv_bytes(MOST_BYTES))]
        except (OSError, EOFError, ValueError):
            return []

    def _connected(self) -> Connection:
        """Return a connection; a process that hangs keeps nobody longer than one that writes."""
        with socket.socket(socket.AF_UNIX) as made:
            made.settimeout(self._patience)
            made.connect(self._address)
            made.setblocking(True)
            return Connection(made.detach())


def answer(connection: Connection, continuer: "Continuer") -> None:
    """Answer one question; what cannot be read gets none."""
    with connection:
        try:
            asked, words, n = json.loads(connection.recv_bytes(MOST_BYTES))
            connection.send_bytes(json.dumps(continuer.continuations(asked, words, n)).encode())
        except (OSError, EOFError, ValueError, TypeError):
            return


def serve(listener: Listener, continuer: "Continuer") -> None:
    """Answer whoever asks, each in a thread of their own, until the listener is closed."""
    while True:
        try:
            connection = listener.accept()
        except OSError:
            return
        Thread(target=answer, args=(connection, continuer), daemon=True).start()


def main(address: str) -> None:
    """Load the language model and serve it at an address; end with whoever started this."""
    from model.errors import BundleError
    from model.prepared import default_cache
    from model.rewriter_bundle import open_rewriter
    from serve.settings import Settings

    Thread(target=_end_with_parent, daemon=True).start()
    signal.signal(
        signal.SIGINT, signal.SIG_IGN
    )  # Ctrl+C reaches everybody; the workers may still want something written
    with contextlib.suppress(OSError):  # a hardened unit forbids it, and it writes all the same
        os.nice(NICE)
    settings = Settings()
    try:
        continuer = open_rewriter(settings.rewriter).continuer(default_cache(), settings.rewrite_seconds)
    except BundleError:
        sys.exit(NOTHING_TO_DO)  # each worker says why, when it looks for it
    Path(address).unlink(missing_ok=True)
    with Listener(address, family="AF_UNIX", backlog=BACKLOG) as listener:
        serve(listener, continuer)


def _end_with_parent() -> None:
    while os.read(0, 1):
        pass  # nobody writes; what is waited for is the end
    os._exit(0)


if __name__ == "__main__":
    main(sys.argv[1])
