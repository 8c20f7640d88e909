"""The room: sessions, who is in them, and what they answered; everything that the routes of the training room ask for."""

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from pydantic import ValidationError

from data.reviews.review import Review
from data.training.answers import MOST_ROWS, Answer, Choice, Item, item_in, standing
from data.training.exercises import MOVING_ON, scenario, scenarios, situation, statement, statements
from data.training.report import Report, report
from data.training.reviewing import reviews_of
from data.training.rows import Given, Revision
from data.training.session import (
    MOST_ANSWERS,
    MOST_PARTICIPANTS,
    MOST_SESSIONS,
    Participant,
    Session,
    Step,
    code_in,
    new_token,
)
from data.training.store import TrainingStore
from data.training.tallies import Tally, tally
from model.errors import AimwellError, InputError
from serve.errors import words_of
from serve.training.elsewhere import Elsewhere
from serve.training.feed import Audience, Feed
from serve.training.refused import NoSuchSession, NotInTheRoom, RoomFull, SessionOver

log = logging.getLogger("aimwell")

Give = Callable[[Sequence[Review]], object]
"""How consented answers are given to the review store."""


class Room:
    """All sessions of a service. What it is told is on the disk before it answers, and then whoever listens is woken."""

    def __init__(self, store: TrainingStore, give: Give, today: Callable[[], date]) -> None:
        self.store = store
        self.feed = Feed()
        self.elsewhere = Elsewhere(store, self.feed)
        self._give = give
        self._today = today
        self._read: tuple[str, tuple[Answer, ...]] = ("", ())

    def begin(self, family: str | None) -> Session:
        """Begin a session with one of the scenarios, the first one unless told.

        Raises:
            InputError: when there is no such scenario.
            RoomFull: when as many sessions are kept as may be.
        """
        chosen = scenarios()[0] if family is None else scenario(family)
        if chosen is None:
            raise InputError("scenario", f"is none that ships; use one of {', '.join(s.id for s in scenarios())}")
        self.store.delete_old()
        if len(self.store.sessions()) >= MOST_SESSIONS:
            raise RoomFull(f"{MOST_SESSIONS} sessions are kept already. Delete one that is over, then begin this one.")
        return self.store.begin(chosen.id, self._today())

    def session(self, code: str) -> Session:
        """Return a session by its code.

        Raises:
            NoSuchSession: when there is none.
        """
        found = self.store.session(code_in(code) or "")
        if found is None:
            raise NoSuchSession
        return found

    def lead(self, code: str, step: Step) -> Session:
        """Lead a session to a step; the last one ends it.

        Raises:
            SessionOver: when it has ended, or its time is over.
        """
        session = self.session(code)
        if not session.takes_people(self.store.now()):
            raise SessionOver
        self.store.move(session.code, step)
        self._tell(session.code, Audience.PEOPLE, Audience.FACILITATORS)
        return self.session(code)

    def delete(self, code: str) -> None:
        """Delete everything of a session, now."""
        session = self.session(code)
        self._read = "", ()
        self.store.delete(session.code)
        self._tell(session.code, Audience.PEOPLE, Audience.FACILITATORS)

    def join(self, code: str, pseudonym: str | None) -> tuple[Participant, str]:
        """Let somebody in; return who they are there, and their token, which is told this once.

        Raises:
            SessionOver: when it has ended.
            RoomFull: when there is no room.
        """
        session = self.session(code)
        if not session.takes_people(self.store.now()):
            raise SessionOver
        if len(self.store.participants(session.code)) >= MOST_PARTICIPANTS:
            raise RoomFull(f"{MOST_PARTICIPANTS} people are in this session already, which is as many as it holds.")
        token = new_token()
        participant = self.store.join(session.code, token, pseudonym)
        self._tell(session.code, Audience.FACILITATORS)
        return participant, token

    def who(self, token: str) -> tuple[Participant, Session]:
        """Return whose token this is, and their session.

        Raises:
            NotInTheRoom: when it is nobody's.
        """
        participant = self.store.participant(token) if token else None
        session = None if participant is None else self.store.session(participant.code)
        if participant is None or session is None:
            raise NotInTheRoom
        return participant, session

    def keep(
        self, participant: Participant, session: Session, sent: Iterable[tuple[str, str, Mapping[str, Any]]]
    ) -> tuple[list[str], dict[str, str]]:
        """Keep answers, each (id, item, what it says); return the ids of those that are kept, and why the others are not.

        Raises:
            SessionOver: when the session takes no more.
        """
        if not session.takes_answers(self.store.now()):
            raise SessionOver
        left = MOST_ANSWERS - self.store.count_of(participant)
        good: list[Given] = []
        refused: dict[str, str] = {}
        for id_, name, said in sent:
            given = (
                _given(session, id_, name, said) if len(good) < left else "You have given as many answers as are kept."
            )
            if isinstance(given, Given):
                good.append(given)
            else:
                refused[id_] = given
        if good:
            self.store.add(participant, good)
            self._tell(session.code, Audience.FACILITATORS)
        return [g.id for g in good], refused

    def standing_of(self, participant: Participant) -> dict[Item, Answer]:
        """Return the answers of somebody that stand."""
        return standing(self.store.answers_of(participant)).get(participant.number, {})

    def tally(self, session: Session) -> tuple[Tally, Revision]:
        """Return what the room answered so far; at least all up to the revision."""
        revision = self.store.revision(session.code)
        return tally(revision.people, standing(self._answers(session.code))), revision

    def online(self, code: str) -> int:
        """Return how many participants of a session have a page open, at this process or another."""
        return len(self.feed.people(code) | self.elsewhere.people(code))

    def report(self, session: Session) -> Report:
        """Return the report as it stands."""
        room = standing(self.store.answers(session.code))
        people = len(self.store.participants(session.code))
        return report(session, people, room, self.store.judgements(session.code))

    def words(self, session: Session, item: Item) -> list[str]:
        """Return what people wrote for one statement or situation, without saying who; in the order of the alphabet."""
        found = [mine[item].said for mine in standing(self.store.answers(session.code)).values() if item in mine]
        return sorted(
            text for said in found if (text := said.idea if isinstance(said, Choice) else getattr(said, "text", ""))
        )

    def keep_house(self) -> None:
        """Give the consented answers of sessions that have closed to the review store, and delete what is old."""
        for session in self.store.sessions():
            if not session.handed_over and not session.takes_answers(self.store.now()):
                self._hand_over(session)
        self._read = "", ()
        self.store.delete_old()

    def _answers(self, code: str) -> tuple[Answer, ...]:
        """Return the answers of a session; of the one that was asked about last, only what is new is read."""
        last, read = self._read
        known = read if last == code else ()
        found = (*known, *self.store.answers(code, known[-1].seq if known else 0))
        self._read = code, found
        return found

    def _hand_over(self, session: Session) -> None:
        people = self.store.participants(session.code)
        found = reviews_of(session, people, standing(self.store.answers(session.code)), statements())
        try:
            if found:
                self._give(found)
        except AimwellError as error:  # it stays to be handed over, next time
            log.warning("the answers of a training session could not be given to the reviews: %s", error)
        else:
            self.store.hand_over(session.code)

    def _tell(self, code: str, *audiences: Audience) -> None:
        for audience in audiences:
            self.feed.tell(code, audience)


def _given(session: Session, id_: str, name: str, said: Mapping[str, Any]) -> Given | str:
    """Return an answer that can be kept, or why it cannot."""
    item = item_in(name)
    if item is None or not _exists(item):
        return "There is no such exercise in this session."
    if not session.is_open(item.step):
        return "Your facilitator has not come to that yet."
    try:
        found = item.shape.model_validate(dict(said))
    except ValidationError as error:
        first = error.errors()[0]
        return f"{'.'.join(map(str, first['loc'])) or 'The answer'}: {words_of(first)}"
    if isinstance(found, Choice) and not set(found.questions) <= MOVING_ON.keys():
        return "questions: choose from those that are shown"
    return Given(id_, str(item), found)


def _exists(item: Item) -> bool:
    if item.kind in ("decision", "rewording"):
        return statement(item.of) is not None
    if item.kind == "moving":
        return situation(item.of) is not None
    return item.kind != "row" or item.of in {str(n) for n in range(1, MOST_ROWS + 1)}
