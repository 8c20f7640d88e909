"""The service as a server runs it: the built wheel, the unit's own commands, a user of its own, code that it cannot change.

No engine of containers and no systemd is needed: what they would do is done here, the user, the folders, no new privileges,
no memory that is both written and run.
"""

import ctypes
import os
import shutil
import signal
import subprocess
import tempfile
import time
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from tests.deploy.units import DEPLOY, PROGRAM, settings_of, unit, words
from tests.e2e.groups import ROOT
from tests.e2e.image import interpreter, lay_out
from tests.e2e.service import free_port

pytestmark = pytest.mark.e2e
USER = 65532
EXIT_WITHIN = 10.0
READY_WITHIN = 60.0
NAME = "aimwell.example.org"
HOSTED = {"Host": NAME}
NO_NEW_PRIVILEGES, NO_WRITE_AND_EXECUTE = 38, 65
"""Of prctl(2); the second since Linux 6.3, and left out where it is not known."""
PAGES = ("/", "/guide", "/review", "/ignore", "/embed", "/training", "/docs", "/openapi.json", "/static/aimwell.js")


@dataclass(frozen=True)
class Server:
    """A machine on which Aimwell is installed: its code, its program, and the folder of the office."""

    wheel: Path
    app: Path
    program: Path
    office: Path
    port: int
    environment: Mapping[str, str]

    def local(self, said: str) -> str:
        """Return what a unit or a script says, with the places that stand for its own here."""
        places = {
            PROGRAM: str(self.program),
            "/etc/aimwell": str(self.office.parent / "etc"),
            "/var/lib/aimwell-backups": str(self.office / "backups"),
            "/var/lib/aimwell": str(self.office),
            "/var/cache/aimwell": str(self.office / "cache"),
        }
        for place, here in places.items():
            said = said.replace(place, here)
        return said

    def start(self, command: str) -> subprocess.Popen[str]:
        """Start a command of a unit as systemd would."""
        return subprocess.Popen(
            words(self.local(command)),
            env=self.environment,
            cwd=self.office,
            user=USER,
            group=USER,
            extra_groups=[],
            umask=0o077,
            preexec_fn=_closed,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def run(self, command: str) -> str:
        """Run a command of a unit to its end, and return what it says."""
        process = self.start(command)
        said, _ = process.communicate(timeout=READY_WITHIN)
        assert process.returncode == 0, said
        return said

    def office_command(self, *arguments: str) -> str:
        """Run deploy/aimwell-office, as root does."""
        script = self.local((DEPLOY / "aimwell-office").read_text(encoding="utf-8"))
        script = script.replace("--reuid=aimwell --regid=aimwell", f"--reuid={USER} --regid={USER}")
        command = ["/bin/sh", "-c", script, "aimwell-office", *arguments]
        done = subprocess.run(command, capture_output=True, text=True, env={"PATH": os.defpath}, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"


def _closed() -> None:
    library = ctypes.CDLL(None)
    library.prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    library.prctl(NO_WRITE_AND_EXECUTE, 1, 0, 0, 0)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    python = interpreter()
    if os.geteuid() != 0 or python is None:
        pytest.xfail("nobody here can become another user that may run Python")
    folder = Path(tempfile.mkdtemp(prefix="aimwell-server-"))  # not pytest's, which only its owner may enter
    try:
        folder.chmod(0o755)
        app, work, office, etc = (folder / name for name in ("app", "work", "office", "etc"))
        for place in (app, work, office, etc, office / "backups"):
            place.mkdir()
        wheel = lay_out(app, work)
        program = folder / "aimwell"
        own = f"PYTHONPATH={app} PYTHONSAFEPATH=1 PYTHONDONTWRITEBYTECODE=1"
        program.write_text(f'#!/bin/sh\nexec env {own} {python} -S -m serve "$@"\n')
        program.chmod(0o755)
        for place in (office, office / "backups"):
            os.chown(place, USER, USER)
            place.chmod(0o700)
        port = free_port()
        bare = Server(wheel, app, program, office, port, {})
        example = bare.local((DEPLOY / "aimwell.env.example").read_text(encoding="utf-8"))
        (etc / "aimwell.env").write_text(example.replace("AIMWELL_PORT=8642", f"AIMWELL_PORT={port}"))
        environment = {"PATH": os.defpath, **settings_of(etc / "aimwell.env")}  # no HOME, and none of CI's own
        yield Server(wheel, app, program, office, port, environment)
    finally:
        shutil.rmtree(folder)


@pytest.fixture(scope="module")
def key(server: Server) -> str:
    return server.office_command("keys", "add", "office", "--scope", "score", "--scope", "review")


@dataclass(frozen=True)
class Running:
    """The service of the unit, and a client that comes as a proxy's would."""

    process: subprocess.Popen[str]
    client: httpx.Client


@pytest.fixture(scope="module")
def running(server: Server, key: str) -> Iterator[Running]:
    process = server.start(unit("aimwell.service")["ExecStart"][0])
    headers = {"Authorization": f"Bearer {key}", **HOSTED}
    try:
        with httpx.Client(base_url=server.address, headers=headers, timeout=30) as client:
            _wait_until_healthy(server, process)
            yield Running(process, client)
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


def _wait_until_healthy(server: Server, process: subprocess.Popen[str]) -> None:
    """Ask as the image's health check does."""
    check = [str(interpreter()), "-S", "-m", "serve.healthy", server.address]
    give_up = time.monotonic() + READY_WITHIN
    while time.monotonic() < give_up and process.poll() is None:
        done = subprocess.run(check, env={"PYTHONPATH": str(server.app)}, cwd="/", capture_output=True, check=False)
        if done.returncode == 0:
            return
        time.sleep(0.1)
    process.kill()
    pytest.fail(f"the service did not start: {process.communicate()[0]}")


def test_the_wheel_has_everything_that_git_has(server: Server) -> None:
    folders = ("model", "data", "serve", "training")
    listed = subprocess.run(["git", "ls-files", "-z", *folders], cwd=ROOT, capture_output=True, text=True, check=True)
    with zipfile.ZipFile(server.wheel) as packed:
        held = set(packed.namelist())
    assert {name for name in listed.stdout.split("\0") if name and (ROOT / name).exists()} <= held


def test_nothing_of_the_training_stack_comes_with_it(server: Server) -> None:
    names = ("torch", "transformers", "sklearn", "ray", "pyarrow", "pytest")
    assert [name for name in names if (server.app / name).exists()] == []


def test_without_a_key_it_does_not_open_its_door_to_a_name(server: Server) -> None:
    process = server.start(f"/usr/bin/env AIMWELL_KEYS={server.office}/none.json {PROGRAM} serve")
    said, _ = process.communicate(timeout=READY_WITHIN)
    assert process.returncode == 2
    assert f"AIMWELL_HOSTS says that it is reached as {NAME}" in said


def test_the_trained_bundle_of_the_wheel_judges(running: Running) -> None:
    ready = running.client.get("/readyz").json()
    assert (ready["engine"], ready["status"]) == ("model", "degraded")  # nobody has made the rewriter's model here
    scored = running.client.post("/v1/score", json={"objectives": [{"text": "Ana will ring the clinic by 3 May 2027"}]})
    assert scored.status_code == 200
    assert scored.json()["bundle"] == ready["bundle"]


@pytest.mark.parametrize("page", PAGES)
def test_the_pages_came_with_the_wheel(running: Running, page: str) -> None:
    answer = running.client.get(page, follow_redirects=True)
    assert answer.status_code == 200
    assert len(answer.content) > 200


def test_the_guide_and_the_blank_plans_came_with_the_wheel(server: Server) -> None:
    assert "no-deadline" in server.run(f"{PROGRAM} guide")
    server.run(f"{PROGRAM} plan new {server.office}/plan.docx")
    assert zipfile.is_zipfile(server.office / "plan.docx")


def test_a_review_is_stored_and_backed_up_by_the_unit_that_does_it(server: Server, running: Running) -> None:
    review = {"text": "Ana will ring the clinic", "labels": {"specific": True}, "reviewer": "r-1", "source": "plan 7"}
    assert running.client.post("/v1/reviews", json=review).status_code in (200, 201)
    assert server.office_command("reviews", "count") == "1"
    backup = unit("aimwell-backup.service")
    command = f"cd {server.office}/backups; {words(backup['ExecStart'][0])[2]}"
    said = server.run(f"/bin/sh -c '{command}'")
    assert said.startswith("1 reviews are in reviews-")
    server.run(backup["ExecStartPost"][0])
    (kept,) = (server.office / "backups").iterdir()
    assert (kept.stat().st_mode & 0o777, kept.stat().st_uid) == (0o600, USER)
    os.utime(kept, (0, 0))
    server.run(backup["ExecStartPost"][0])
    assert list((server.office / "backups").iterdir()) == []


def test_it_cannot_change_its_own_code(server: Server, running: Running) -> None:
    attempt = f"import pathlib; pathlib.Path('{server.app}/serve/app.py').open('a')"
    process = server.start(f'{interpreter()} -c "{attempt}"')
    said, _ = process.communicate(timeout=EXIT_WITHIN)
    assert "PermissionError" in said


def test_it_stops_in_time_and_leaves_nothing_but_what_the_office_keeps(server: Server, running: Running) -> None:
    begun = time.monotonic()
    running.process.send_signal(signal.SIGTERM)
    said, _ = running.process.communicate(timeout=EXIT_WITHIN)
    assert running.process.returncode == 0, said
    assert time.monotonic() - begun < EXIT_WITHIN
    kept = {path.name for path in server.office.iterdir()} - {"plan.docx"}
    assert kept == {"state", "cache", "backups", "keys.json", ".keys.json.lock"}
    assert "Traceback" not in said
