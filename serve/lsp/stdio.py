"""The language server on standard input and output; whatever else would be printed there goes to standard error."""

import os
import sys
from importlib.metadata import version
from typing import TYPE_CHECKING, NoReturn

from serve.lsp.server import PlanServer
from serve.quiet_log import log_quietly

if TYPE_CHECKING:
    from serve.dependencies import Services


def run() -> NoReturn:
    """Serve one client until it leaves, and end the process: with 0 where it has asked to, as the protocol has it, else 1.

    Editors kill a server that takes its time to leave, and unloading the models takes a second. Nothing is lost by leaving
    at once: what is ignored was on the disk before its client was told.
    """
    log_quietly()
    with os.fdopen(os.dup(sys.stdout.fileno()), "wb") as out:
        os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
        server = PlanServer(_services, version("aimwell"))
        server.start_io(sys.stdin.buffer, out)
    sys.stderr.flush()
    os._exit(0 if server.asked_to_stop else 1)


def _services() -> "Services":
    from serve.app import wire  # the trained bundle and all that reads it: not before the client has its first answer
    from serve.settings import Settings

    return wire(Settings())
