"""Who asks in the training room, and of which room: what its routes share."""

from typing import Annotated

from fastapi import Depends, Header, Request

from data.training.session import Participant, Session
from serve.rates import Rates
from serve.training.feedback import Known
from serve.training.room import Room

WRONG_CODES, ASKED = 20, 240
"""A minute: wrong codes from one address, which nobody mistypes so often, and requests of one participant."""
STREAM_HEADERS = {"X-Accel-Buffering": "no"}
"""A proxy must not hold events back until it has many."""


class Guests:
    """How often wrong codes were tried, how much each participant asks, and what is said of the statements; in memory only."""

    def __init__(self) -> None:
        self.wrong = Rates(WRONG_CODES)
        self.asked = Rates(ASKED)
        self.known = Known()


def room(request: Request) -> Room:
    """Return the service's training room."""
    found: Room = request.app.state.room
    return found


InRoom = Annotated[Room, Depends(room)]


def participant(
    request: Request, room: InRoom, token: Annotated[str, Header(alias="X-Participant", max_length=200)] = ""
) -> tuple[Participant, Session]:
    """Return who asks, by their token."""
    found = room.who(token)
    guests: Guests = request.app.state.guests
    guests.asked.take(str(found[0].id))
    return found


Me = Annotated[tuple[Participant, Session], Depends(participant)]
