"""Who is run against Aimwell: the tests of each, and the version of the program that they ran."""

import functools
import json
import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from fnmatch import fnmatch
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
Version = Callable[[], str]


@dataclass(frozen=True)
class Group:
    """One client or program; `tests` are patterns of the files that try it, below the root."""

    name: str
    tests: tuple[str, ...]
    versions: tuple[Version, ...] = ()

    def holds(self, test: str) -> bool:
        """Say whether a test, by its file, belongs here."""
        return any(fnmatch(test, pattern) for pattern in self.tests)

    def files(self) -> list[str]:
        """Return its files, the tests among them."""
        found = (file for pattern in self.tests for file in ROOT.glob(pattern))
        return sorted(file.relative_to(ROOT).as_posix() for file in found if file.name.startswith("test_"))

    def programs(self) -> str:
        """Return the programs with their versions."""
        return ", ".join(said() for said in self.versions)


def program(name: str, command: str) -> Version:
    """Return how to ask a program for its version."""

    def said() -> str:
        path = shutil.which(command)
        if path is None:
            return f"no {name}"
        done = subprocess.run([path, "--version"], capture_output=True, text=True, timeout=30, check=False)
        found = re.search(r"\d+(\.\d+)+", done.stdout)
        return f"{name} {found[0] if found else '?'}"

    return functools.cache(said)


def package(name: str) -> Version:
    """Return how to find the version of a Python package."""

    def said() -> str:
        try:
            return f"{name} {version(name)}"
        except PackageNotFoundError:
            return f"no {name}"

    return said


def npm(folder: str, name: str) -> Version:
    """Return how to find the version of a package from the npm registry, as it stands in a folder of these tests."""

    def said() -> str:
        installed = HERE / folder / "node_modules" / name / "package.json"
        return f"{name} {json.loads(installed.read_text())['version']}" if installed.exists() else f"no {name}"

    return said


def fetched(name: str, test: str) -> Version:
    """Return how to find the version of an npm package that a test fetches for itself: where it is pinned."""

    def said() -> str:
        pinned = re.search(rf'"{name}@([\d.]+)"', (HERE / test).read_text(encoding="utf-8"))
        return f"{name} {pinned[1] if pinned else '?'}"

    return said


CHROMIUM, NODE, OFFICE = (
    program("chromium", "chromium"),
    program("node", "node"),
    program("LibreOffice", "soffice"),
)
CLIENTS = (
    Group("LibreOffice Writer", ("tests/e2e/test_libreoffice.py",), (OFFICE,)),
    Group(
        "LanguageTool clients",
        ("tests/e2e/test_languagetool_clients.py",),
        (package("language_tool_python"), fetched("gramma", "test_languagetool_clients.py"), NODE),
    ),
    Group(
        "chromium: our pages",
        (
            "tests/e2e/test_*page.py",
            "tests/e2e/test_page_*.py",
            "tests/e2e/test_guide.py",
            "tests/e2e/test_training_load.py",
            "tests/e2e/test_training_room.py",
        ),
        (CHROMIUM,),
    ),
    Group(
        "chromium: web component",
        ("tests/e2e/component/*",),
        (CHROMIUM, npm("web", "react"), npm("web", "prosemirror-view"), npm("web", "axe-core")),
    ),
    Group(
        "language server",
        ("tests/e2e/test_lsp*.py",),
        (package("pygls"), package("lsprotocol"), package("pytest-lsp")),
    ),
    Group("MCP client", ("tests/e2e/test_mcp.py",), (package("mcp"),)),
    Group(
        "plan files",
        (
            "tests/e2e/test_plan_files.py",
            "tests/e2e/test_pack.py",
            "tests/e2e/test_whole_plans.py",
            "tests/e2e/test_sarif.py",
            "tests/e2e/test_pre_commit.py",
        ),
        (OFFICE, npm("sarif", "@microsoft/sarif-multitool-linux"), package("pre-commit")),
    ),
    Group(
        "programs",
        ("tests/e2e/test_clients.py",),
        (package("httpx"), NODE, program("curl", "curl")),
    ),
    Group("the door", ("tests/e2e/test_door.py",), (package("uvicorn"), CHROMIUM)),
    Group(
        "a server of its own", ("tests/e2e/test_server_user.py",), (package("uvicorn"), program("setpriv", "setpriv"))
    ),
)
"""What `make e2e` runs: the programs through which people reach Aimwell."""
GROUPS = (
    *CLIENTS,
    Group(
        "trained models",
        (
            "tests/e2e/test_rewriter.py",
            "tests/e2e/test_similar.py",
            "tests/e2e/test_retrain*.py",
            "tests/behaviour/*",
            "tests/model/*",
        ),
        (package("onnxruntime"), package("ctranslate2")),
    ),
    Group(
        "several processes",
        (
            "tests/e2e/test_ray_serve.py",
            "tests/e2e/test_*workers.py",
            "tests/e2e/test_bulk.py",
            "tests/serve/test_replicas.py",
            "tests/serve/training/*",
        ),
        (package("ray"), package("psycopg")),
    ),
    Group(
        "load tools",
        ("tests/e2e/test_load.py", "tests/training/load/*"),
        (package("locust"), package("litserve")),
    ),
    Group(
        "commands and stores",
        (
            "tests/e2e/test_*killed.py",
            "tests/e2e/test_disk_full.py",
            "tests/e2e/test_offline.py",
            "tests/test_docs.py",
            "tests/data/*",
        ),
        (package("typer"), package("sqlalchemy")),
    ),
)
OTHERS = Group("others", ())


def group_of(test: str) -> Group:
    """Return whom a test is about, by its file."""
    return next((group for group in GROUPS if group.holds(test)), OTHERS)
