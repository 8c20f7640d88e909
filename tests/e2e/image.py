"""What a build of deploy/Containerfile puts into /app, laid out here without an engine and without a network.

The package's own wheel, and the files of exactly the libraries that it asks for, linked from where the tests have them.
"""

import os
import shutil
import subprocess
import sys
import zipfile
from importlib.metadata import distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.e2e.groups import ROOT

EXTRAS = frozenset({"lsp", "mcp", "postgres"})


def lay_out(app: Path, work: Path) -> Path:
    """Fill `app`, and return the wheel that was built in `work`."""
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "-w", work, ROOT],
        check=True,
    )
    (wheel,) = work.glob("aimwell-*.whl")
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(app)
    for name in sorted(libraries("aimwell", EXTRAS) - {"aimwell"}):
        _link(name, app)
    return wheel


def libraries(name: str, extras: frozenset[str]) -> set[str]:
    """Return the names of a distribution and of all that it needs with these extras on this machine."""
    asked: set[tuple[str, frozenset[str]]] = set()
    waiting = [(canonicalize_name(name), extras)]
    while waiting:
        one = waiting.pop()
        if one in asked:
            continue
        asked.add(one)
        for said in distribution(one[0]).requires or []:
            needed = Requirement(said)
            if needed.marker is None or any(needed.marker.evaluate({"extra": e}) for e in one[1] | {""}):
                waiting.append((canonicalize_name(needed.name), frozenset(needed.extras)))
    return {found for found, _ in asked}


def _link(name: str, app: Path) -> None:
    held = distribution(name)
    root = Path(str(held.locate_file("")))
    for file in held.files or []:
        source, target = root / file, app / file
        if ".." not in file.parts and source.is_file():  # what lies above are programs, and nobody calls them here
            target.parent.mkdir(parents=True, exist_ok=True)
            try:
                os.link(source, target)
            except OSError:  # on another disk
                shutil.copyfile(source, target)


def interpreter() -> Path | None:
    """Return a Python of this version that every user of the machine may run; None without one."""
    name = f"python{sys.version_info.major}.{sys.version_info.minor}"
    here = getattr(sys, "_base_executable", sys.executable)
    places = [Path(here), Path("/usr/bin") / name, Path("/usr/local/bin") / name]
    found = (place.resolve() for place in places if place.is_file())
    return next((place for place in found if all(parent.stat().st_mode & 0o001 for parent in place.parents)), None)
