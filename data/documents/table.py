"""From the rows of a table to objectives: which row is the heading, and what each row below it says.

A table without an objective column is not a plan table. Cells carry the grid columns that they cover, so that a heading
over two columns and a cell across several are read as they look.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from data.documents import bullets
from data.documents.columns import parts_of
from data.documents.entry import Entry
from model.criteria import Field, Objective

MAX_LABEL_WORDS = 5  # "How will we measure progress?"
HEADING_WITHIN = 50  # filled rows; a form that is one long table opens with names and dates

ONE_EACH = (Field.WHO, Field.WHEN)
"""Parts whose lines are separate names or dates; a new line in the other parts is only a wrapped line."""

PAIRED = (Field.WHO, Field.WHEN, Field.MEASURE)
"""Parts that may hold one line for each action of their row; need and baseline belong to the whole row."""


@dataclass(frozen=True, slots=True)
class Cell:
    """The paragraphs of a cell over the grid columns `[start, end)`.

    `continued` marks the lower rows of a vertically merged cell; they repeat its paragraphs.
    """

    paragraphs: tuple[str, ...]
    start: int
    end: int
    continued: bool = False

    @property
    def words(self) -> str:
        """The cell's text in one line."""
        return bullets.tidy(" ".join(self.paragraphs))

    def meets(self, other: "Cell") -> bool:
        """Say whether the two cells stand in a common column."""
        return self.start < other.end and other.start < self.end


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


def plain_row(texts: Sequence[str], place: str, line: int | None) -> Row:
    """Return a row with one cell a column and one paragraph a cell."""
    return Row(tuple(Cell((text,), i, i + 1) for i, text in enumerate(texts)), place, line)


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
    actions = _separate([paragraph for cell in texts for paragraph in cell.paragraphs])
    parts = {part: _pieces(part, cells[part]) for part in cells if part is not Field.TEXT}
    for index, action in enumerate(actions):
        said = {part.value: _share(part, pieces, index, len(actions)) for part, pieces in parts.items()}
        place = row.place if len(actions) == 1 else f"{row.place}, action {index + 1}"
        yield Entry(place, row.line, Objective(action, **said))


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


def _separate(paragraphs: Sequence[str]) -> list[str]:
    """Return the actions of a cell: one a paragraph, and one a line where the lines of a paragraph are a list.

    A lead-in ("Joyce will:") is said again with each action that follows it.
    """
    lead, actions = "", []
    for line in (line for paragraph in paragraphs for line in _lines(paragraph)):
        words = bullets.without_mark(line)
        if words.endswith(":"):
            lead = words
        elif bullets.says_something(words):
            actions.append(f"{lead} {words}".strip())
    return actions or ([lead] if bullets.says_something(lead) else [])


def _lines(paragraph: str) -> list[str]:
    lines = [line for line in paragraph.splitlines() if line.strip()]
    listed = lines and all(map(bullets.is_marked, lines[1:]))
    return lines if listed and (bullets.is_marked(lines[0]) or lines[0].rstrip().endswith(":")) else [paragraph]


def _pieces(part: Field, cells: Sequence[Cell]) -> list[str]:
    paragraphs = [paragraph for cell in cells for paragraph in cell.paragraphs]
    split = str.splitlines if part in ONE_EACH else _lines
    lines = [line for paragraph in paragraphs for line in split(paragraph)]
    bare = bullets.without_bullet if part is Field.WHEN else bullets.without_mark
    return [words for line in lines if bullets.says_something(words := bare(line))]


def _share(part: Field, pieces: Sequence[str], index: int, actions: int) -> str:
    if part in PAIRED and len(pieces) == actions:
        return pieces[index]
    return "".join(p if i == 0 else f"{_joint(pieces[i - 1])}{p}" for i, p in enumerate(pieces))


def _joint(before: str) -> str:
    return " " if before[-1] in ".!?:;," else "; "
