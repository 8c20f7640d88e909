"""The guide as HTML: made once, from files of ours, and still no markup of theirs is passed on.

What is written in Markdown is rendered with raw HTML switched off; all else is put together here, each word escaped.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from html import escape
from importlib.resources import files
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

from serve.guide.address import INDEX, of_page
from serve.guide.book import Example, Page, Part, Section, pages, rows_in

_LETTERS = ("specific", "measurable", "achievable", "relevant", "time-bound")
_BETWEEN = "\u00a0· "
_CURRENT = ' aria-current="page"'
_STRONG_ONE = " of the strong one"
"""A column of a table of examples that ends so is about the strong wording alone."""


class _Renderer(RendererHTML):
    """Leads from file to file as from page to page."""

    def link_open(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        """Return the opening tag of a link."""
        href = str(tokens[idx].attrGet("href"))
        name, _, anchor = href.partition("#")
        if name.endswith(".md"):
            tokens[idx].attrSet("href", of_page(name.removesuffix(".md")) + (f"#{anchor}" if anchor else ""))
        return self.renderToken(tokens, idx, options, env)


_MARKDOWN = MarkdownIt("commonmark", {"html": False}, renderer_cls=_Renderer)


@cache
def rendered() -> Mapping[str, str]:
    """Return each page of the guide as a whole HTML document, by its name."""
    frame = (files("serve") / "web" / "guide.html").read_text(encoding="utf-8")
    return {page.name: _framed(frame, page) for page in pages().values()}


def html(words: str) -> str:
    """Return Markdown as HTML; markup in it is shown as it is written."""
    return str(_MARKDOWN.render(words))


def section_html(section: Section) -> str:
    """Return the section on one finding."""
    return (
        f'<section class="finding" id="{section.id}" aria-labelledby="{section.id}-heading">\n'
        f'<h2 id="{section.id}-heading">{escape(section.title)}</h2>\n'
        f'<p class="name">Aimwell’s name for it: <code>{section.id}</code></p>\n'
        f"{html(section.meaning)}{''.join(map(_part, section.parts))}</section>\n"
    )


def _framed(frame: str, page: Page) -> str:
    said = {
        "title": "Aimwell: the guide" if page.name == INDEX else f"Aimwell’s guide: {escape(page.title)}",
        "heading": escape(page.title),
        "pages": _links(page),
        "opening": html(page.opening),
        "contents": _all_findings() if page.name == INDEX else _contents(page.sections),
        "sections": "".join(map(section_html, page.sections)),
    }
    for name, words in said.items():
        frame = frame.replace(f"{{{{{name}}}}}", words)
    return frame


def _links(here: Page) -> str:
    return "\n".join(
        f'<li><a href="{of_page(p.name)}"{_CURRENT if p is here else ""}>{_letter(p)}{escape(p.title)}</a></li>'
        for p in pages().values()
    )


def _letter(page: Page) -> str:
    letter = page.title[0] if page.name in _LETTERS else ""
    return f'<span class="letter" aria-hidden="true">{letter}</span> ' if letter else ""


def _contents(sections: Iterable[Section]) -> str:
    items = "\n".join(f'<li><a href="#{s.id}">{escape(s.title)}</a></li>' for s in sections)
    return (
        '<nav class="contents" aria-labelledby="contents-heading">\n<h2 id="contents-heading">On this page</h2>\n'
        f"<ul>\n{items}\n</ul>\n</nav>"
    )


def _all_findings() -> str:
    groups = "\n".join(
        f'<section class="group"><h3><a href="{of_page(p.name)}">{escape(p.title)}</a></h3>\n<ul>\n'
        + "\n".join(_found(p, s) for s in p.sections)
        + "\n</ul></section>"
        for p in pages().values()
        if p.name != INDEX and p.sections
    )
    return (
        '<section id="findings" aria-labelledby="findings-heading">\n<h2 id="findings-heading">All findings</h2>\n'
        '<form id="search" role="search" autocomplete="off" hidden>\n<label for="words">Search the guide</label>\n'
        '<input id="words" type="search" spellcheck="false" aria-describedby="found">\n'
        f'<p class="hint" id="found" role="status"></p>\n</form>\n{groups}\n</section>'
    )


def _found(page: Page, section: Section) -> str:
    everything = " ".join((section.title, section.source)).casefold()
    first = section.meaning.partition(". ")[0].rstrip(".")
    return (
        f'<li data-words="{escape(" ".join(everything.split()))}"><a href="{of_page(page.name)}#{section.id}">'
        f"{escape(section.title)}</a>{html(f'{first}.')}</li>"
    )


def _part(part: Part) -> str:
    pairs = f'<ul class="pairs">\n{"".join(map(_pair, part.examples))}</ul>\n' if part.examples else ""
    return f"<h3>{escape(part.heading)}</h3>\n{pairs}{html(part.words)}"


def _pair(example: Example) -> str:
    both = {n: words for n, words in example.beside.items() if not n.endswith(_STRONG_ONE)}
    strong = {n.removesuffix(_STRONG_ONE): w for n, w in example.beside.items() if n.endswith(_STRONG_ONE)}
    return (
        f'<li><p class="kind">{escape(example.plan)}</p>{_beside(both)}\n'
        f'<p class="weak"><span class="sign" aria-hidden="true">× </span><b>Weak:</b> {_said(example.weak)}</p>\n'
        f'<p class="strong"><span class="sign" aria-hidden="true">✓ </span><b>Strong:</b> {_said(example.strong)}</p>'
        f"{_beside(strong)}</li>\n"
    )


def _said(words: str) -> str:
    rows = rows_in(words)
    if rows == [[words]]:
        return f"<q>{escape(words)}</q>"
    return "".join(f'<span class="row">{_BETWEEN.join(map(_cell, row))}</span>' for row in rows)


def _cell(words: str) -> str:
    column, _, said = words.partition(": ")
    return f'<span class="column">{escape(column)}:</span> {escape(said)}'


def _beside(said: Mapping[str, str]) -> str:
    return "".join(f'\n<p class="beside">{escape(name)}: {escape(words)}</p>' for name, words in said.items())
