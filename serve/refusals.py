"""What the door refuses, before any route is asked: each refusal with its status, its words and what to do next.

    Refusal
    ├── WrongHost         421  asked for under a name that is not this service's
    ├── ForeignOrigin     403  a web page from elsewhere asks
    ├── FromElsewhere     403  without keys, another machine asks, or a proxy for one
    ├── Unauthorised      401  no key, or none that is valid
    ├── Forbidden         403  a valid key without the scope
    ├── TooManyRequests   429  more than a key or an address may ask in a minute
    ├── BodyTooSlow       408  the body did not arrive in time
    ├── Crowded           503  as many requests under way as the service takes at once
    ├── TookTooLong       503  the answer was not there in time
    ├── Left              499  the client has left before its answer; a figure for the watch, for nobody reads it
    ├── NobodyThere       503  no replica of a cluster could answer
    └── Stopping          503  the service is being stopped

They are rendered in `serve/errors.py`, and documented for every route in `serve/openapi.py`.
"""

from collections.abc import Mapping
from typing import ClassVar

from model.errors import AimwellError


class Refusal(AimwellError):
    """The door does not let a request through; `headers` go with the answer."""

    status: ClassVar[int]
    title: ClassVar[str]

    def __init__(self, detail: str, headers: Mapping[str, str] | None = None) -> None:
        self.headers = dict(headers or {})
        super().__init__(detail)


class WrongHost(Refusal):
    """The request names a host that is not this service: a rebound name, or one that its operator has not listed."""

    status, title = 421, "Not this service"

    def __init__(self) -> None:
        super().__init__(
            "This Aimwell does not answer to the name that was asked for. Its operator can add it to AIMWELL_HOSTS."
        )


class ForeignOrigin(Refusal):
    """A browser asks on behalf of a page from another origin, which the operator has not listed."""

    status, title = 403, "Not from there"

    def __init__(self) -> None:
        super().__init__("Pages of that origin may not ask this Aimwell. Its operator can add it to AIMWELL_ORIGINS.")


class FromElsewhere(Refusal):
    """Without keys the service is for its own machine, and the request comes from another, be it through a proxy."""

    status, title = 403, "Not from there"

    def __init__(self) -> None:
        super().__init__(
            "This Aimwell has no API keys, and without them it answers its own machine only. "
            "Its operator makes one with `aimwell keys add`."
        )


class Unauthorised(Refusal):
    """There is no key, or the one that was `given` is not, or no longer, valid."""

    status, title = 401, "A key is needed"

    def __init__(self, *, given: bool) -> None:
        said = (
            "The API key is not valid here: it may be mistyped, expired or revoked. Ask your administrator for another."
            if given
            else "Send an API key as `Authorization: Bearer …` or `X-API-Key: …`. Your administrator makes one."
        )
        challenge = 'Bearer realm="aimwell"' + (', error="invalid_token"' if given else "")
        super().__init__(said, {"WWW-Authenticate": challenge})


class Forbidden(Refusal):
    """The key is valid, but not for this."""

    status, title = 403, "Not with this key"

    def __init__(self, scope: str) -> None:
        super().__init__(f"This API key lacks the scope “{scope}”. Ask your administrator for one that has it.")


class TooManyRequests(Refusal):
    """A key or an address has used up what it may ask in a minute; `seconds` until the next request is taken."""

    status, title = 429, "Too many requests"

    def __init__(self, seconds: int) -> None:
        super().__init__(f"Too many requests; the next is taken in {seconds} s.", {"Retry-After": str(seconds)})


class BodyTooSlow(Refusal):
    """The body did not arrive within its time."""

    status, title = 408, "Too slow"

    def __init__(self, seconds: float) -> None:
        super().__init__(f"The body had not arrived after {seconds:g} s; send it again.", {"Connection": "close"})


class Crowded(Refusal):
    """As much is under way as the service takes at once; there will be room again in about `seconds`."""

    status, title = 503, "Busy"

    def __init__(self, seconds: int = 1) -> None:
        again = "a second" if seconds <= 1 else f"{seconds} s"
        super().__init__(
            f"Aimwell is busy with other requests; ask again in {again}.", {"Retry-After": str(max(1, seconds))}
        )


class TookTooLong(Refusal):
    """The answer was not there within its time."""

    status, title = 503, "Took too long"

    def __init__(self, seconds: float) -> None:
        super().__init__(
            f"There was no answer within {seconds:g} s; ask again, with fewer objectives at once.", {"Retry-After": "5"}
        )


class Left(Refusal):
    """The client has left before its answer was there."""

    status, title = 499, "Left"

    def __init__(self) -> None:
        super().__init__("The client has left.")


class NobodyThere(Refusal):
    """No replica of a cluster answered: none is ready, or the one that was asked has died over it."""

    status, title = 503, "Nobody there"

    def __init__(self) -> None:
        super().__init__("No replica of Aimwell could answer; ask again in a second.", {"Retry-After": "1"})


class Stopping(Refusal):
    """The service finishes what it has begun and takes nothing new."""

    status, title = 503, "Stopping"

    def __init__(self) -> None:
        super().__init__(
            "Aimwell is being stopped; ask again in a moment.", {"Retry-After": "5", "Connection": "close"}
        )
