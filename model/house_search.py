"""Where the house rules of a plan are: the nearest `aimwell.toml` above it, else the user's own."""

import os
from pathlib import Path

HOUSE_FILE = "aimwell.toml"


def nearest_house_file(folder: Path) -> Path | None:
    """Return the `aimwell.toml` of a folder, of its nearest ancestor that has one, or else of the user; None without any.

    Files are not merged: the nearest says everything.
    """
    here, own = folder.absolute(), user_folder()
    folders = (here, *here.parents, *([own] if own else []))
    return next((file for f in folders if _is_file(file := f / HOUSE_FILE)), None)


def user_folder() -> Path | None:
    """Return the folder of the user's own settings: `$XDG_CONFIG_HOME/aimwell`, in `~/.config` unless that is set.

    None for a user without a home, as in some containers.
    """
    said = Path(os.environ.get("XDG_CONFIG_HOME", ""))
    if said.is_absolute():
        return said / "aimwell"
    try:
        return Path.home() / ".config" / "aimwell"
    except RuntimeError:
        return None


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # a folder that may not be looked into
        return False
