import re
from pathlib import Path

import pytest

from model.criteria import Criterion
from model.plan_findings.catalogue import PLAN_RULES
from model.rules.catalogue import MODEL_EVIDENCE, RULES
from serve.guide.book import PAGES, Example, Section, page, pages, places, rows_in

FOLDER = Path(__file__).parents[3] / "serve/guide/text"
PARTS = ["Why LIAP asks for it", "Weak and strong", "What to do", "When to leave it"]
SECTIONS = [section for _, section in places().values()]
MARKUP = """# A title

Words.

## a-rule

**Its name**

What it means, with [a link](specific.md#no-actor).

### Weak and strong

| Plan | Weak | Strong | Need |
| --- | --- | --- | --- |
| Personal | Run | I will run 3 km |  |
| Personal | Eat | I will eat an apple | Hunger. |

One more thing.
"""


def by_id(section: Section) -> str:
    return section.id


def test_every_finding_has_exactly_one_section_and_no_section_is_about_anything_else() -> None:
    ids = [section.id for page in pages().values() for section in page.sections]
    assert len(ids) == len(set(ids))
    assert set(ids) == {*RULES, MODEL_EVIDENCE, *PLAN_RULES}


def test_a_section_stands_on_the_page_of_its_criterion_under_the_name_that_the_finding_has_everywhere() -> None:
    for rule in RULES.values():
        where, section = places()[rule.id]
        assert where.name == rule.criterion.value.replace("_", "-")
        assert section.title == rule.title


def test_a_finding_that_only_a_whole_plan_has_stands_on_the_page_about_plans() -> None:
    for rule in PLAN_RULES.values():
        where, section = places()[rule.id]
        assert (where.name == "plan") == (rule.id not in RULES)
        assert section.title.replace("’", "'") == rule.title


def test_there_is_a_page_for_each_criterion_and_a_file_for_each_page() -> None:
    assert {c.value.replace("_", "-") for c in Criterion} <= set(pages())
    assert {path.stem for path in FOLDER.glob("*.md")} == set(PAGES)


@pytest.mark.parametrize("section", SECTIONS, ids=by_id)
def test_each_section_says_what_why_and_what_to_do(section: Section) -> None:
    headings = [part.heading for part in section.parts]
    assert headings == [p if section.examples or p != "Weak and strong" else "What it looks like" for p in PARTS]
    assert section.meaning
    assert all(part.words or part.examples for part in section.parts)
    assert "?**" in section.parts[2].words, "it gives its reader a question to ask"


@pytest.mark.parametrize("section", SECTIONS, ids=by_id)
def test_each_section_has_three_or_more_pairs_from_different_kinds_of_plan(section: Section) -> None:
    if section.id != MODEL_EVIDENCE:
        assert len(section.examples) >= 3
        of_a_child = section.id == "child-or-parent-without-action"
        assert len({example.plan for example in section.examples}) >= (2 if of_a_child else 3)


@pytest.mark.parametrize("name", PAGES)
def test_its_sentences_are_short(name: str) -> None:
    words = re.sub(r"(?m)^(?:\|.*|#.*)$|\[([^\]]+)\]\([^)]+\)", r"\1", pages()[name].opening)
    words += " ".join(p.words for s in pages()[name].sections for p in s.parts)
    sentences = [s for s in re.split(r"(?<=[.!?:])[”*]*\s+", words) if s.strip()]
    assert sum(len(s.split()) for s in sentences) / len(sentences) < 16
    assert max(len(s.split()) for s in sentences) <= 45


def test_a_page_is_read_with_its_sections_and_examples() -> None:
    read = page("a-page", MARKUP)
    (section,) = read.sections
    (part,) = section.parts
    assert (read.title, read.opening) == ("A title", "Words.")
    assert (section.id, section.title) == ("a-rule", "Its name")
    assert (part.heading, part.words) == ("Weak and strong", "One more thing.")
    assert part.examples == (
        Example("Personal", "Run", "I will run 3 km", {}),
        Example("Personal", "Eat", "I will eat an apple", {"Need": "Hunger."}),
    )


def test_an_example_of_a_plan_is_read_by_rows_and_cells() -> None:
    assert rows_in("Mum will ring Dad") == [["Mum will ring Dad"]]
    assert rows_in("Who: Mum · What: Ring / Who: Ben") == [["Who: Mum", "What: Ring"], ["Who: Ben"]]


def test_told_elsewhere_a_section_has_its_name_for_its_heading_and_no_links() -> None:
    (section,) = page("a-page", MARKUP).sections
    assert section.told.startswith("## Its name\n\nWhat it means, with a link.")
    assert section.told.rstrip().endswith("One more thing.")


def test_a_file_without_a_title_is_no_page() -> None:
    with pytest.raises(ValueError, match=r"a-page\.md begins with no title"):
        page("a-page", "Words.")
