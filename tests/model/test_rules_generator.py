"""The rules rewriter on every shape of the annotation guide; each line is what a reader sees first."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.criteria import Objective
from model.guard import keep
from model.rules.examine import examine
from model.rules_generator import RulesGenerator
from model.statement import compose
from model.suggestion import Draft

DAY = date(2026, 11, 22)


def drafts(text: str, need: str | None = None, baseline: str | None = None, domain: str | None = None) -> list[Draft]:
    objective = Objective(text, need=need, baseline=baseline, domain=domain)
    reading, findings = examine(compose(objective, DAY))
    return RulesGenerator().generate(objective, reading, findings)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "John will stop disrupting the class",
            "Instead of disrupting the class, John will [what] [amount] [when], shown by [method], [why].",
        ),
        (
            "Kyle needs to stop shouting out so that Mia can hear",
            "Instead of shouting out so that Mia can hear, Kyle will [what] [amount] [when], shown by [method].",
        ),
        (
            "Mum to attend parenting group.",
            "Mum will attend parenting group [amount] [when], shown by [method], [why].",
        ),
        ("Child to be referred to CAMHS", "[who] will refer the child to CAMHS [when], [why]."),
        ("Carer's assessment to be completed", "[who] will complete carer's assessment [when], [why]."),
        ("Reduce complaints from 42 to 30", "[who] will reduce complaints from 42 to 30 [when], [why]."),
        (
            "Attendance will rise from 70% to 80% by 3 May",
            "[who] will [what] so that attendance rises from 70% to 80% by 3 May, [why].",
        ),
        ("Social Work to ring Mum on 4 May", "[who] from Social Work will ring Mum on 4 May, [why]."),
        ("Better bedtimes", "Better bedtimes: [who] will [what] [amount] [when], shown by [method], [why]."),
        (
            "I am going to try and be a bit nicer to my mum",
            "To be a bit nicer to my mum, I will [what] [amount] [when], shown by [method], [why].",
        ),
        (
            "By review, Dad will be spending quality time with the children",
            "Dad will spend quality time with the children by [what] [amount] [when], shown by [method], [why].",
        ),
        (
            "Mrs Farrukh (family support) will visit home weekly, ongoing.",
            "Mrs Farrukh (family support) will visit home weekly [when], [why].",
        ),
        (
            "Leila is never to be left on her own",
            "So that Leila is never left on her own, [who] will [what] [amount] [when], shown by [method], [why].",
        ),
        (
            "Housekeeping team shall have 100% of rooms ready by Friday",
            "[who] from Housekeeping team will have [amount] on the way to 100% of rooms ready by Friday, [why].",
        ),
        ("Sana rings the school weekly", "Sana rings the school weekly [when], [why]."),
    ],
)
def test_each_shape_becomes_a_sentence_that_asks_for_what_is_missing(text: str, said: str) -> None:
    assert drafts(text)[0].text == said


def test_in_a_personal_goal_the_imperative_stays() -> None:
    assert drafts("Read more", domain="personal")[0].text.startswith("Read more [amount]")


def test_the_baseline_is_kept_beside_the_amount_that_is_asked_for() -> None:
    assert drafts("Mum to attend group", baseline="2 of 6 sessions")[0].text.endswith("Now: 2 of 6 sessions.")


def test_an_objective_that_misses_its_need_is_asked_to_answer_it() -> None:
    said = drafts("Zofia will save £5 by 3 May", need="Zofia has untreated tooth decay")[0].text
    assert "because of the need (“Zofia has untreated tooth decay”), will also [what]" in said


def test_the_drafts_differ_in_order_and_not_in_facts() -> None:
    found = drafts("John will stop disrupting the class")
    assert len({d.text for d in found}) == len(found) >= 2
    assert all("John" in d.text for d in found)


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=120).filter(str.strip))
def test_no_text_breaks_the_rewriter_and_every_blank_stands_where_it_says(text: str) -> None:
    for draft in drafts(text):
        assert all(p.span.of(draft.text) == p.kind.blank for p in draft.proposals)
        assert draft.blank_text == draft.text


WHO = st.sampled_from(["Mum", "Kyle", "Mrs Okonkwo", "The keyworker", "I", "Amina's dad"])
DOES = st.sampled_from(
    ["stop shouting at home", "attend the clinic", "be kinder", "read 3 books", "understand money", "ring Housing"]
)
UNTIL = st.sampled_from(["", " by 3 May", " asap", " ongoing", " at the next review", " every Friday", " in 2 weeks"])


@given(WHO, st.sampled_from([" will ", " to ", " needs to "]), DOES, UNTIL)
def test_the_guard_lets_every_rules_draft_of_a_plain_sentence_through(
    who: str, will: str, does: str, until: str
) -> None:
    objective = Objective(f"{who}{will}{does}{until}")
    reading, findings = examine(compose(objective, DAY))
    for draft in RulesGenerator().generate(objective, reading, findings):
        assert keep(reading, draft).reasons == ()
