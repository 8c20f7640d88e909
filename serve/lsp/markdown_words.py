"""The words of a Markdown document without its markup, and words written into one."""

import re
from collections.abc import Iterable

from model.criteria import Span
from serve.lsp.traced import Traced

_UNSPOKEN = re.compile(
    r"\A---[ \t]*\r?\n(?s:.*?)^(?:---|\.\.\.)[ \t]*\r?$|"  # front matter
    r"^[ \t]*(?:[-*+][ \t]+)?(?P<fence>`{3,}(?=[^`\n]*$)|~{3,})(?s:.*?)(?:^[ \t]*(?P=fence)[`~]*[ \t]*\r?$|\Z)|"
    r"<!--(?s:.*?)(?:-->|\Z)",
    re.MULTILINE,
)
_MARKUP = (
    (re.compile(r"(?<!\\)!?\[([^\[\]\r\n]+)(?<!\\)\]\([^()\r\n]*\)"), 1),
    (re.compile(r"(?<!\\)(\*\*|__|~~)(?=\S)([^\r\n]{1,300}?)(?<![\s\\])\1"), 2),
    (re.compile(r"(?<![\w\\])([*_`])(?=\S)([^\r\n]{1,300}?)(?<![\s\\])\1(?!\w)"), 2),
    (re.compile(r"\\([!-/:-@\[-`{-~])"), 1),
)
_MEANT = re.compile(r"[\\*`|]|(?<!\w)_|_(?!\w)|\](?=\()|~(?=~)")
"""Characters of somebody's words that Markdown would take for its own."""


def unspoken(text: str) -> list[Span]:
    """Return the stretches that no reader reads as prose: front matter, fenced code, comments."""
    return [Span(*match.span()) for match in _UNSPOKEN.finditer(text)]


def spoken(text: str, silent: Iterable[Span] = ()) -> Traced:
    """Return the words of a document without markup, with spaces for what is not prose and for the `silent` stretches."""
    return without_markup(Traced.of(text).blanked([*unspoken(text), *silent]))


def without_markup(words: Traced) -> Traced:
    """Return the words without emphasis, link targets and escapes."""
    for pattern, group in _MARKUP:
        words = words.without(pattern, group)
    return words


def written(words: str) -> str:
    """Return the words as Markdown that reads the same, in a cell of a table too."""
    return _MEANT.sub(r"\\\g<0>", words)
