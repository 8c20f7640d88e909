"""From what somebody names on the command line to plan files: files as they are, folders by the plans in them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from data.documents.read import READERS


@dataclass(frozen=True, slots=True)
class PlanPath:
    """A plan file, and the `folder` that was named and in which it was found; None where it was named itself."""

    path: Path
    folder: Path | None = None

    @property
    def named(self) -> bool:
        """Say whether somebody named the file itself; not every file of a folder need be a plan."""
        return self.folder is None

    @property
    def under(self) -> Path:
        """Return where the file goes in another folder: by its name, or as it lay in the folder that was named."""
        return Path(self.path.name) if self.folder is None else self.path.relative_to(self.folder)


def plan_paths(paths: Sequence[Path]) -> list[PlanPath]:
    """Return the plan files in their order, each once; those of a folder and the folders in it by name.

    A folder without any stays itself, so that its reader can be told.
    """
    found: dict[Path, PlanPath] = {}
    for path in paths:
        inside = [PlanPath(plan, path) for plan in _plans_in(path)] if path.is_dir() else []
        for one in inside or [PlanPath(path)]:
            found.setdefault(one.path, one)
    return list(found.values())


def is_plan(path: Path) -> bool:
    """Say whether the file's name is that of a plan."""
    return path.suffix.casefold() in READERS


def _plans_in(folder: Path) -> Iterator[Path]:
    """Yield the folder's plans; hidden ones, backups and the lock files of office programs ("~$plan.docx") are none."""
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith((".", "~$")) for part in path.relative_to(folder).parts)
        if is_plan(path) and path.is_file() and not hidden:
            yield path
