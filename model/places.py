"""Where an office's own things lie on this machine: its reviews, its bundles, what was prepared for it."""

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class State:
    """The folder of an office's own data; back it up whole."""

    folder: Path

    @property
    def bundles(self) -> Path:
        """Where retrained bundles and the record of decisions lie."""
        return self.folder / "bundles"

    @property
    def rewriter(self) -> Path:
        """Where a rewriter lies that learned from the reviews."""
        return self.folder / "rewriter"

    @property
    def rewriter_candidate(self) -> Path:
        """Where a rewriter lies that the gate did not let into the place of the other."""
        return self.folder / "rewriter-candidate"

    @property
    def reviews(self) -> str:
        """The address of the review store where no server is named."""
        return f"sqlite:///{self.folder / 'reviews.sqlite'}"

    @property
    def cache(self) -> Path:
        """What can be made again at any time."""
        return self.folder / "cache"


def default_state() -> Path:
    """Return `$AIMWELL_STATE`, or else `aimwell` in the user's data folder (XDG Base Directory Specification)."""
    named = os.environ.get("AIMWELL_STATE")
    if named:
        return Path(named)
    home = os.environ.get("XDG_DATA_HOME")
    return (Path(home) if home and Path(home).is_absolute() else Path.home() / ".local" / "share") / "aimwell"
