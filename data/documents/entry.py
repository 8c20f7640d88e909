"""An objective and where it stands in its file, so that its author finds it again."""

from dataclasses import dataclass

from model.criteria import Objective


@dataclass(frozen=True, slots=True)
class Entry:
    """One objective of a plan file.

    `place` is in the reader's words: "table 1, row 3" (the heading row counts), "line 12", "list item 4". `line` is
    the line of the file, from 1, on which the objective begins; None in formats that have no lines.
    """

    place: str
    line: int | None
    objective: Objective
