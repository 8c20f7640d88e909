"""The rows of the training room's file: its tables, and what becomes of each row."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from data.training.answers import Answer, Said, item_in
from data.training.session import Session, Step

HANDED_OVER = "handed-over"
"""A move that no facilitator makes: the consented answers were given to the review store."""
TABLES = {
    "sessions": """CREATE TABLE IF NOT EXISTS sessions (
  code TEXT PRIMARY KEY, scenario TEXT NOT NULL, day TEXT NOT NULL, begun TEXT NOT NULL
)""",
    "moves": """CREATE TABLE IF NOT EXISTS moves (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, code TEXT NOT NULL REFERENCES sessions ON DELETE CASCADE,
  step TEXT NOT NULL, at TEXT NOT NULL
)""",
    "participants": """CREATE TABLE IF NOT EXISTS participants (
  id INTEGER PRIMARY KEY AUTOINCREMENT, code TEXT NOT NULL REFERENCES sessions ON DELETE CASCADE,
  number INTEGER NOT NULL, token TEXT NOT NULL UNIQUE, pseudonym TEXT, UNIQUE (code, number)
)""",
    "answers": """CREATE TABLE IF NOT EXISTS answers (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, participant BIGINT NOT NULL REFERENCES participants ON DELETE CASCADE,
  id TEXT NOT NULL, item TEXT NOT NULL, said TEXT NOT NULL, at TEXT NOT NULL, UNIQUE (participant, id)
)""",
    "judgements": """CREATE TABLE IF NOT EXISTS judgements (
  answer BIGINT PRIMARY KEY REFERENCES answers ON DELETE CASCADE, verdicts TEXT NOT NULL
)""",
    "presence": """CREATE TABLE IF NOT EXISTS presence (
  process TEXT NOT NULL, code TEXT NOT NULL REFERENCES sessions ON DELETE CASCADE,
  people TEXT NOT NULL, at TEXT NOT NULL, PRIMARY KEY (process, code)
)""",
}
"""Each table by its name, for SQLite; PostgreSQL numbers rows in other words. `presence` says who has a page open where."""
INDEXES = (
    "CREATE INDEX IF NOT EXISTS moves_of ON moves (code)",
    "CREATE INDEX IF NOT EXISTS participants_of ON participants (code)",
)


@dataclass(frozen=True, slots=True)
class Given:
    """An answer as it came: the id that its sender made for it, the item's name, what it says."""

    id: str
    item: str
    said: Said


@dataclass(frozen=True, slots=True)
class Revision:
    """How far a session has come: it differs whenever anything in it does, also after a restart."""

    moves: int
    people: int
    answers: int

    def __str__(self) -> str:
        return f"{self.moves}-{self.people}-{self.answers}"


def moved(session: Session, moves: Iterable[tuple[str, str]]) -> Session:
    """Return the session after its moves; once it has ended it stays ended."""
    for step, at in moves:
        if step == HANDED_OVER:
            session = replace(session, handed_over=True)
            continue
        to = Step(step)
        session = replace(
            session,
            step=to,
            furthest=max(session.furthest, to, key=lambda s: s.place),
            moves=session.moves + 1,
            ended=session.ended or (datetime.fromisoformat(at) if to is Step.END else None),
        )
    return session


def answer_of(row: Iterable[Any]) -> Answer:
    """Return the answer in a row (seq, participant's number, item, what it says, when)."""
    seq, number, name, said, at = row
    item = item_in(name)
    assert item is not None  # noqa: S101  (nothing else is stored)
    return Answer(seq, number, item, item.shape.model_validate_json(said), datetime.fromisoformat(at))


def cause_of(error: BaseException) -> str:
    """Return why the file cannot be used, and what to do, in words for whoever runs Aimwell."""
    said = str(error).lower()
    if "locked" in said or "busy" in said:
        return "another program is using it; try again when it has finished"
    if "full" in said or "no space" in said:
        return "the disk is full; free some space, nothing that was acknowledged is lost"
    if "malformed" in said or "not a database" in said:
        return "it is damaged; move it away, and sessions begin anew"
    if "connect" in said or "server" in said or "timeout" in said:
        return "it cannot be reached; check that the database server runs"
    return "it cannot be opened or written here; check the folder and who may write to it"
