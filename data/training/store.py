"""What is kept of training sessions, in a SQLite file of the state folder or in PostgreSQL: added to and, in time, deleted.

It holds codes, hashes of tokens, moves, answers, a pseudonym where somebody chose one, and the numbers of those who have a
page open: no address, no name, no device. What was acknowledged is on the disk; a restart loses nothing. What is deleted
from a file is overwritten; a server gives the place free.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, text

from data.training.answers import Answer
from data.training.database import Database
from data.training.rows import HANDED_OVER, Given, Revision, answer_of, moved
from data.training.session import Participant, Session, Step, hashed, new_code
from model.criteria import Criterion, Verdict

FILE_NAME = "training.sqlite"


def _now() -> datetime:
    return datetime.now(UTC)


class TrainingStore:
    """The sessions of one office, in a file or at the address of a server. Safe among threads and processes.

    Writers take turns, those of one session at least, so that answers are numbered in the order in which others see them.
    """

    def __init__(self, place: Path | str, now: Callable[[], datetime] = _now) -> None:
        self.place = place
        self.now = now
        self._database = Database(place)

    @property
    def exists(self) -> bool:
        """True where there has been a session; asking does not make the file."""
        return self._database.exists

    def close(self) -> None:
        """Let go of the database."""
        self._database.close()

    def begin(self, scenario: str, day: date) -> Session:
        """Begin a session with a code of its own."""
        with self._database.turn(writes=True) as db:
            code = new_code()
            while _rows(db, "SELECT 1 FROM sessions WHERE code = :code", code=code):
                code = new_code()
            at = self.now()
            db.execute(
                text("INSERT INTO sessions VALUES (:code, :scenario, :day, :at)"),
                {"code": code, "scenario": scenario, "day": day.isoformat(), "at": at.isoformat()},
            )
        return Session(code, scenario, day, at)

    def session(self, code: str) -> Session | None:
        """Return a session as it stands; None where there is none of that code, or none any more."""
        if not self.exists:
            return None
        with self._database.turn() as db:
            found = _rows(db, "SELECT code, scenario, day, begun FROM sessions WHERE code = :code", code=code)
            moves = _rows(db, "SELECT step, at FROM moves WHERE code = :code ORDER BY seq", code=code)
        if not found:
            return None
        _, scenario, day, begun = found[0]
        session = Session(code, scenario, date.fromisoformat(day), datetime.fromisoformat(begun))
        return None if session.deleted_from <= self.now() else moved(session, ((step, at) for step, at in moves))

    def sessions(self) -> list[Session]:
        """Return every session that is kept, the first one first."""
        if not self.exists:
            return []
        with self._database.turn() as db:
            codes = [code for (code,) in _rows(db, "SELECT code FROM sessions ORDER BY begun")]
        return [found for code in codes if (found := self.session(code)) is not None]

    def move(self, code: str, step: Step) -> None:
        """Lead a session to a step."""
        self._move(code, step.value)

    def hand_over(self, code: str) -> None:
        """Note that a session's consented answers were given to the review store."""
        self._move(code, HANDED_OVER)

    def join(self, code: str, token: str, pseudonym: str | None = None) -> Participant:
        """Let somebody in; of their token only the hash is kept."""
        with self._database.turn(writes=True) as db:
            _hold(db, code)
            query = "SELECT COALESCE(MAX(number), 0) + 1 FROM participants WHERE code = :code"
            ((number,),) = _rows(db, query, code=code)
            added = (
                "INSERT INTO participants (code, number, token, pseudonym) VALUES (:code, :number, :token, :pseudonym) "
                "RETURNING id"
            )
            ((id_,),) = _rows(db, added, code=code, number=number, token=hashed(token), pseudonym=pseudonym)
        return Participant(int(id_), code, int(number), pseudonym)

    def participant(self, token: str) -> Participant | None:
        """Return whose token this is."""
        if not self.exists:
            return None
        with self._database.turn() as db:
            query = "SELECT id, code, number, pseudonym FROM participants WHERE token = :token"
            found = _rows(db, query, token=hashed(token))
        return Participant(*found[0]) if found else None

    def participants(self, code: str) -> list[Participant]:
        """Return everybody in a session, in the order in which they joined."""
        with self._database.turn() as db:
            query = "SELECT id, code, number, pseudonym FROM participants WHERE code = :code ORDER BY number"
            return [Participant(*row) for row in _rows(db, query, code=code)]

    def add(self, participant: Participant, given: Sequence[Given]) -> None:
        """Store answers; when this returns they are on the disk. One whose id is known changes nothing."""
        at = self.now().isoformat()
        with self._database.turn(writes=True) as db:
            _hold(db, participant.code)
            for g in given:
                db.execute(
                    text(
                        "INSERT INTO answers (participant, id, item, said, at) VALUES (:who, :id, :item, :said, :at) "
                        "ON CONFLICT (participant, id) DO NOTHING"
                    ),
                    {"who": participant.id, "id": g.id, "item": g.item, "said": g.said.model_dump_json(), "at": at},
                )

    def answers(self, code: str, after: int = 0) -> list[Answer]:
        """Return the answers of a session, in the order in which they came; those that came `after` one by its `seq`."""
        with self._database.turn() as db:
            query = (
                "SELECT a.seq, p.number, a.item, a.said, a.at FROM answers a JOIN participants p ON p.id = a.participant "
                "WHERE p.code = :code AND a.seq > :after ORDER BY a.seq"
            )
            return [answer_of(row) for row in _rows(db, query, code=code, after=after)]

    def answers_of(self, participant: Participant) -> list[Answer]:
        """Return every answer of one participant, in the order in which they came."""
        with self._database.turn() as db:
            query = "SELECT seq, item, said, at FROM answers WHERE participant = :who ORDER BY seq"
            found = _rows(db, query, who=participant.id)
        return [answer_of((seq, participant.number, *rest)) for seq, *rest in found]

    def count_of(self, participant: Participant) -> int:
        """Return how many answers somebody has given, those that no longer stand too."""
        with self._database.turn() as db:
            ((count,),) = _rows(db, "SELECT COUNT(*) FROM answers WHERE participant = :who", who=participant.id)
        return int(count)

    def judged(self, answer: int, verdicts: dict[Criterion, Verdict]) -> None:
        """Note what Aimwell said of an answer's words."""
        said = json.dumps({c.value: v.value for c, v in verdicts.items()})
        with self._database.turn(writes=True) as db:
            query = "INSERT INTO judgements VALUES (:answer, :said) ON CONFLICT (answer) DO NOTHING"
            db.execute(text(query), {"answer": answer, "said": said})

    def judgements(self, code: str) -> dict[int, dict[Criterion, Verdict]]:
        """Return what Aimwell said of answers of a session, by their `seq`."""
        with self._database.turn() as db:
            query = (
                "SELECT j.answer, j.verdicts FROM judgements j JOIN answers a ON a.seq = j.answer "
                "JOIN participants p ON p.id = a.participant WHERE p.code = :code"
            )
            found = _rows(db, query, code=code)
        return {seq: {Criterion(c): Verdict(v) for c, v in json.loads(said).items()} for seq, said in found}

    def revision(self, code: str) -> Revision:
        """Return how far a session has come."""
        with self._database.turn() as db:
            query = (
                "SELECT (SELECT COUNT(*) FROM moves WHERE code = :code),"
                " (SELECT COUNT(*) FROM participants WHERE code = :code),"
                " (SELECT COALESCE(MAX(a.seq), 0) FROM answers a JOIN participants p ON p.id = a.participant"
                "  WHERE p.code = :code)"
            )
            (found,) = _rows(db, query, code=code)
        return Revision(*found)

    def say_present(self, process: str, people: Mapping[str, Iterable[int]]) -> None:
        """Note who has a page open at one process of the service, by sessions, in place of what it said before."""
        at = self.now().isoformat()
        with self._database.turn(writes=True) as db:
            db.execute(text("DELETE FROM presence WHERE process = :process"), {"process": process})
            for code, numbers in sorted(people.items()):  # in one order everywhere, or two would wait for each other
                if _hold(db, code):  # it may be deleted by now
                    row = {"process": process, "code": code, "people": json.dumps(sorted(numbers)), "at": at}
                    db.execute(text("INSERT INTO presence VALUES (:process, :code, :people, :at)"), row)

    def present(self, code: str, since: datetime, but_at: str) -> frozenset[int]:
        """Return who has a page of a session open at other processes than one, as far as these have said so `since`."""
        with self._database.turn() as db:
            query = "SELECT people FROM presence WHERE code = :code AND process <> :process AND at >= :since"
            found = _rows(db, query, code=code, process=but_at, since=since.isoformat())
        return frozenset(number for (people,) in found for number in json.loads(people))

    def delete(self, code: str) -> None:
        """Delete everything of a session."""
        self._delete([code])

    def delete_old(self) -> int:
        """Delete everything of the sessions whose time is over; return how many."""
        if not self.exists:
            return 0
        with self._database.turn() as db:
            kept = [
                Session(code, "", date.fromisoformat(day), datetime.fromisoformat(begun))
                for code, day, begun in _rows(db, "SELECT code, day, begun FROM sessions")
            ]
        old = [session.code for session in kept if session.deleted_from <= self.now()]
        self._delete(old)
        return len(old)

    def _move(self, code: str, step: str) -> None:
        with self._database.turn(writes=True) as db:
            _hold(db, code)
            query = "INSERT INTO moves (code, step, at) VALUES (:code, :step, :at)"
            db.execute(text(query), {"code": code, "step": step, "at": self.now().isoformat()})

    def _delete(self, codes: Sequence[str]) -> None:
        if not codes:
            return
        with self._database.turn(writes=True) as db:
            for code in sorted(codes):
                db.execute(text("DELETE FROM sessions WHERE code = :code"), {"code": code})
        self._database.overwrite()


def _rows(db: Connection, query: str, **given: Any) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in db.execute(text(query), given)]


def _hold(db: Connection, code: str) -> bool:
    """Keep other writers of a session out until the turn ends, and say whether it is there. In a file nobody else writes."""
    share = "" if db.dialect.name == "sqlite" else " FOR UPDATE"
    return bool(_rows(db, f"SELECT 1 FROM sessions WHERE code = :code{share}", code=code))  # noqa: S608  (no value is in it)
