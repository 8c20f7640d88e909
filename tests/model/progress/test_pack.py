"""The promise of the pack: every statement has its row, and nothing stands in it that is not in the reviews."""

import re
from collections.abc import Iterator
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from model.progress.pack import Fixed, Heading, Pack, Said, Table, evidence_pack, shown_day
from model.progress.report import Progress, progress
from model.progress.reviews import Ref, Review, ReviewRow
from model.progress.saying import tidy
from tests.model.progress.plans import reviews

FEW = settings(max_examples=30)
NAMES = ("Tomasz", "Meera", "Kwame", "Siobhán")
RESULTS = (
    "2 of 5 mornings",
    "3 of 5 mornings",
    "61%",
    "17 times a week",
    "4/10",
    "0",
    "Done",
    "No change",
    "3–4 times",
)
OWN_CAPITALS = (
    "A By File Day In It Moved Named New No Not Nothing Of Review Reviewed Stalled The R Baseline Issue Measured Note "
    "Objective Row Target Trend What When Where How"
)
"""Words of the module's own that open a sentence or a heading."""
REFERENCE = re.compile(r"\[R(\d+), row (\d+)\]")
QUOTED = re.compile(r"“([^”]*)”((?: \[R\d+, row \d+\])+)")

words = st.builds(
    lambda name, verb, number: f"{name} will {verb} {number}",
    st.sampled_from(NAMES),
    st.sampled_from(["ring the school", "keep a diary", "meet the nurse for"]),
    st.sampled_from(["", "37 times", "at least 4 of 5 mornings", "no more than 2 times a week"]),
)
maybe = st.none() | words
rows = st.builds(
    ReviewRow,
    words,
    id=st.none() | st.sampled_from("123"),
    issue=maybe,
    who=st.none() | st.sampled_from(NAMES),
    when=st.none() | st.sampled_from(["26 March 2027", "ongoing"]),
    measure=maybe,
    baseline=st.none() | st.sampled_from(RESULTS),
    target=st.none() | st.sampled_from(["at least 4 of 5 mornings", "2 of 5", "under 9 times a week"]),
    result=st.none() | st.sampled_from(RESULTS),
    note=st.none() | st.sampled_from(["with her consent", "the assessment of 1999", "escalated to the panel"]),
    place=st.none() | st.just("table 1, row 8"),
)
days = st.dates(date(2026, 1, 1), date(2028, 1, 1))
plans = st.lists(st.builds(Review, days, st.lists(rows, min_size=1, max_size=4).map(tuple)), min_size=1, max_size=7)


def texts(pack: Pack) -> Iterator[str]:
    """Yield what the pack says of this plan, without what is the same in every pack."""
    for block in pack.blocks:
        if isinstance(block, Said):
            yield block.statement.text
        elif isinstance(block, Table):
            yield from block.header
            yield from (cell for line in block.lines for cell in line.cells)


def given_words(found: Progress) -> Iterator[str]:
    for review in found.reviews:
        yield shown_day(review.day)
        yield review.name
        for row in review.rows:
            yield from row.words
            yield row.place or ""


@FEW
@given(plans)
def test_every_figure_and_every_name_of_the_pack_stands_in_the_reviews(plan: list[Review]) -> None:
    found = progress(plan)
    given_text = " ".join(given_words(found))
    figures, capitals = set(re.findall(r"\d+", given_text)), set(re.findall(r"\b[A-Z]\w*", given_text))
    for text in texts(evidence_pack(found)):
        own = re.sub(r"\bR\d+\b", "R", REFERENCE.sub("", text))
        assert set(re.findall(r"\d+", own)) <= figures, text
        assert set(re.findall(r"\b[A-Z]\w*", own)) <= capitals | set(OWN_CAPITALS.split()), text


@FEW
@given(plans)
def test_every_statement_names_rows_and_what_it_quotes_stands_in_the_last_of_them(plan: list[Review]) -> None:
    found = progress(plan)
    for block in evidence_pack(found).blocks:
        if not isinstance(block, Said):
            continue
        statement = block.statement
        assert statement.refs
        assert {Ref(int(r), int(n)) for r, n in REFERENCE.findall(statement.text)} == set(statement.refs)
        for quoted, refs in QUOTED.findall(statement.text):
            review, row = REFERENCE.findall(refs)[-1]
            assert quoted in map(tidy, found.reviews[int(review) - 1].rows[int(row) - 1].words)


@FEW
@given(plans)
def test_what_is_no_statement_is_the_same_in_every_pack(plan: list[Review]) -> None:
    for block in evidence_pack(progress(plan)).blocks:
        if isinstance(block, Heading | Fixed):
            assert not any(name in block.text for name in NAMES)
            assert not re.search(r"\d", block.text.replace("child's plan 2", ""))


@FEW
@given(plans)
def test_every_row_of_every_review_stands_among_what_was_tried(plan: list[Review]) -> None:
    found = progress(plan)
    (tried,) = [
        b for b in evidence_pack(found).blocks if isinstance(b, Table) and b.title == "Everything that was tried"
    ]
    listed = sorted(line.cells[0] for line in tried.lines if not line.banner)
    assert listed == sorted(str(Ref(n, i)) for n, r in enumerate(found.reviews, 1) for i in range(1, len(r.rows) + 1))


def test_a_row_without_a_result_says_not_measured() -> None:
    blocks = evidence_pack(progress(reviews([ReviewRow("Ring the school", who="Mum")]))).blocks
    tried = next(b for b in blocks if isinstance(b, Table) and b.title == "Everything that was tried")
    assert tried.lines[-1].cells == (
        "[R1, row 1]",
        "20 January 2027",
        "Mum",
        "not said",
        "not said",
        "not measured",
        "—",
    )


def test_more_reviews_than_fit_side_by_side_go_into_a_further_table() -> None:
    plan = [Review(date(2027, month, 1), (ReviewRow("Be in class", result="2 of 5"),)) for month in range(1, 8)]
    tables = [b for b in evidence_pack(progress(plan)).blocks if isinstance(b, Table) and "side by side" in b.title]
    assert [sum(head.startswith("R") for head in table.header) for table in tables] == [5, 2]


def test_an_objective_found_again_by_its_words_is_listed_to_be_checked() -> None:
    row = ReviewRow("Ring the school every Friday", result="Done")
    said = [b.statement.text for b in evidence_pack(progress(reviews([row], [row]))).blocks if isinstance(b, Said)]
    assert said[-1] == "“Ring the school every Friday” [R1, row 1] [R2, row 1]."
