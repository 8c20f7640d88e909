import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.rules.clause import Shape, parse
from model.rules.people import Actor


@pytest.mark.parametrize(
    ("text", "shape", "actor", "subject", "verb"),
    [
        ("John will stop disrupting the class", Shape.ACTIVE, Actor.PERSON, "John", "stop"),
        ("Mum to attend parenting group.", Shape.ACTIVE, Actor.ROLE, "Mum", "attend"),
        ("May will call Mr March daily", Shape.ACTIVE, Actor.PERSON, "May", "call"),
        ("Will to ring the school", Shape.ACTIVE, Actor.PERSON, "Will", "ring"),
        ("Mark to ring June", Shape.ACTIVE, Actor.PERSON, "Mark", "ring"),
        ("Support worker to ring Housing on Tuesday", Shape.ACTIVE, Actor.ROLE, "Support worker", "ring"),
        ("Support Kai to read twice a week", Shape.IMPERATIVE, Actor.NOBODY, None, "Support"),
        ("Social Work to liaise with housing", Shape.ACTIVE, Actor.AGENCY, "Social Work", "liaise"),
        ("Carer's assessment to be completed", Shape.PASSIVE, Actor.NOBODY, "Carer's assessment", "completed"),
        ("Assessment to be completed by Ms Okafor by 3 May", Shape.PASSIVE, Actor.PERSON, "Assessment", "completed"),
        ("Assessment to be completed by 3 May", Shape.PASSIVE, Actor.NOBODY, "Assessment", "completed"),
        ("We'll offer a midweek deal", Shape.ACTIVE, Actor.FIRST_PERSON, "We", "offer"),
        ("Attendance will rise to 80%", Shape.ACTIVE, Actor.THING, "Attendance", "rise"),
        ("Sana rings the school weekly", Shape.ACTIVE, Actor.PERSON, "Sana", "rings"),
        ("Staff to be more consistent", Shape.ACTIVE, Actor.CROWD, "Staff", "be"),
        ("Carers choir meets each Wed", Shape.ACTIVE, Actor.TEAM, "Carers choir", "meets"),
        ("By 3 May Kwame will send the form", Shape.ACTIVE, Actor.PERSON, "Kwame", "send"),
        ("Over the next four weeks Dad will do bath", Shape.ACTIVE, Actor.ROLE, "Dad", "do"),
        ("Goal 2: Client will verbalise 3 coping skills", Shape.ACTIVE, Actor.ROLE, "Client", "verbalise"),
        ("Shona McGurk (HV) orders 2 bunks", Shape.ACTIVE, Actor.ROLE, "Shona McGurk (HV)", "orders"),
        ("Wee Finlay will sleep in his own bed", Shape.ACTIVE, Actor.PERSON, "Wee Finlay", "sleep"),
        ("Better bedtimes", Shape.FRAGMENT, Actor.NOBODY, None, None),
        ("Quotes out in 24hrs", Shape.FRAGMENT, Actor.NOBODY, None, None),
        ("3 copies of the plan to be laminated", Shape.PASSIVE, Actor.NOBODY, "3 copies of the plan", "laminated"),
        ("Reduce complaints from 42 to 30", Shape.IMPERATIVE, Actor.NOBODY, None, "Reduce"),
        ("To understand feelings", Shape.ACTIVE, Actor.NOBODY, None, "understand"),
        ("I am going to try and be nicer", Shape.ACTIVE, Actor.FIRST_PERSON, "I", "be"),
    ],
)
def test_the_first_clause_is_read_as_a_person_would(
    text: str, shape: Shape, actor: Actor, subject: str | None, verb: str | None
) -> None:
    clause = parse(text)
    assert (clause.shape, clause.actor) == (shape, actor)
    assert (clause.subject and clause.subject.of(text)) == subject
    assert (clause.verb and clause.verb.of(text)) == verb


@pytest.mark.parametrize(
    ("text", "lead"),
    [
        ("By March 1, 2027, Kwame will send the form", "By March 1, 2027, "),
        ("By March 1, 2027 Kwame will send the form", "By March 1, 2027 "),
        ("By Sept. 1st, 2027, I will send the form", "By Sept. 1st, 2027, "),
        ("By 1 March, Kwame will send the form", "By 1 March, "),
        ("By March 1, 2000 leaflets will be sent", "By March 1, "),
        ("In class 4, 2027 will be discussed", "In class 4, "),
    ],
)
def test_a_year_behind_a_comma_belongs_to_the_day_before_it(text: str, lead: str) -> None:
    assert parse(text).lead.of(text) == lead


@pytest.mark.parametrize(
    ("text", "negated"),
    [
        ("Kai will not hit", True),
        ("Leila is never to be left alone", True),
        ("No longer to be late", True),
        ("Kai will sit", False),
    ],
)
def test_a_denied_promise_is_seen(text: str, negated: bool) -> None:
    assert parse(text).negated is negated


@given(st.text(max_size=100))
def test_any_text_has_a_clause_within_it(text: str) -> None:
    clause = parse(text)
    spans = [s for s in (clause.lead, clause.subject, clause.promise, clause.verb, clause.rest, clause.agent) if s]
    assert all(span.end <= len(text) for span in spans)
