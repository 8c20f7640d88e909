"""An objective and where it stands in its file, so that its author finds it again and a rewrite can be put there."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field

from model.criteria import Field, Objective, Span


@dataclass(frozen=True, slots=True)
class Passage:
    """Words as they stand in a file: the stretch `span` of the text of whatever `address` names there.

    What an address is, is the format's own affair: the number of a paragraph in Word and OpenDocument files, a sheet
    and a cell in workbooks, a record and a field in CSV, and 0, for the whole file, in Markdown and plain text. A
    stretch without words is an empty cell, and says where words would go.
    """

    address: Hashable
    span: Span


@dataclass(frozen=True, slots=True)
class Entry:
    """One objective of a plan file.

    `place` is in the reader's words: "table 1, row 3" (the heading row counts), "line 12", "list item 4". `line` is
    the line of the file, from 1, on which the objective begins; None in formats that have no lines. `passages` tells
    where the parts stand that can be written anew: the objective's own words, and those columns of its table whose
    cells hold this objective's part and nothing else. Two entries are equal whatever their passages.
    """

    place: str
    line: int | None
    objective: Objective
    passages: Mapping[Field, Passage] = field(default_factory=dict, compare=False, repr=False)
