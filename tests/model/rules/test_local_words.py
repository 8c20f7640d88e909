from datetime import date

import pytest

from model.criteria import Criterion, Objective, Span
from model.encoder_view import views
from model.rules.clause import Shape
from model.rules.examine import examine
from model.rules.local_words import LocalWords
from model.rules.people import Actor, actor_of
from model.rules.reading import Reading
from model.statement import compose

LOCAL = LocalWords(
    agencies=(
        "Kinnect",
        "Together for Families",
        "Help to Home",
        "Stay Safe",
        "Barnardo's",
        "Connect",
        "the hub",
        "Growth Squad",
    ),
    posts=("link person", "Kinnect navigator"),
    names=("Chase", "Summer Doyle"),
    instruments=("Kinnect wheel", "rag rating"),
    plain=("nurture", "stay and play", "Every Child Group", "quality time", "Better Together", "Team 4"),
)


def read(text: str, local: LocalWords = LOCAL) -> Reading:
    return Reading(compose(Objective(text), date(2026, 11, 22), local))


def rules(text: str, local: LocalWords = LOCAL) -> set[str]:
    _, findings = examine(compose(Objective(text, need="x"), date(2026, 11, 22), local))
    return {f.rule for f in findings}


@pytest.mark.parametrize(
    ("phrase", "actor"),
    [
        ("Kinnect", Actor.AGENCY),
        ("Together for Families", Actor.AGENCY),
        ("The Hub", Actor.AGENCY),
        ("Barnardo’s", Actor.AGENCY),
        ("Grace from Together for Families", Actor.PERSON),
        ("Kinnect (Sana Malik)", Actor.PERSON),
        ("Kinnect worker", Actor.ROLE),
        ("Link person", Actor.ROLE),
        ("The Kinnect navigator", Actor.ROLE),
        ("Growth Squad", Actor.TEAM),
        ("kinnect", Actor.THING),
        ("Sana", Actor.PERSON),
    ],
)
def test_an_office_says_who_is_meant(phrase: str, actor: Actor) -> None:
    assert actor_of(phrase, local=LOCAL) is actor


@pytest.mark.parametrize(
    ("text", "subject", "verb", "actor"),
    [
        ("Help to Home will ring Dad", "Help to Home", "ring", Actor.AGENCY),
        ("Stay Safe to ring Dad", "Stay Safe", "ring", Actor.AGENCY),
        ("By 3 May, Stay Safe will ring Dad", "Stay Safe", "ring", Actor.AGENCY),
        ("Chase to ring Dad", "Chase", "ring", Actor.PERSON),
        ("Summer Doyle rings Dad", "Summer Doyle", "rings", Actor.PERSON),
        ("The hub to ring Dad", "The hub", "ring", Actor.AGENCY),
        ("Connect to ring Dad", "Connect", "ring", Actor.AGENCY),
    ],
)
def test_a_name_made_of_verbs_opens_a_sentence_as_a_name(text: str, subject: str, verb: str, actor: Actor) -> None:
    clause = read(text).clause
    assert clause.subject is not None
    assert clause.verb is not None
    assert (clause.subject.of(text), clause.verb.of(text), clause.actor) == (subject, verb, actor)


def test_an_order_stays_an_order_though_an_agency_has_its_name() -> None:
    assert read("Connect the family with Housing").clause.shape is Shape.IMPERATIVE


def test_the_doer_of_a_passive_may_have_a_long_name() -> None:
    text = "Report to be written by Together for Families by 5 March"
    clause = read(text).clause
    assert clause.agent is not None
    assert (clause.agent.of(text), clause.actor) == ("Together for Families", Actor.AGENCY)
    assert "agency-actor" in rules(text)
    assert "agency-actor" not in rules(text, LocalWords())


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Ana will nurture Leila until 5 March", "weak-verb"),
        ("Ana will be nurturing Leila until 5 March", "weak-verb"),
        ("Ana will stay and play with Leila on Mondays", "weak-verb"),
        ("Ana will ring Bea and Mum will nurture Leila", "two-aims"),
        ("Ana will take Leila to the Every Child Group on 5 March", "absolute"),
        ("Ana will give Leila quality time on 5 March", "vague-object"),
        ("Sana will bring Leila to Better Together", "comparative-without-figure"),
    ],
)
def test_plain_terms_of_an_office_are_left_alone(text: str, rule: str) -> None:
    assert rule not in rules(text)
    assert rule in rules(text, LocalWords()), "they would be blamed elsewhere"


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Ana will support Leila until 5 March", "weak-verb"),
        ("Ana will stay calm until 5 March", "weak-verb"),
        ("Ana will take Leila to every child group on 5 March", "absolute"),
        ("Kinnect will ring Dad", "agency-actor"),
    ],
)
def test_other_words_are_judged_as_ever(text: str, rule: str) -> None:
    assert rule in rules(text)


def test_an_instrument_of_an_office_is_evidence() -> None:
    for text in ("Leila will be calm by her Kinnect wheel", "Leila will be calm by her RAG rating"):
        assert "no-measure" not in rules(text)
        assert "no-measure" in rules(text, LocalWords())


def test_a_figure_in_a_local_term_counts_nothing() -> None:
    assert "no-measure" in rules("Leila will sit with Team 4")


def test_local_words_are_no_slips_of_the_finger() -> None:
    local = LocalWords(plain=("tesmk",), agencies=("recieve",))
    assert read("Ana will tesmk and recieve Leila", local).text == "Ana will tesmk and recieve Leila"
    (view,) = views(["Ana will recieve Leila"], {"receive": 1}, LocalWords(plain=("recieve",)))
    assert "recieve" in view.text


def test_the_encoder_is_shown_what_local_names_stand_for() -> None:
    text = "Sana from Kinnect and the link person will fill in the Kinnect wheel with Chase"
    (view,) = views([text], {}, LOCAL)
    assert view.text == "Sam from services and the worker will fill in the questionnaire with Alex"
    at = view.text.index("services")
    assert view.original(Span(at, at + len("services"))).of(text) == "Kinnect"


def test_the_parts_of_a_plan_are_composed_with_local_names() -> None:
    said = compose(Objective("Stay Safe to ring Dad", when="2027-03-01"), date(2026, 11, 22), LOCAL)
    assert said.text == "Stay Safe to ring Dad by 1 March 2027"
    assert (
        compose(Objective("Nurture Leila", "Kinnect"), date(2026, 11, 22), LOCAL).text == "Kinnect will nurture Leila"
    )


def test_a_local_agency_counts_against_both_criteria() -> None:
    _, findings = examine(compose(Objective("Kinnect will ring Dad"), date(2026, 11, 22), LOCAL))
    assert {f.criterion for f in findings if f.rule == "agency-actor"} == {Criterion.SPECIFIC, Criterion.ACHIEVABLE}
