"""LibreOffice Writer, headless, with a profile or a registry of its own that knows Aimwell's address."""

import contextlib
import json
import os
import select
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.service import free_port

SOFFICE = Path("/usr/bin/soffice")
PYTHON = Path("/usr/bin/python3")
UNO = Path("/usr/lib/python3/dist-packages/uno.py")
REGISTRY = Path("/usr/lib/libreoffice/share/registry")
ANSWERS_WITHIN = 70.0

_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Linguistic/GrammarChecking/LanguageTool"><prop oor:name="BaseURL" oor:op="fuse"><value>{address}</value></prop></item>
<item oor:path="/org.openoffice.Office.Linguistic/GrammarChecking/LanguageTool"><prop oor:name="IsEnabled" oor:op="fuse"><value>true</value></prop></item>
</oor:items>
"""


class Writer:
    """An office at work; `desk` answers one command at a time."""

    def __init__(self, desk: subprocess.Popen[str]) -> None:
        self.desk = desk

    def __call__(self, command: str, *said: object) -> Any:
        """Have a command of `tests/e2e/office/desk.py` done, and return its answer."""
        assert self.desk.stdin is not None
        self.desk.stdin.write(json.dumps([command, *said]) + "\n")
        self.desk.stdin.flush()
        return self.answer()

    def answer(self) -> Any:
        assert self.desk.stdout is not None
        ready, _, _ = select.select([self.desk.stdout], [], [], ANSWERS_WITHIN)
        line = self.desk.stdout.readline() if ready else ""
        if not line:
            pytest.fail("LibreOffice does not answer")
        reply = json.loads(line)
        assert "error" not in reply, reply["error"]
        return reply["answer"]

    def read(self, path: Path) -> list[dict[str, Any]]:
        """Return the proofread paragraphs of a document."""
        self("open", str(path))
        try:
            return self("proofread")  # type: ignore[no-any-return]
        finally:
            self("close")


def required() -> None:
    """Skip the test, by the name of what is missing, where there is no office; fail in continuous integration."""
    absent = [str(path) for path in (SOFFICE, PYTHON, UNO) if not path.exists()]
    if not absent:
        return
    missing = f"{', '.join(absent)} not installed (apt-get install libreoffice-writer python3-uno)"
    if os.environ.get("CI") == "true":
        pytest.fail(missing)
    pytest.skip(missing)


def profile(folder: Path, address: str = "") -> str:
    """Return the option for a user's profile in which the reader has switched Aimwell on, or nothing where there is no address."""
    if address:
        (folder / "user").mkdir(parents=True)
        (folder / "user/registrymodifications.xcu").write_text(_PROFILE.format(address=address), encoding="utf-8")
    return f"-env:UserInstallation={folder.as_uri()}"


def registry(folder: Path, xcd: str) -> str:
    """Return the option for an installation whose `share/registry` holds one more file, the administrator's."""
    folder.mkdir()
    for shipped in REGISTRY.iterdir():
        (folder / shipped.name).symlink_to(shipped.resolve())
    (folder / "aimwell.xcd").write_text(xcd, encoding="utf-8")
    layers = (
        f"xcsxcu:{folder.as_uri()} res:{folder.as_uri()} user:!${{UserInstallation}}/user/registrymodifications.xcu"
    )
    return f"-env:CONFIGURATION_LAYERS={layers}"


@contextlib.contextmanager
def writer(*options: str) -> Iterator[Writer]:
    """Start an office with these options, and stop it and all its processes, whatever happens."""
    required()
    port = free_port()
    office = subprocess.Popen(
        [
            SOFFICE,
            "--headless",
            "--norestore",
            "--nologo",
            *options,
            f"--accept=socket,host=127.0.0.1,port={port};urp;",
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    desk = subprocess.Popen(
        [PYTHON, Path(__file__).with_name("desk.py"), str(port)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        started = Writer(desk)
        assert started.answer() == "ready"
        yield started
    finally:
        _stop(desk, office)


def _stop(desk: subprocess.Popen[str], office: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(OSError, subprocess.TimeoutExpired):
        desk.communicate(timeout=10)
        office.wait(10)
    for process in (desk, office):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(10)
