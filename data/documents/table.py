"""From the rows of a table to objectives: which row is the heading, and what each row below it says.

A table without an objective column is not a plan table. Cells carry the grid columns that they cover, so that a heading
over two columns and a cell across several are read as they look.
"""

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass

from data.documents import bullets
from data.documents.columns import parts_of
from data.documents.entry import Entry, Passage
from model.criteria import Field, Objective, Span

MAX_LABEL_WORDS = 5  # "How will we measure progress?"
HEADING_WITHIN = 50  # filled rows; a form that is one long table opens with names and dates
MAX_HEADINGS_SHOWN = 12

ONE_EACH = (Field.WHO, Field.WHEN)
"""Parts whose lines are separate names or dates; a new line in the other parts is only a wrapped line."""

PAIRED = (Field.WHO, Field.WHEN, Field.MEASURE)
"""Parts that may hold one line for each action of their row; need and baseline belong to the whole row."""


@dataclass(frozen=True, slots=True)
class Origin:
    """A paragraph as it stands in the file: its text, with whatever markup the format has, from `start` of an address."""

    address: Hashable
    text: str
    start: int = 0

    def passage(self, words: Span) -> Passage:
        """Return the passage of a stretch of this text."""
        return Passage(self.address, words.moved(self.start))


@dataclass(frozen=True, slots=True)
class Cell:
    """The paragraphs of a cell over the grid columns `[start, end)`.

    `continued` marks the lower rows of a vertically merged cell; they repeat its paragraphs. `origins` says of each
    paragraph where it stands, None where nothing can be written; it is empty where nobody will write.
    """

    paragraphs: tuple[str, ...]
    start: int
    end: int
    continued: bool = False
    origins: tuple[Origin | None, ...] = ()

    @property
    def words(self) -> str:
        """The cell's text in one line."""
        return bullets.tidy(" ".join(self.paragraphs))

    def meets(self, other: "Cell") -> bool:
        """Say whether the two cells stand in a common column."""
        return self.start < other.end and other.start < self.end

    @property
    def lines(self) -> "Iterator[tuple[str, Origin | None]]":
        """Every paragraph with its origin."""
        origins = self.origins or (None,) * len(self.paragraphs)
        return zip(self.paragraphs, origins, strict=True)


Piece = tuple[str, Passage | None]
"""Words of a cell, and where they stand."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row as it stands in the file."""

    cells: tuple[Cell, ...]
    place: str
    line: int | None = None

    @property
    def words(self) -> str:
        """The row's text in one line."""
        return bullets.tidy(" ".join(cell.words for cell in self.cells))


Header = Sequence[tuple[Cell, Field]]


def plain_row(texts: Sequence[str], place: str, line: int | None, addresses: Sequence[Hashable] = ()) -> Row:
    """Return a row with one cell a column and one paragraph a cell; `addresses` are those of its cells."""
    where = [(Origin(a, t),) for a, t in zip(addresses, texts, strict=True)] if addresses else [()] * len(texts)
    cells = (Cell((text,), i, i + 1, origins=origin) for i, (text, origin) in enumerate(zip(texts, where, strict=True)))
    return Row(tuple(cells), place, line)


def entries_of(rows: Sequence[Row]) -> list[Entry] | None:
    """Return the objectives of a plan table, in order; None when the table has no objective column."""
    header, below = heading_of(rows)
    return [entry for row in below for entry in _entries(row, header)] if header else None


def heading_of(rows: Sequence[Row]) -> tuple[Header, Sequence[Row]]:
    """Return the headings that name a part, with the rows below them; nothing where there is no objective column.

    The heading row need not be the first. Below the first, it has to name two parts, for a lone telling word
    ("Action group") also stands in ordinary cells.
    """
    filled = [row for row in rows if row.words]
    for index, row in enumerate(filled[:HEADING_WITHIN]):
        header = _header(row)
        if len(header) > 1 or (header and index == 0 and not _is_card(row, header, filled[1:])):
            return header, filled[index + 1 :]
    return (), ()


def no_objective_column(rows: list[Row]) -> str:
    """Return what to say of a table that has words and no column for the objective."""
    first = next(row for row in rows if row.words)
    found = [f"“{cell.words}”" for cell in first.cells if cell.words]
    more = " …" if len(found) > MAX_HEADINGS_SHOWN else ""
    return (
        f"no column holds the objective; the headings are {', '.join(found[:MAX_HEADINGS_SHOWN])}{more}. "
        "Name one “What will be done?”, “Action” or “Objective”"
    )


def _header(row: Row) -> Header:
    parts = parts_of([cell.words for cell in row.cells])
    return [(row.cells[i], part) for i, part in parts.items()] if Field.TEXT in parts.values() else []


def _is_card(row: Row, header: Header, below: Sequence[Row]) -> bool:
    """Say whether the headings run down the side: one objective a table, "Objective" above "Who" above "When"."""
    side = [cell.words for row in below for cell in row.cells if cell.meets(header[0][0])]
    labels = [words for words in side if len(words.split()) <= MAX_LABEL_WORDS]
    return len(row.cells) > 1 and len(set(parts_of(labels).values()) - {Field.TEXT}) > 1


