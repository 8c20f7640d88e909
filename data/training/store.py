"""What is kept of training sessions: one SQLite file in the office's state folder, added to and, at its time, deleted.

It holds codes, hashes of tokens, moves, answers, and a pseudonym where somebody chose one: no address, no name, no device.
What was acknowledged is on the disk; a restart loses nothing. What is deleted is overwritten.
"""

import contextlib
import json
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from threading import RLock

from data.training.answers import Answer
from data.training.rows import HANDED_OVER, TABLES, Given, Revision, answer_of, cause_of, moved
from data.training.session import Participant, Session, Step, hashed, new_code
from model.criteria import Criterion, Verdict
from model.errors import TrainingNotKept

FILE_NAME = "training.sqlite"
VERSION = 1
BUSY_SECONDS = 5.0


def _now() -> datetime:
    return datetime.now(UTC)


class TrainingStore:
    """The sessions of one office. Safe among threads: they take turns."""

    def __init__(self, path: Path, now: Callable[[], datetime] = _now) -> None:
        self.path = path
        self.now = now
        self._lock = RLock()
        self._connection: sqlite3.Connection | None = None

    @property
    def exists(self) -> bool:
        """True where there has been a session; asking does not make the file."""
        return self._connection is not None or self.path.exists()

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    def begin(self, scenario: str, day: date) -> Session:
        """Begin a session with a code of its own."""
        with self._turn() as db:
            code = new_code()
            while db.execute("SELECT 1 FROM sessions WHERE code = ?", (code,)).fetchone():
                code = new_code()
            at = self.now()
            db.execute("INSERT INTO sessions VALUES (?, ?, ?, ?)", (code, scenario, day.isoformat(), at.isoformat()))
        return Session(code, scenario, day, at)

    def session(self, code: str) -> Session | None:
        """Return a session as it stands; None where there is none of that code, or none any more."""
        if not self.exists:
            return None
        with self._turn() as db:
            row = db.execute("SELECT code, scenario, day, begun FROM sessions WHERE code = ?", (code,)).fetchone()
            if row is None:
                return None
            moves = db.execute("SELECT step, at FROM moves WHERE code = ? ORDER BY seq", (code,)).fetchall()
        session = Session(row[0], row[1], date.fromisoformat(row[2]), datetime.fromisoformat(row[3]))
        return None if session.deleted_from <= self.now() else moved(session, moves)

    def sessions(self) -> list[Session]:
        """Return every session that is kept, the first one first."""
        if not self.exists:
            return []
        with self._turn() as db:
            codes = [row[0] for row in db.execute("SELECT code FROM sessions ORDER BY begun")]
        return [found for code in codes if (found := self.session(code)) is not None]

    def move(self, code: str, step: Step) -> None:
        """Lead a session to a step."""
        self._move(code, step.value)

    def hand_over(self, code: str) -> None:
        """Note that a session's consented answers were given to the review store."""
        self._move(code, HANDED_OVER)

    def join(self, code: str, token: str, pseudonym: str | None = None) -> Participant:
        """Let somebody in; of their token only the hash is kept."""
        with self._turn() as db:
            number = db.execute(
                "SELECT COALESCE(MAX(number), 0) + 1 FROM participants WHERE code = ?", (code,)
            ).fetchone()[0]
            made = db.execute(
                "INSERT INTO participants (code, number, token, pseudonym) VALUES (?, ?, ?, ?)",
                (code, number, hashed(token), pseudonym),
            )
            return Participant(int(made.lastrowid or 0), code, number, pseudonym)

    def participant(self, token: str) -> Participant | None:
        """Return whose token this is."""
        if not self.exists:
            return None
        with self._turn() as db:
            query = "SELECT id, code, number, pseudonym FROM participants WHERE token = ?"
            row = db.execute(query, (hashed(token),)).fetchone()
        return None if row is None else Participant(*row)

    def participants(self, code: str) -> list[Participant]:
        """Return everybody in a session, in the order in which they joined."""
        with self._turn() as db:
            query = "SELECT id, code, number, pseudonym FROM participants WHERE code = ? ORDER BY number"
            return [Participant(*row) for row in db.execute(query, (code,))]

    def add(self, participant: Participant, given: Sequence[Given]) -> None:
        """Store answers; when this returns they are on the disk. One whose id is known changes nothing."""
        at = self.now().isoformat()
        rows = [(participant.id, g.id, g.item, g.said.model_dump_json(), at) for g in given]
        with self._turn() as db:
            db.executemany(
                "INSERT INTO answers (participant, id, item, said, at) VALUES (?, ?, ?, ?, ?) "
                "ON CONFLICT (participant, id) DO NOTHING",
                rows,
            )

    def answers(self, code: str, after: int = 0) -> list[Answer]:
        """Return the answers of a session, in the order in which they came; those that came `after` one by its `seq`."""
        with self._turn() as db:
            rows = db.execute(
                "SELECT a.seq, p.number, a.item, a.said, a.at FROM answers a JOIN participants p ON p.id = a.participant "
                "WHERE p.code = ? AND a.seq > ? ORDER BY a.seq",
                (code, after),
            ).fetchall()
        return [answer_of(row) for row in rows]

    def answers_of(self, participant: Participant) -> list[Answer]:
        """Return every answer of one participant, in the order in which they came."""
        with self._turn() as db:
            rows = db.execute(
                "SELECT seq, ?, item, said, at FROM answers WHERE participant = ? ORDER BY seq",
                (participant.number, participant.id),
            ).fetchall()
        return [answer_of(row) for row in rows]

    def count_of(self, participant: Participant) -> int:
        """Return how many answers somebody has given, those that no longer stand too."""
        with self._turn() as db:
            return int(
                db.execute("SELECT COUNT(*) FROM answers WHERE participant = ?", (participant.id,)).fetchone()[0]
            )

    def judged(self, answer: int, verdicts: dict[Criterion, Verdict]) -> None:
        """Note what Aimwell said of an answer's words."""
        said = json.dumps({c.value: v.value for c, v in verdicts.items()})
        with self._turn() as db:
            db.execute("INSERT INTO judgements VALUES (?, ?) ON CONFLICT (answer) DO NOTHING", (answer, said))

    def judgements(self, code: str) -> dict[int, dict[Criterion, Verdict]]:
        """Return what Aimwell said of answers of a session, by their `seq`."""
        with self._turn() as db:
            rows = db.execute(
                "SELECT j.answer, j.verdicts FROM judgements j JOIN answers a ON a.seq = j.answer "
                "JOIN participants p ON p.id = a.participant WHERE p.code = ?",
                (code,),
            ).fetchall()
        return {seq: {Criterion(c): Verdict(v) for c, v in json.loads(said).items()} for seq, said in rows}

    def revision(self, code: str) -> Revision:
        """Return how far a session has come."""
        with self._turn() as db:
            row = db.execute(
                "SELECT (SELECT COUNT(*) FROM moves WHERE code = :code),"
                " (SELECT COUNT(*) FROM participants WHERE code = :code),"
                " (SELECT COALESCE(MAX(a.seq), 0) FROM answers a JOIN participants p ON p.id = a.participant"
                "  WHERE p.code = :code)",
                {"code": code},
            ).fetchone()
        return Revision(*row)

    def delete(self, code: str) -> None:
        """Delete everything of a session."""
        self._delete([code])

    def delete_old(self) -> int:
        """Delete everything of the sessions whose time is over; return how many."""
        if not self.exists:
            return 0
        with self._turn() as db:
            kept = [
                Session(code, "", date.fromisoformat(day), datetime.fromisoformat(begun))
                for code, day, begun in db.execute("SELECT code, day, begun FROM sessions")
            ]
        old = [session.code for session in kept if session.deleted_from <= self.now()]
        self._delete(old)
        return len(old)

    def _move(self, code: str, step: str) -> None:
        with self._turn() as db:
            db.execute("INSERT INTO moves (code, step, at) VALUES (?, ?, ?)", (code, step, self.now().isoformat()))

    def _delete(self, codes: Sequence[str]) -> None:
        if not codes:
            return
        with self._turn() as db:
            db.executemany("DELETE FROM sessions WHERE code = ?", [(code,) for code in codes])
        with self._turn(begin=False) as db:  # nothing of it is left in free pages or in the write-ahead log
            db.execute("VACUUM")
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    @contextlib.contextmanager
    def _turn(self, *, begin: bool = True) -> Iterator[sqlite3.Connection]:
        """Give the connection to one thread, and keep what it does whole or not at all.

        Raises:
            TrainingNotKept: when the file cannot be used.
        """
        with self._lock:
            try:
                db = self._connection or self._open()
                if not begin:
                    yield db
                    return
                db.execute("BEGIN")
                try:
                    yield db
                    db.execute("COMMIT")
                except BaseException:
                    if db.in_transaction:
                        db.execute("ROLLBACK")
                    raise
            except (sqlite3.Error, OSError) as error:
                raise TrainingNotKept(self.path, cause_of(error)) from None

    def _open(self) -> sqlite3.Connection:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.touch(mode=0o600)
        db = sqlite3.connect(self.path, BUSY_SECONDS, isolation_level=None, check_same_thread=False)
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
            db.execute(f"PRAGMA {pragma}")
        (found,) = db.execute("PRAGMA user_version").fetchone()
        if found not in (0, VERSION):
            db.close()
            raise TrainingNotKept(self.path, "it was written by a later version of Aimwell; use that one")
        db.executescript(TABLES)
        db.execute(f"PRAGMA user_version = {VERSION}")
        self._connection = db
        return db
