"""The evidence pack as Markdown, for mail and for systems that take no Word files: the same blocks, the same words."""

import re
from collections.abc import Iterator

from model.progress.pack import TITLE, Fixed, Heading, Pack, Said, Table
from model.progress.saying import tidy

_MARKS = re.compile(r"([\\`*_<>|\[\]~&])")
_OWN = re.compile(r"\\\[(R\d+, row \d+)\\\]")
_OPENS_BLOCK = re.compile(r"^(\d{1,9}(?=[.)])|(?=#|[-+=]))")


def markdown_pack(pack: Pack) -> str:
    """Return the pack as Markdown, with tables as GitHub, Word's importers and pandoc read them."""
    title = TITLE if pack.plan is None else f"{TITLE}: {pack.plan}"
    blocks = [f"# {_plain(title)}", *(_block(block) for block in pack.blocks)]
    return "\n".join(_joined(blocks)) + "\n"


def _joined(blocks: list[str]) -> Iterator[str]:
    """Yield the blocks with an empty line between them, but for items of one list."""
    for index, block in enumerate(blocks):
        if index and not (block.startswith("- ") and blocks[index - 1].startswith("- ")):
            yield ""
        yield block


def _block(block: object) -> str:
    match block:
        case Heading(text, level):
            return f"{'#' * (level + 1)} {_plain(text)}"
        case Fixed(text, strong):
            return f"**{_plain(text)}**" if strong else _plain(text)
        case Said(statement):
            return f"- {_plain(statement.text)}"
        case Table():
            return _table(block)
        case _:
            raise TypeError(block)


def _table(table: Table) -> str:
    width = len(table.header)
    rows = [table.header, ("---",) * width]
    lines = [f"| {' | '.join(map(_plain, rows[0]))} |", f"|{'|'.join(rows[1])}|"]
    for line in table.lines:
        cells = [_plain(cell) for cell in line.cells]
        if line.banner:
            cells = [f"**{cells[0]}**", *[""] * (width - 1)]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def _plain(text: str) -> str:
    """Return the words with the marks escaped that Markdown would take for its own; references stay readable."""
    escaped = _OWN.sub(r"[\1]", _MARKS.sub(r"\\\1", tidy(text)))
    return _OPENS_BLOCK.sub(r"\1\\", escaped, count=1)
