"""A real service in a process of its own."""

import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

START_WITHIN = 30.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def service(cache: Path, port: int | None = None, **settings: str) -> Iterator[str]:
    """Start the service with these settings (`AIMWELL_…`), give its address, and stop it.

    Its rewrites are the rules': nobody has made the rewriter's language model in an empty `cache`. It knows no house
    rules, ignored matches, keys, reviews or bundles of whoever runs the tests.
    """
    port = port or free_port()
    alone = {
        "AIMWELL_CACHE": str(cache),
        "AIMWELL_ISOLATED": "true",
        "AIMWELL_KEYS": str(cache / "no-keys.json"),
        "AIMWELL_STATE": str(cache / "state"),
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "serve.cli", "serve", "--port", str(port)],
        stdout=subprocess.DEVNULL,
        env={**os.environ, **alone, **settings},
    )
    try:
        yield wait_for(f"http://127.0.0.1:{port}", process)
    finally:
        process.terminate()
        process.wait(10)


def wait_for(address: str, process: subprocess.Popen[bytes]) -> str:
    give_up = time.monotonic() + START_WITHIN
    while time.monotonic() < give_up and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/readyz", timeout=1):  # noqa: S310
                return address
        except OSError:
            time.sleep(0.05)  # the socket is not open yet; nothing tells when
    pytest.fail("the service did not start")
