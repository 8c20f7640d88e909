"""Which words of a file give way to which, and what a writer did not do."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from data.documents.entry import Entry, Passage
from data.documents.rewriting.advice import Advice
from data.documents.rewriting.wording import Piece, pieces_of
from data.documents.xmlpart import Element
from model.criteria import Field


class Way(StrEnum):
    """How what Aimwell says is put into a plan file."""

    COMMENTS = "comments"
    TRACKED = "tracked"
    TABLE = "table"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Note:
    """Why an objective was left as it stands; `place` is the reader's."""

    place: str
    said: str


@dataclass(frozen=True, slots=True)
class Written:
    """A new file: its bytes, how many objectives something was written for, and what was left as it stands."""

    content: bytes
    objectives: int
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """The words of a passage give way to `pieces`."""

    passage: Passage
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be written for one objective: where it stands, and the changes of its parts."""

    advice: Advice
    passage: Passage
    changes: tuple[Change, ...]

    @property
    def entry(self) -> Entry:
        """The objective and its place."""
        return self.advice.entry


NO_PLACE = "its words cannot be written over (a formula, or a form field that is still empty)"
NO_REWRITE = "there is no rewrite that is better; see `--as comments` for what is in doubt"
SHARED = "it shares its words with another row"
COMMENTED = "it already has a comment of Aimwell; delete that to get a new one"
SIGNED = "it is signed, and a change would break the signature; work on a copy without one"


def plans(advice: Sequence[Advice], way: Way) -> tuple[list[Plan], list[Note]]:
    """Return what is to be written, in the order of the file, and notes on what is not.

    Comments need the objective's place only. In the other ways no words are written twice: of two objectives that share
    theirs the first one has them.
    """
    found, notes = [], []
    taken: list[Passage] = []
    for one in advice:
        passage = one.entry.passages.get(Field.TEXT)
        if not one.findings and (one.best is None or Field.NEED not in one.best.parts):
            continue
        if passage is None:
            notes.append(Note(one.entry.place, NO_PLACE))
        elif way is Way.COMMENTS:
            found.append(Plan(one, passage, ()))
        elif one.best is None:
            notes.append(Note(one.entry.place, NO_REWRITE))
        elif any(_meet(passage, other) for other in taken):
            notes.append(Note(one.entry.place, SHARED))
        else:
            plan = Plan(one, passage, _changes(one, taken))
            taken += [passage, *(change.passage for change in plan.changes)]
            found.append(plan)
    return found, notes


def paragraph_of(passage: Passage, paragraphs: Sequence[Element]) -> Element:
    """Return the paragraph in which the passage stands, where its address is the number of one."""
    assert isinstance(passage.address, int)  # noqa: S101  (what the readers of such formats give)
    return paragraphs[passage.address]


def _changes(advice: Advice, taken: Sequence[Passage]) -> tuple[Change, ...]:
    parts = advice.best.parts if advice.best else {}
    passages = {field: advice.entry.passages[field] for field in parts if field in advice.entry.passages}
    return tuple(
        Change(passage, tuple(pieces_of(parts[field])))
        for field, passage in passages.items()
        if not any(_meet(passage, other) for other in taken)
    )


def _meet(one: Passage, other: Passage) -> bool:
    return one.address == other.address and (one.span == other.span or one.span.overlaps(other.span))
