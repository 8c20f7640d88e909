from html.parser import HTMLParser

from model.progress.pack import evidence_pack
from model.progress.report import progress
from model.progress.reviews import ReviewRow
from serve.progress_chart import chart
from serve.progress_page import page
from tests.model.progress.plans import reviews

FOUND = progress(
    reviews([ReviewRow("<b>Be</b> in class & <script>", baseline="1 of 5", target="4 of 5", result="1 of 5")])
)


class Words(HTMLParser):
    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value or "" for name, value in attrs if name in ("src", "href")]


def test_words_of_a_plan_are_words_and_nothing_is_asked_of_another_place() -> None:
    found = Words(page(evidence_pack(FOUND, "Sam <i>"), chart(FOUND)))
    assert not {"script", "b", "i"} & set(found.tags)
    assert found.links == []


def test_the_chart_stands_where_the_trends_are_told() -> None:
    shown = page(evidence_pack(FOUND), chart(FOUND))
    assert "<h2>What moved and what did not</h2><svg" in shown
    assert "<svg" not in page(evidence_pack(FOUND), None)


def test_tables_have_headings_and_say_what_they_hold() -> None:
    shown = page(evidence_pack(FOUND), None)
    assert "<caption>Everything that was tried</caption>" in shown
    assert '<th scope="col">Measured result</th>' in shown
