"""The guide as it is written: a Markdown file a criterion, and in it a section a finding.

A section's heading is the finding's id, so that the file's own anchors are those of the page; its name for readers stands
below in bold. A table under “Weak and strong” holds the examples: the kind of plan, the weak and the strong wording, and
in further columns what stands beside them in the plan. Where the wording is that of a plan's rows, " / " stands between
rows, and " · " between their cells, each after its column's name.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

PAGES = ("index", "specific", "measurable", "achievable", "relevant", "time-bound", "plan")
"""The pages in the order in which they are read."""
PLAN, WEAK, STRONG = "Plan", "Weak", "Strong"
_SECTION = re.compile(r"^## +(\S+)\n+\*\*(.+)\*\*\n", re.MULTILINE)
_PART = re.compile(r"^### +(.+)\n", re.MULTILINE)
_TITLE = re.compile(r"# +(.+)\n")
_LINK = re.compile(r"\[([^\]]+)\]\([^)]+\)")
_TABLE = re.compile(r"(?:^\|.*\|\n)+", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Example:
    """A weak wording and a strong one of the same thing; `beside` is what stands beside both or one of them, by its name."""

    plan: str
    weak: str
    strong: str
    beside: Mapping[str, str]


def rows_in(words: str) -> list[list[str]]:
    """Return the rows of a plan that an example shows, each as its cells ("Who: Mum"); one cell where it is a sentence."""
    return [row.split(" · ") for row in words.split(" / ")]


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a section under a heading of its own; words are Markdown, `examples` its table."""

    heading: str
    words: str
    examples: tuple[Example, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """What the guide says of one finding; `meaning` is Markdown, `source` the whole section as it is written."""

    id: str
    title: str
    meaning: str
    parts: tuple[Part, ...]
    source: str

    @property
    def told(self) -> str:
        """The section as Markdown for readers elsewhere: its name for its heading, and no links to other pages."""
        body = self.source.split("\n", 1)[1].lstrip().split("\n", 1)[1]
        return _LINK.sub(r"\1", f"## {self.title}\n{body}")

    @property
    def examples(self) -> tuple[Example, ...]:
        """The weak and the strong wordings."""
        return tuple(example for part in self.parts for example in part.examples)


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its name in addresses, its title, what stands before the first section, and the sections."""

    name: str
    title: str
    opening: str
    sections: tuple[Section, ...]

    @property
    def told(self) -> str:
        """What stands before the first section, without links to other pages."""
        return _LINK.sub(r"\1", self.opening)


@cache
def pages() -> Mapping[str, Page]:
    """Return the pages of the guide by their names, in the order in which they are read."""
    folder = files("serve") / "guide" / "text"
    read = {name: page(name, folder.joinpath(f"{name}.md").read_text(encoding="utf-8")) for name in PAGES}
    return MappingProxyType(read)


@cache
def places() -> Mapping[str, tuple[Page, Section]]:
    """Return where each finding has its section, by the finding's id."""
    return MappingProxyType({s.id: (p, s) for p in pages().values() for s in p.sections})


def page(name: str, source: str) -> Page:
    """Read one file of the guide.

    Raises:
        ValueError: when it has no title.
    """
    title = _TITLE.match(source)
    if title is None:
        raise ValueError(f"{name}.md begins with no title")
    starts = list(_SECTION.finditer(source))
    bounds = [*(m.start() for m in starts), len(source)]
    opening = source[title.end() : bounds[0]]
    sections = (_section(m, source[m.start() : end]) for m, end in zip(starts, bounds[1:], strict=True))
    return Page(name, title[1], opening.strip(), tuple(sections))


def _section(heading: re.Match[str], source: str) -> Section:
    body = source[heading.end() - heading.start() :]
    meaning, *rest = _PART.split(body)
    parts = tuple(_part(name, words) for name, words in zip(rest[::2], rest[1::2], strict=True))
    return Section(heading[1], heading[2], meaning.strip(), parts, source.strip())


def _part(heading: str, words: str) -> Part:
    table = _TABLE.search(f"{words.rstrip()}\n")
    if table is None:
        return Part(heading, words.strip())
    return Part(heading, _TABLE.sub("", f"{words.rstrip()}\n").strip(), tuple(_examples(table[0])))


def _examples(table: str) -> Iterator[Example]:
    names, _, *rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()]
    for row in rows:
        said = dict(zip(names, row, strict=True))
        yield Example(
            said.pop(PLAN), said.pop(WEAK), said.pop(STRONG), {n: words for n, words in said.items() if words}
        )
