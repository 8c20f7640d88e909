"""What the training room refuses, in words for people in a session.

Refusal
├── NoSuchSession    404  no session has that code, or none has it any more
├── NotInTheRoom     401  there is no token, or nobody's
├── SessionOver      410  the session takes nothing more
├── RoomFull         409  as many people or sessions as one service holds
├── DecideFirst      409  feedback is asked for before anything was decided
└── StreamsFull      503  as many open streams as one service holds
"""

from serve.refusals import Refusal


class NoSuchSession(Refusal):
    """No session has the code."""

    status, title = 404, "No such session"

    def __init__(self) -> None:
        super().__init__(
            "There is no session with that code. Check it with your facilitator; a session is deleted after 30 days."
        )


class NotInTheRoom(Refusal):
    """The token is missing, or belongs to nobody."""

    status, title = 401, "Not in the room"

    def __init__(self) -> None:
        super().__init__(
            "This browser is in no session any more. Join again with the code.", {"WWW-Authenticate": "Participant"}
        )


class SessionOver(Refusal):
    """The session takes nothing more."""

    status, title = 410, "The session is over"

    def __init__(self) -> None:
        super().__init__(
            "This session is over, and takes nothing more. What was answered before is kept for the report."
        )


class RoomFull(Refusal):
    """There is no room for another participant, or another session."""

    status, title = 409, "Full"

    def __init__(self, what: str) -> None:
        super().__init__(what)


class DecideFirst(Refusal):
    """Feedback comes after the participant's own answer."""

    status, title = 409, "Answer first"

    def __init__(self) -> None:
        super().__init__("Give your own answer first; Aimwell says what it thinks afterwards.")


class StreamsFull(Refusal):
    """Too many streams are open; pages ask now and then in place of it."""

    status, title = 503, "Busy"

    def __init__(self) -> None:
        super().__init__("Too many pages are open at once; this one asks again by itself.", {"Retry-After": "5"})
