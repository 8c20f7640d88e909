"""Where each sentence of running text stands: in a list, in a column, under which heading, behind which label."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from model.criteria import Span
from model.headings import Topic, announces, column_topic, may_head, seen, topic, unlabelled
from model.lines import Line, lines
from model.sentences import sentences_of


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence where it stands. `words` are those that a reader sees, without a label that tells what they are.

    `group` numbers what belongs together: the items of one list, the cells of one column, lines of one sentence each that
    follow one another. It is None in paragraphs. `alone` says that the line holds no other sentence, `heads` that it is
    a heading or the head of a column.
    """

    span: Span
    words: str
    label: Topic | None
    heading: Topic | None
    lead: Topic | None
    line: int
    group: int | None
    item: bool
    cell: bool
    alone: bool
    heads: bool


@dataclass(slots=True)
class _Reader:
    """What the lines so far say of those to come."""

    heading: Topic | None = None
    lead: Topic | None = None
    group: int = 0
    kind: str = ""
    block: int = -1

    def group_of(self, kind: str) -> int:
        if kind != self.kind:
            self.group += 1
        self.kind = kind
        return self.group


def passages(text: str) -> Iterator[Passage]:
    """Yield every sentence of `text` where it stands, in order."""
    every = list(lines(text))
    reader = _Reader()
    at = 0
    number = 0
    while at < len(every):
        if every[at].row is not None:
            end = next((i for i in range(at, len(every)) if every[i].row is None), len(every))
            yield from _table(text, every[at:end], reader, number)
            number += end - at
            at = end
            continue
        above = every[at - 1] if at and reader.kind in ("item", "line") else None
        below = every[at + 1] if at + 1 < len(every) else None
        yield from _line(text, every[at], (above, below), reader, number)
        number += 1
        at += 1


def _line(
    text: str, line: Line, beside: tuple[Line | None, Line | None], reader: _Reader, number: int
) -> Iterator[Passage]:
    spans = tuple(sentences_of(text, line.span))
    mark = line.mark.of(text).strip()
    item = bool(mark) and not set(mark) <= set("#> ")
    words = seen(line.span.of(text))
    heads = len(spans) == 1 and _heads(text, line, mark, words, *beside)
    if heads:
        reader.heading, reader.lead = topic(words), None
    elif not item and reader.kind == "item":
        reader.lead = None
    kind = "head" if heads else "item" if item else "line" if len(spans) == 1 else ""
    group = reader.group_of(kind)
    for span in spans:
        label, said = unlabelled(seen(span.of(text)))
        yield Passage(
            span, said, label, reader.heading, reader.lead, number, group if kind in ("item", "line") else None,
            item, False, len(spans) == 1, heads,
        )  # fmt: skip
    last = seen(spans[-1].of(text))
    if not heads and last.endswith(":"):
        reader.lead = topic(last)
        reader.kind = ""
    elif heads and words.endswith(":"):
        reader.lead = topic(words)


def _heads(text: str, line: Line, mark: str, words: str, above: Line | None, below: Line | None) -> bool:
    """Say whether a line is a heading; `above` is the item or line of one sentence right over it, if there is one."""
    if "#" in mark:
        return True
    if below is None or not may_head(words) or (mark and not mark[0].isalnum()):
        return False
    following, sign = seen(below.span.of(text)), below.mark.of(text).strip()
    if text[line.span.end : line.span.end + 2] == "**" or words.isupper() or announces(words):
        return True
    if sign and mark and sign[0].isalnum() == mark[0].isalnum():
        return False
    if above is not None and above.block == line.block and _alike(text, above, line):
        return False
    return bool(sign) or following[-1] in ".!?:" or below.block != line.block or below.row is not None


def _alike(text: str, above: Line, line: Line) -> bool:
    """Say whether two lines that follow one another look like parts of one list."""
    marks = above.mark.of(text).strip(), line.mark.of(text).strip()
    if any(marks):
        return all(marks) and marks[0][0].isalnum() == marks[1][0].isalnum()
    return above.span.of(text)[-1] not in ".!?:"


def _table(text: str, cells: Sequence[Line], reader: _Reader, number: int) -> Iterator[Passage]:
    """Yield the sentences of a table; its first row heads the columns where another row follows it."""
    first = cells[0].row
    headed = cells[-1].row != first and all(len(seen(c.span.of(text)).split()) <= 6 for c in cells if c.row == first)
    heads = {c.column: column_topic(seen(c.span.of(text))) for c in cells if c.row == first} if headed else {}
    groups = {column: reader.group + 1 + i for i, column in enumerate(sorted({c.column for c in cells}))}
    reader.group += len(groups)
    reader.kind = ""
    row_topics: dict[int | None, Topic | None] = {}
    for line, cell in enumerate(cells, start=number):
        is_head = headed and cell.row == first
        own = seen(cell.span.of(text))
        if cell.column == 0:
            row_topics[cell.row] = topic(own) if len(own.split()) <= 4 else None
        over = None if is_head else heads.get(cell.column)
        beside = row_topics.get(cell.row) if cell.column == 1 else None
        spans = tuple(sentences_of(text, cell.span))
        for span in spans:
            label, said = unlabelled(seen(span.of(text)))
            yield Passage(
                span, said, label, over or beside or reader.heading, None, line, groups[cell.column],
                False, True, len(spans) == 1, is_head,
            )  # fmt: skip
