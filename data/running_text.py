"""Ordinary running text with its objectives marked: what the detector of objectives is measured on.

`data/prose/README.md` says what counts as an objective. A detector is built on "dev" and measured on "test".
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, StrictBool, ValidationError

from model.criteria import Span
from model.errors import CorpusError
from model.features import DOMAINS

FOLDER = Path(__file__).parent / "prose"
Part = Literal["dev", "test"]
_TEMPTING = re.compile(
    r"(?i)\b(?:will|shall|must|should|would|may|might|can|please|going to|(?:am|is|are|was|were|be|ha[sd]|have|needs?) to)\b"
    r"|['’](?:ll|d)\b|\b(?:won|shan|don)['’]t\b"
    r"|\bto (?!(?:the|an?|his|her|my|your|our|their|its?|him|them|me|us|you|one|all|any|each|every|those|that|this)\b)[a-z]{2}"
)
_FEWEST_WORDS = 4


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence, list item, cell or heading; `after` is what stands between it and the next, bullet marks included."""

    text: str
    objective: bool
    after: str = " "

    @property
    def hard(self) -> bool:
        """Whether it is no objective although it has the words of one: "will", "must", "is to", "to ring" and the like."""
        return not self.objective and len(self.text.split()) >= _FEWEST_WORDS and bool(_TEMPTING.search(self.text))


@dataclass(frozen=True, slots=True)
class Document:
    """A letter, minute or report as its author typed it."""

    id: str
    kind: str
    domain: str
    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        """The whole text, as an editor would send it."""
        return "".join(p.text + p.after for p in self.pieces)

    @property
    def spans(self) -> tuple[Span, ...]:
        """Where each piece stands in `text`, in code points, in the order of the pieces."""
        starts = accumulate((len(p.text) + len(p.after) for p in self.pieces), initial=0)
        return tuple(Span(start, start + len(p.text)) for start, p in zip(starts, self.pieces, strict=False))

    @property
    def objectives(self) -> tuple[Span, ...]:
        """Where the objectives stand in `text`, in code points."""
        return tuple(span for span, p in zip(self.spans, self.pieces, strict=True) if p.objective)


class _Sentence(BaseModel):
    model_config = ConfigDict(extra="forbid")

    text: str = Field(pattern=r"^\S(?s:.*\S)?$")
    objective: StrictBool
    after: str = " "


class _Record(BaseModel):
    model_config = ConfigDict(extra="forbid")

    id: str = Field(min_length=1)
    kind: str = Field(min_length=1)
    domain: Literal[DOMAINS]  # type: ignore[valid-type]  # the names are a tuple, which pydantic reads and mypy does not
    sentences: list[_Sentence] = Field(min_length=1)

    def document(self) -> Document:
        pieces = tuple(Piece(s.text, s.objective, s.after) for s in self.sentences)
        return Document(self.id, self.kind, self.domain, pieces)


def load(part: Part) -> list[Document]:
    """Return the documents of a part, in the file's order.

    Raises:
        CorpusError: when the file is not there, or a line of it is no document.
    """
    return list(read(FOLDER / f"{part}.jsonl"))


def read(path: Path) -> Iterator[Document]:
    """Yield the documents of a JSON Lines file, one a line; blank lines are passed over.

    Raises:
        CorpusError: when it cannot be read, a line is no document or has an id that stood before; the message names
            file and line.
    """
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except OSError:
        raise CorpusError(f"{path} cannot be read; restore it from git") from None
    ids: set[str] = set()
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            document = _Record.model_validate_json(line).document()
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(map(str, first["loc"]))
            raise CorpusError(f"{path.name}, line {number}: {where}: {first['msg']}") from None
        if document.id in ids:
            raise CorpusError(f"{path.name}, line {number}: id: {document.id} stood before; give it one of its own")
        ids.add(document.id)
        yield document