def _entries(row: Row, header: Header) -> Iterator[Entry]:
    cells = _cells_by_part(row, header)
    texts = cells.get(Field.TEXT, [])
    if _repeats(texts, cells, header):
        return
    actions = _separate(texts)
    parts = {part: _pieces(part, cells[part]) for part in cells if part is not Field.TEXT}
    for index, (action, passage) in enumerate(actions):
        said = {part.value: _share(part, pieces, index, len(actions)) for part, pieces in parts.items()}
        own = {part: _own(part, cells[part], pieces, index, len(actions)) for part, pieces in parts.items()}
        stand = {part: place for part, place in (*own.items(), (Field.TEXT, passage)) if place}
        place = row.place if len(actions) == 1 else f"{row.place}, action {index + 1}"
        yield Entry(place, row.line, Objective(action, **said), stand)


def _cells_by_part(row: Row, header: Header) -> dict[Field, list[Cell]]:
    """Return the row's cells under each heading; none for a banner, one cell across every column of the plan."""
    found: dict[Field, list[Cell]] = {}
    for cell in row.cells:
        covered = [part for heading, part in header if cell.meets(heading)]
        if len(covered) == len(header) > 1:
            return {}
        if covered:
            found.setdefault(Field.TEXT if Field.TEXT in covered else covered[0], []).append(cell)
    return found


def _repeats(texts: Sequence[Cell], cells: dict[Field, list[Cell]], header: Header) -> bool:
    """Say whether the row brings no objective of its own: the heading again, or the tail of a merged row."""
    headings = {cell.words for cell, part in header if part is Field.TEXT}
    others = [cell for part, found in cells.items() if part is not Field.TEXT for cell in found]
    merged = all(cell.continued for cell in texts) and not any(cell.words and not cell.continued for cell in others)
    return merged or any(cell.words in headings for cell in texts)


def _separate(cells: Sequence[Cell]) -> list[Piece]:
    """Return the actions of a cell: one a paragraph, and one a line where the lines of a paragraph are a list.

    A lead-in ("Joyce will:") is said again with each action that follows it.
    """
    lead: Piece = ("", None)
    actions = []
    for words, passage in _split(cells, _lines, bullets.span_without_mark):
        if words.endswith(":"):
            lead = words, passage
        elif bullets.says_something(words):
            actions.append((f"{lead[0]} {words}".strip(), passage))
    return actions or ([lead] if bullets.says_something(lead[0]) else [])


def _split(
    cells: Sequence[Cell], lines: Callable[[str], list[Span]], words_of: Callable[[str], Span]
) -> Iterator[Piece]:
    """Yield the words of every line of the cells, tidied, with the passage where they stand."""
    for paragraph, origin in (line for cell in cells for line in cell.lines):
        stands = lines(origin.text) if origin else []
        for index, line in enumerate(lines(paragraph)):
            words = words_of(line.of(paragraph)).of(line.of(paragraph))
            passage = None
            if origin and index < len(stands):
                raw = words_of(stands[index].of(origin.text))
                passage = origin.passage(raw.moved(stands[index].start))
            yield bullets.tidy(words), passage


def _lines(paragraph: str) -> list[Span]:
    lines = [line for line in _every_line(paragraph) if line.of(paragraph).strip()]
    texts = [line.of(paragraph) for line in lines]
    listed = texts and all(map(bullets.is_marked, texts[1:]))
    is_list = listed and (bullets.is_marked(texts[0]) or texts[0].rstrip().endswith(":"))
    return lines if is_list else [Span(0, len(paragraph))]


def _every_line(paragraph: str) -> list[Span]:
    spans, at = [], 0
    for line in paragraph.splitlines(keepends=True):
        spans.append(Span(at, at + len(line)))
        at += len(line)
    return spans


def _pieces(part: Field, cells: Sequence[Cell]) -> list[Piece]:
    split = _every_line if part in ONE_EACH else _lines
    bare = bullets.span_without_bullet if part is Field.WHEN else bullets.span_without_mark
    return [piece for piece in _split(cells, split, bare) if bullets.says_something(piece[0])]


def _share(part: Field, pieces: Sequence[Piece], index: int, actions: int) -> str:
    if part in PAIRED and len(pieces) == actions:
        return pieces[index][0]
    words = [words for words, _ in pieces]
    return "".join(p if i == 0 else f"{_joint(words[i - 1])}{p}" for i, p in enumerate(words))


def _own(part: Field, cells: Sequence[Cell], pieces: Sequence[Piece], index: int, actions: int) -> Passage | None:
    """Return where this action's share of the part stands by itself: its own line, or an empty cell of its own."""
    if part is Field.NEED:
        # A need that belongs to several actions is written once, with the first of them.
        whole = len(pieces) == 1 and index == 0 and not any(cell.continued for cell in cells)
        return pieces[0][1] if whole else None
    if part not in PAIRED:
        return None
    if pieces:
        return pieces[index][1] if len(pieces) == actions else None
    origin = next((origin for cell in cells for origin in cell.origins), None)
    if origin is None or actions > 1:
        return None
    at = min(1, len(origin.text))  # behind the one space that Markdown has after its bar
    return origin.passage(Span(at, at))


def _joint(before: str) -> str:
    return " " if before[-1] in ".!?:;," else "; "
