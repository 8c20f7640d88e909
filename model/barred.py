"""Bundles and rewriters that are not to be used again, because what they learned from was withdrawn."""

from pathlib import Path

from model.files import put_whole, told_where

BARRED = "barred.txt"
"""Lies in the folder of what is barred, and says why."""


def bar(folder: Path, why: str) -> None:
    """Bar what lies in a folder, if there is one: say in it why it is not to be used again.

    Raises:
        NotWritten: when it cannot be written down.
    """
    with told_where(folder / BARRED):
        if folder.is_dir() and barred(folder) is None:
            put_whole(folder / BARRED, f"{why}\n")


def barred(folder: Path) -> str | None:
    """Return why what lies in a folder is not to be used again; None where nothing keeps it from that."""
    try:
        return (folder / BARRED).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return None
    except (OSError, ValueError):
        return "it was barred, and why cannot be read"
