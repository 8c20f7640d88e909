import re
from html.parser import HTMLParser

import pytest

from serve.guide.book import PAGES, page
from serve.guide.render import html, rendered, section_html

VOID = {"meta", "link", "input", "br"}


class Reader(HTMLParser):
    """Reads a page: its elements, the ids, the links; and whether every element is closed in order."""

    def __init__(self, document: str) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.still_open: list[str] = []
        self.feed(document)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))
        if tag not in VOID:
            self.still_open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.still_open.pop() == tag

    @property
    def ids(self) -> list[str]:
        return [said for _, attributes in self.seen if (said := attributes.get("id"))]

    @property
    def links(self) -> list[str]:
        return [attributes["href"] or "" for tag, attributes in self.seen if tag == "a"]


READ = {name: Reader(document) for name, document in rendered().items()}
ELSEWHERE = {"/"}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_whole(name: str) -> None:
    read = READ[name]
    assert read.still_open == []
    assert len(read.ids) == len(set(read.ids))
    assert "{{" not in rendered()[name]
    assert [tag for tag, _ in read.seen].count("h1") == 1


@pytest.mark.parametrize("name", PAGES)
def test_every_link_leads_somewhere(name: str) -> None:
    here = "/guide" if name == "index" else f"/guide/{name}"
    for link in READ[name].links:
        path, _, anchor = link.partition("#")
        if path in ELSEWHERE:
            continue
        target = (path or here).removeprefix("/guide").strip("/") or "index"
        assert target in READ, link
        assert not anchor or anchor in READ[target].ids, link


@pytest.mark.parametrize("name", PAGES)
def test_nothing_in_a_page_runs_or_looks_that_is_not_a_file_of_ours(name: str) -> None:
    for tag, attributes in READ[name].seen:
        assert not any(a.startswith("on") or a == "style" for a in attributes)
        assert tag not in {"style", "iframe", "object", "img"}
        if tag == "script":
            assert attributes == {"type": "module", "src": "/static/guide.js"}
    assert re.findall(r"<script[^>]*></script>", rendered()[name]) == re.findall(
        r"<script.*?</script>", rendered()[name]
    )


@pytest.mark.parametrize(
    "words",
    ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "[x](javascript:alert(1))", "[x](data:text/html,1)"],
)
def test_markup_in_the_words_stays_words(words: str) -> None:
    assert {tag for tag, _ in Reader(html(words)).seen} == {"p"}


def test_what_stands_in_an_example_stays_words() -> None:
    said = "# T\n\n## a-rule\n\n**<b>N</b>**\n\nM.\n\n### <i>H\n\n| Plan | Weak | Strong | <u>Need |\n| --- | --- | --- | --- |\n| <a> | <em> | <s> | <q> |\n"
    (section,) = page("x", said).sections
    tags = {tag for tag, _ in Reader(section_html(section)).seen}
    assert tags.isdisjoint({"i", "u", "a", "em", "s"})


def test_files_that_link_to_each_other_are_pages_that_do() -> None:
    assert 'href="/guide/measurable#no-measure"' in html("[x](measurable.md#no-measure)")
    assert 'href="/guide"' in html("[x](index.md)")
