import re

from hypothesis import given, settings
from hypothesis import strategies as st

from data.documents.xmlpart import parse
from model.progress.report import Progress, progress
from model.progress.reviews import ReviewRow
from serve.progress_chart import chart
from tests.model.progress.plans import reviews

SVG = "{http://www.w3.org/2000/svg}"


def one(*results: str | None, text: str = "Be in class") -> Progress:
    row = {"what": text, "id": "1", "baseline": "1 of 5", "target": "at least 4 of 5"}
    return progress(reviews(*([ReviewRow(**row, result=result)] for result in results)))


def drawn(found: Progress) -> str:
    svg = chart(found)
    assert svg is not None
    return svg


def circles(svg: str) -> list[float]:
    return [float(y) for y in re.findall(r'<circle [^>]*cy="([\d.]+)"', svg)]


def test_more_stands_higher_and_the_baseline_comes_first() -> None:
    baseline, first, second = circles(drawn(one("2 of 5", "4 of 5")))
    assert baseline > first > second


def test_the_same_share_stands_at_the_same_height_whatever_the_whole() -> None:
    row = {"what": "Be in class", "id": "1", "measure": "at least 9 of 10 mornings"}
    results = ("2 of 4 mornings", "5 of 10 mornings")
    first, second = circles(drawn(progress(reviews(*([ReviewRow(**row, result=r)] for r in results)))))
    assert first == second


def test_no_line_goes_across_a_review_at_which_nothing_was_measured() -> None:
    assert drawn(one("2 of 5", "3 of 5", "3 of 5")).count('class="l"') == 1
    lines = re.findall(r'class="l" d="M([^"]+)"', drawn(one("2 of 5", None, "3 of 5", "4 of 5")))
    assert [line.count("L") for line in lines] == [1, 1]


def test_it_says_in_words_what_it_shows() -> None:
    root = parse(drawn(one("2 of 5", "3 of 5")).encode())
    assert root.get("role") == "img"
    named = [root.find(f"{SVG}{tag}").get("id") for tag in ("title", "desc")]
    assert root.get("aria-labelledby").split() == named
    said = root.find(f"{SVG}desc").text
    assert (
        said == "Be in class — moved. baseline: 1 of 5; R1 20 Jan: 2 of 5; R2 10 Mar: 3 of 5; target: at least 4 of 5."
    )


def test_it_follows_a_dark_setting() -> None:
    assert "prefers-color-scheme:dark" in drawn(one("2 of 5"))


def test_where_no_last_result_is_a_figure_there_is_no_chart() -> None:
    assert chart(one("2 of 5", None)) is None
    assert chart(progress(reviews([ReviewRow("Ring", result="Done")]))) is None


@settings(max_examples=30)
@given(st.text(min_size=1, max_size=60), st.sampled_from(["2 of 5", "0", "900000", "61%", "3 fights a week", "130%"]))
def test_it_is_well_formed_and_stays_in_its_frame_whatever_the_plan_says(text: str, result: str) -> None:
    svg = drawn(progress(reviews([ReviewRow(text, result=result, target="4 of 5", baseline="0")])))
    _, _, _, height = map(float, parse(svg.encode()).get("viewBox").split())
    assert all(0 <= y <= height for y in circles(svg))
