from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.criteria import Objective, Span
from model.facts import facts
from model.guard import keep, mark_inventions
from model.rules.reading import Reading
from model.statement import compose
from model.suggestion import Draft, Kind, Proposal, kinds, read

DAY = date(2026, 11, 22)


def rule(text: str, marked: str, **context: str) -> tuple[str | None, tuple[str, ...]]:
    ruling = keep(Reading(compose(Objective(text, **context), DAY)), read(marked))
    return (ruling.draft.marked if ruling.draft else None), ruling.reasons


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("John will stop disrupting the class", "Instead of disrupting the class, John will [[what: ]] [[when: ]]."),
        ("Mum to ring Housing by 3 May", "Mum will ring Housing by 3 May, [[why: so that the heating is fixed]]."),
        ("Ana to attend six sessions", "Ana will attend 6 sessions [[when: by June]]."),
        ("Ana to go in Sept", "Ana will go in September [[amount: ]]."),
    ],
)
def test_a_faithful_candidate_passes_as_it_is(text: str, marked: str) -> None:
    assert rule(text, marked) == (marked, ())


@pytest.mark.parametrize(
    ("text", "marked", "kept"),
    [
        ("Mum to ring Housing", "Mum will ring Housing by 3 May.", "Mum will ring Housing by [[when: 3 May]]."),
        (
            "Mum to ring 1 firm in 2027",
            "Mum will ring 1 firm in 2027 by 1 March 2027.",
            "Mum will ring 1 firm in 2027 by [[when: 1 March 2027]].",
        ),
        (
            "Mum to ring 1 firm in 2027",
            "Mum will ring 1 firm by March 1, 2027.",
            "Mum will ring 1 firm by [[when: March 1, 2027]].",
        ),
        (
            "Mum to ring 1 firm in May",
            "Mum will ring 1 firm by the 3rd of May.",
            "Mum will ring 1 firm by the [[when: 3rd of May]].",
        ),
        (
            "Mum to ring 1 firm in 2027",
            "Mum will ring 1 firm by 2027-03-01.",
            "Mum will ring 1 firm by [[when: 2027-03-01]].",
        ),
        ("Mum to ring Housing", "Mum will ring Housing 4 times.", "Mum will ring Housing [[amount: 4]] times."),
        ("Mum to ring Housing", "Mum will ring Sana at Housing.", "Mum will ring [[who: Sana]] at Housing."),
        ("Mum to ring Housing", "Mum will ring Housing on Friday.", "Mum will ring Housing on [[when: Friday]]."),
        ("Mum to ring Housing", "Mum will ring 李明 at Housing.", "Mum will ring [[who: 李明]] at Housing."),
        ("Mum to eat cake", "Mum will eat ½ a cake.", "Mum will eat [[amount: ½]] a cake."),
        ("Mum to ring Housing", "Mum will ring Housing and paint.", "Mum will ring Housing and [[what: paint]]."),
        (
            "Mum to ring Housing",
            "Mum will ring Housing twelve times.",
            "Mum will ring Housing [[amount: twelve]] times.",
        ),
    ],
)
def test_an_unmarked_invention_is_put_into_a_span_of_its_kind(text: str, marked: str, kept: str) -> None:
    assert rule(text, marked) == (kept, ())


@pytest.mark.parametrize(
    ("text", "marked", "context", "reason"),
    [
        ("Ana to attend 6 sessions by 3 May", "Ana will attend sessions [[when: soon]].", {}, "it loses 3, 6, may"),
        ("Ana to ring Mr Okafor", "Ana will ring [[who: somebody]].", {}, "it loses mr, okafor"),
        ("Dad will read with Ana", "Mum will read with Ana [[when: ]].", {}, "changes who acts"),
        ("Dad will read with Ana", "Dad will not read with Ana [[when: ]].", {}, "denies"),
        ("Dad will read with Ana", "Dad will not read with Ana [[when: ]].", {"need": "He does not sleep"}, "denies"),
        ("John will not hit anybody", "John will hit anybody [[when: ]].", {}, "denies"),
        ("Kai will sit down", "Kai will sit down or [[what: get a detention]].", {}, "no colleague may"),
        ("Kai will sit down", "Kai will sit down or [[what: be locked in his room]].", {}, "no colleague may"),
        ("Mum to treat Ana", "Mum will treat Ana with 20 mg a day [[when: ]].", {}, "no colleague may"),
        ("Mum to give Ana 15 mg", "Mum will give Ana 15 mg, [[amount: later 5 mg]].", {}, "no colleague may"),
        ("Mum to treat Ana", "Mum will treat Ana with [[amount: two tablets]].", {}, "no colleague may"),
        ("Kai will sit down", "Kai will take [[amount: 20 mg]] of it.", {}, "no colleague may"),
        ("Kai will sit down", "Kai will sit down \u202etsrif.", {}, "control characters"),
        ("Kai will sit down", f"Kai will sit down {'again and ' * 40}.", {}, "longer than 60 words"),
    ],
)
def test_a_candidate_that_breaks_a_promise_is_thrown_out_with_the_reason(
    text: str, marked: str, context: dict[str, str], reason: str
) -> None:
    kept, reasons = rule(text, marked, **context)
    assert kept is None
    assert any(reason in r for r in reasons), reasons


def test_facts_of_the_context_may_be_used_unmarked() -> None:
    marked = "Mum will ring the GP about both jabs missed in May [[when: ]]."
    assert rule("Mum to ring the GP", marked, need="Baby missed both jabs in May") == (marked, ())


def test_a_sanction_that_the_author_wrote_is_not_held_against_the_rewrite() -> None:
    assert rule("Kai will finish his detention", "Kai will finish his [[what: detention]].")[1] == ()


def test_spans_that_overlap_are_refused() -> None:
    draft = Draft("Kai will sit", (Proposal(Span(0, 5), Kind.WHO), Proposal(Span(3, 8), Kind.WHAT)))
    reading = Reading(compose(Objective("Kai to sit"), DAY))
    assert "its spans overlap or point outside the text" in keep(reading, draft).reasons


def test_a_deadline_of_a_plans_column_is_given_as_it_is_spoken() -> None:
    objective = Objective("Mum to ring Housing", when="2027-03-01")
    said = "Mum will ring Housing by 1 March 2027, [[why: ]]."
    ruling = keep(Reading(compose(objective, DAY)), read(said))
    assert ruling.draft is not None
    assert ruling.draft.marked == said
    other = keep(Reading(compose(objective, DAY)), read("Mum will ring Housing by 1 March 2027 or 2 April, [[why: ]]."))
    assert other.draft is not None
    assert "[[when: 2 April]]" in other.draft.marked


@given(st.text(st.characters(exclude_characters="[]", exclude_categories=["Cs"]), max_size=120))
def test_no_number_date_or_name_leaves_the_guard_unmarked(text: str) -> None:
    draft = mark_inventions(Objective("go home"), Draft(text))
    assert all(any(f.span.overlaps(p.span) for p in draft.proposals) for f in facts(text))
    assert all(k in Kind for k in kinds(draft))


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=80))
def test_what_the_author_gave_is_never_marked(text: str) -> None:
    assert mark_inventions(Objective(text or "x"), Draft(text)).proposals == ()
