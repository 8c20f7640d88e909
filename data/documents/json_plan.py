"""Plans in JSON, as other programs hand them over: the rows with LIAP's five columns, and whom the plan is about.

    {"child": "…", "parents": ["…"], "review": "2027-05-24",
     "rows": [{"issue": "…", "who": "…", "what": "…", "when": "2027-03-12", "measure": "…"}]}

Everything but the rows may be left out, and the rows may stand alone. `need` and `text` are other names of `issue` and
`what`. A row's further entries are read as columns headed by their names, as a review's "result" is.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from data.documents.encoding import text_of
from data.documents.entry import Entry
from data.documents.table import Cell, Origin, Row, entries_of, plain_row
from model.errors import NoObjective
from model.plan import HEADINGS, Column

NAMES = {**{column.value: column for column in Column}, "need": Column.ISSUE, "text": Column.WHAT}
"""What the entries of a row are called."""
SHAPE = 'a plan in JSON is {"rows": [{"issue": …, "who": …, "what": …, "when": …, "measure": …}]}'
_ABOUT = {"child": "Name of child", "parents": "Parents or carers", "review": "Next review", "date": "Date of review"}


def read(path: Path, content: bytes) -> list[Entry]:
    """Return the objectives of the plan, each placed by its row, from 1.

    Raises:
        NoObjective: when the file is no JSON, or holds no plan.
        DocumentError: when it is not text.
    """
    return entries_of(_table(path, loaded(path, content))) or []


def contents(path: Path, content: bytes) -> tuple[list[list[Row]], str]:
    """Return the rows as a table, and what the file says of the plan, a line each.

    Raises:
        NoObjective: when the file is no JSON, or holds no plan.
        DocumentError: when it is not text.
    """
    plan = loaded(path, content)
    about = plan if isinstance(plan, dict) else {}
    said = [f"{label}: {_words(about[name])}" for name, label in _ABOUT.items() if about.get(name)]
    return [_table(path, plan)], "\n".join(said)


def loaded(path: Path, content: bytes) -> Any:
    """Return what the file holds.

    Raises:
        NoObjective: when it is no JSON.
        DocumentError: when it is not text.
    """
    try:
        return json.loads(text_of(path, content))
    except (ValueError, RecursionError) as error:
        raise NoObjective(path, f"this is no readable JSON; {SHAPE}") from error


def rows_in(path: Path, plan: Any) -> list[dict[str, Any]]:
    """Return the rows of what a file holds.

    Raises:
        NoObjective: when there are none.
    """
    rows = plan.get("rows") if isinstance(plan, dict) else plan
    if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
        raise NoObjective(path, f"there is no plan in it; {SHAPE}")
    return rows


def _table(path: Path, plan: Any) -> list[Row]:
    rows = rows_in(path, plan)
    names = list(dict.fromkeys(name for row in rows for name in (*_standing(row), *row)))
    headings = plain_row([HEADINGS[NAMES[name]] if name in NAMES else name for name in names], "the names", None)
    return [headings, *(_row(row, names, number) for number, row in enumerate(rows))]


def _standing(row: dict[str, Any]) -> Sequence[str]:
    """Return the names of the five columns: a row that lacks one has an empty cell there, which can be filled."""
    aliases = {column: name for name, column in NAMES.items() if name in row}
    return [aliases.get(column, column.value) for column in Column]


def _row(row: dict[str, Any], names: Sequence[str], number: int) -> Row:
    cells = (_cell(row.get(name), (number, name), index) for index, name in enumerate(names))
    return Row(tuple(cells), f"row {number + 1}")


def _cell(value: Any, address: tuple[int, str], index: int) -> Cell:
    """Return a cell; a list has a paragraph for each of its entries, and is not written over."""
    if isinstance(value, list):
        return Cell(tuple(map(_words, value)), index, index + 1)
    words = _words(value)
    return Cell((words,), index, index + 1, origins=(Origin(address, words),))


def _words(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(_words, value))
    return "" if value is None or isinstance(value, dict) else str(value)
