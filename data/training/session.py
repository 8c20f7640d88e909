"""A training session: its code, the steps that a facilitator leads through, and how long anything of it lasts."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

ALPHABET = "23456789BCDFGHJKMNPQRSTVWXYZ"
"""No letter that is taken for a figure, and no vowel: a code is read out, and should spell nothing."""
CODE_LENGTH = 6
OPEN_FOR = timedelta(hours=24)
"""How long a session takes answers when nobody ends it."""
LATE = timedelta(hours=1)
"""How long an ended session still takes answers from its participants: somebody's connection may have been away."""
KEPT_FOR = timedelta(days=30)
"""After this everything of a session is deleted."""
MOST_PARTICIPANTS = 120
MOST_SESSIONS = 50
"""Sessions that may be kept at once."""
MOST_ANSWERS = 2_000
"""Answers of one participant; whoever does every exercise with ten attempts at each gives a few hundred."""
MAX_PSEUDONYM = 40


class Step(StrEnum):
    """Where a session is; iteration follows the order of the LIAP session."""

    WELCOME = "welcome"
    MEASURE_1 = "measure-1"
    EXERCISE_1 = "exercise-1"
    EXERCISE_2 = "exercise-2"
    EXERCISE_3 = "exercise-3"
    EXERCISE_4 = "exercise-4"
    MEASURE_2 = "measure-2"
    END = "end"

    @property
    def place(self) -> int:
        """Its place in the order, from 0."""
        return list(Step).index(self)


@dataclass(frozen=True, slots=True)
class Session:
    """One session as it stands.

    `day` is that on which it began, on the office's calendar: deadlines are judged from it. `step` is where it is now and
    `furthest` the latest step that it was ever at: all up to that one are open to its participants. `moves` counts how often
    it changed. `ended` is when its facilitator ended it; `handed_over` says that its reviews were.
    """

    code: str
    scenario: str
    day: date
    begun: datetime
    step: Step = Step.WELCOME
    furthest: Step = Step.WELCOME
    moves: int = 0
    ended: datetime | None = None
    handed_over: bool = False

    def takes_people(self, now: datetime) -> bool:
        """Say whether anybody may still join."""
        return self.ended is None and now < self.begun + OPEN_FOR

    def takes_answers(self, now: datetime) -> bool:
        """Say whether answers of its participants are still taken."""
        return now < self.closes

    @property
    def closes(self) -> datetime:
        """From when on nothing more is taken."""
        over = self.begun + OPEN_FOR
        return over if self.ended is None else min(over, self.ended + LATE)

    @property
    def deleted_from(self) -> datetime:
        """From when on nothing of it is kept."""
        return self.begun + KEPT_FOR

    def is_open(self, step: Step) -> bool:
        """Say whether its participants may answer what belongs to a step."""
        return step.place <= self.furthest.place


@dataclass(frozen=True, slots=True)
class Participant:
    """Somebody in a session: a number in it, and the pseudonym that they chose, if they did."""

    id: int
    code: str
    number: int
    pseudonym: str | None = None


def new_code() -> str:
    """Return a code that nobody can foresee."""
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


def code_in(typed: str) -> str | None:
    """Return the code in what somebody typed, in any case and with spaces or hyphens; None where it is none."""
    code = "".join(c for c in typed.upper() if not c.isspace() and c not in "-–.")
    return code if len(code) == CODE_LENGTH and all(c in ALPHABET for c in code) else None


def new_token() -> str:
    """Return the token of a participant: 192 random bits, so that a plain hash of it gives nothing away."""
    return secrets.token_urlsafe(24)


def hashed(token: str) -> str:
    """Return what is stored of a token."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
