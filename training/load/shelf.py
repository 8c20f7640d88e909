"""Where figures are kept: a JSON file a step, with what it was asked and on what machine, so that a run can go on."""

import json
import os
import platform
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from model.files import put_whole

PROGRAMS = ("uvicorn", "fastapi", "onnxruntime", "locust", "litserve", "torch", "transformers")


class Shelf:
    """A folder of finished steps."""

    def __init__(self, folder: Path, say: Callable[[str], None], *, anew: bool = False) -> None:
        self.folder = folder
        self._say = say
        self._anew = anew

    def made(self, name: str, asked: Mapping[str, Any], measure: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        """Return the figures of a step: those kept, where the same was asked, and else what `measure` finds now."""
        kept = self.kept(name)
        wanted = json.loads(json.dumps(asked))
        if kept is not None and not self._anew and kept["asked"] == wanted:
            self._say(f"{name}: kept from {kept['at']} (--anew measures it again)")
            return kept
        self._say(f"{name}: {', '.join(f'{k} {v}' for k, v in asked.items() if v is not None)}")
        made = {"step": name, "asked": wanted, "at": _now(), "machine": machine(), "figures": measure()}
        self.folder.mkdir(parents=True, exist_ok=True)
        put_whole(self._file(name), json.dumps(made, indent=1, ensure_ascii=False) + "\n")
        return made

    def kept(self, name: str) -> dict[str, Any] | None:
        """Return what is kept of a step; None where it was never finished."""
        try:
            found: dict[str, Any] = json.loads(self._file(name).read_text(encoding="utf-8"))
        except (FileNotFoundError, ValueError):
            return None
        return found

    def _file(self, name: str) -> Path:
        return self.folder / f"{name}.json"


def machine() -> dict[str, Any]:
    """Return what a reader needs to know of this machine, its load among it."""
    found = {name: _version(name) for name in PROGRAMS}
    return {
        "cores": os.cpu_count(),
        "processor": _processor(),
        "python": platform.python_version(),
        "load_before": round(os.getloadavg()[0], 2),
        "programs": {name: said for name, said in found.items() if said},
    }


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return platform.machine()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
