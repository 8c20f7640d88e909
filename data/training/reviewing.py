"""Answers to Exercise 2 as reviews, from those who consented: blind judgements of statements that nobody wrote about anybody."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from data.reviews.review import Outcome, Review
from data.training.answers import Consent, Decision, Rewording, Standing, said_to
from data.training.exercises import Statement
from data.training.session import Participant, Session
from model.criteria import Criterion

TRAINEE = "trainee"
"""The reviewer's name where somebody chose no pseudonym."""


def consented(mine: Standing) -> bool:
    """Say whether somebody's answers may become reviews; unless told, they may not."""
    said = said_to(mine, "consent")
    return isinstance(said, Consent) and said.given


def reviews_of(
    session: Session,
    people: Iterable[Participant],
    room: Mapping[int, Standing],
    statements: Iterable[Statement],
) -> list[Review]:
    """Return the reviews of a session.

    A tick says that all five criteria are met; a “no” says which are not, and nothing of the others. They were given before any
    verdict was shown. Sent twice, they are the same reviews.
    """
    shown = {s.id: s.on(session.day) for s in statements}
    return [
        review
        for person in people
        if consented(mine := room.get(person.number, {}))
        for item, answer in mine.items()
        if isinstance(answer.said, Decision) and item.of in shown
        if (review := _review(session, person, shown[item.of], answer.said, mine, answer.at)) is not None
    ]


def _review(
    session: Session, person: Participant, statement: Statement, decided: Decision, mine: Standing, at: datetime
) -> Review | None:
    words = said_to(mine, f"rewording-{statement.id}")
    kept = words.text if isinstance(words, Rewording) and not decided.smart else None
    labels: dict[Criterion, bool | None] = (
        dict.fromkeys(Criterion, True) if decided.smart else dict.fromkeys(decided.misses, False)
    )
    if not labels and kept is None:
        return None
    return Review(
        id=f"training-{session.code}-{person.number}-{statement.id}",
        objective=statement.objective(),
        labels=labels,
        reviewer=person.pseudonym or TRAINEE,
        source=session.code,
        at=at,
        as_of=session.day,
        outcome=None if kept is None else Outcome.EDITED,
        kept=kept,
    )
