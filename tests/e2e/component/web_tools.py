"""React, ProseMirror and axe-core from the npm registry: installed once as the lock file says, bundled for each run."""

import hashlib
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.e2e.component.pages import WEB

PACKAGES = WEB / "node_modules"
SOURCES = ("react-form.jsx", "prosemirror-editor.js")


def install() -> None:
    """Install the packages of the lock file, unless they are there already; without npm or network the tests are skipped."""
    wanted = hashlib.sha256((WEB / "package-lock.json").read_bytes()).hexdigest()
    stamp = PACKAGES / ".aimwell-installed"
    if stamp.exists() and stamp.read_text() == wanted:
        return
    if shutil.which("npm") is None:
        _missing("npm is not installed (apt-get install npm)")
    done = subprocess.run(
        ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
        cwd=WEB,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        _missing(f"the packages of tests/e2e/web could not be installed: {done.stderr[-300:]}")
    stamp.write_text(wanted)


def bundle(folder: Path) -> None:
    """Bundle the editors' scripts into a folder."""
    options = ["--bundle", "--format=esm", "--jsx=automatic", '--define:process.env.NODE_ENV="production"']
    subprocess.run(
        [PACKAGES / ".bin/esbuild", *SOURCES, *options, f"--outdir={folder}", "--log-level=warning"],
        cwd=WEB,
        check=True,
    )


def axe() -> str:
    """Return the source of axe-core, which finds what keeps people out."""
    return (PACKAGES / "axe-core/axe.min.js").read_text(encoding="utf-8")


def type_check() -> str:
    """Return what TypeScript says of the component's sources and their JSDoc types; nothing when all is well."""
    done = subprocess.run([PACKAGES / ".bin/tsc", "-p", WEB], capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


def _missing(what: str) -> None:
    if os.environ.get("CI") == "true":
        pytest.fail(what)
    pytest.skip(what)
