"""Who may do what: which scope each address asks for, and whether the key that came with a request has it.

Without any key the service is open to its own machine: `serve/server.py` binds it to no other, and `serve/gate.py` refuses
what a proxy passes on. As soon as there is one, everything asks for a key but the page itself, the documentation, and the
two questions of health.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto

from starlette.requests import Request

from serve.key_ring import KeyRing
from serve.keys import Key, KeyScope
from serve.refusals import Forbidden, Unauthorised

HEALTH = frozenset({"/healthz", "/readyz"})
"""What may be asked of a service at any time, however busy it is, and while it stops."""
_BEARER = "bearer "


class Way(Enum):
    """How an address is entered where keys are needed."""

    OPEN = auto()
    """By anybody: it says nothing of anybody."""
    HEADER = auto()
    """With a key in a header."""
    FORM = auto()
    """With a key in a header, or among the fields of the form, for which its route asks by `allowed`."""
    TOKEN = auto()
    """With the code of a training session, or with the token of somebody in it, for which its route asks."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What an address asks for: the path itself and all below it, or the path alone where it is `exact`."""

    path: str
    way: Way
    scope: KeyScope = KeyScope.ADMIN
    exact: bool = False

    def covers(self, path: str) -> bool:
        """Say whether the rule is about a path."""
        return path == self.path or (not self.exact and path.startswith(f"{self.path}/"))


RULES = (
    Rule("/", Way.OPEN, exact=True),
    Rule("/static", Way.OPEN),
    Rule("/favicon.ico", Way.OPEN, exact=True),
    Rule("/docs", Way.OPEN, exact=True),
    Rule("/embed", Way.OPEN),
    Rule("/ignore", Way.OPEN),
    Rule("/guide", Way.OPEN),
    Rule("/v1/embed", Way.OPEN),
    Rule("/training", Way.OPEN),
    Rule("/v1/training/join", Way.TOKEN, exact=True),
    Rule("/v1/training/mine", Way.TOKEN),
    Rule("/v1/training/sessions", Way.HEADER, KeyScope.REVIEW),
    Rule("/review", Way.OPEN),
    Rule("/v1/reviews", Way.HEADER, KeyScope.REVIEW),
    Rule("/openapi.json", Way.OPEN, exact=True),
    *(Rule(path, Way.OPEN, exact=True) for path in sorted(HEALTH)),
    Rule("/v1/score", Way.HEADER, KeyScope.SCORE),
    Rule("/v1/rewrite", Way.HEADER, KeyScope.SCORE),
    Rule("/v1/plans/progress", Way.HEADER, KeyScope.SCORE),
    Rule("/v1/plans/review", Way.HEADER, KeyScope.SCORE),
    Rule("/v1/ignored", Way.HEADER, KeyScope.SCORE),
    Rule("/v1/models", Way.HEADER, KeyScope.ADMIN),
    Rule("/mcp", Way.HEADER, KeyScope.SCORE),
    *(Rule(f"{base}/check", Way.FORM, KeyScope.SCORE) for base in ("/v2", "")),
    *(Rule(f"{base}/{said}", Way.OPEN) for base in ("/v2", "") for said in ("languages", "info", "maxtextlength")),
    Rule("/metrics", Way.HEADER, KeyScope.ADMIN),
)
_EVERYTHING_ELSE = Rule("other", Way.HEADER, KeyScope.ADMIN)
"""An address that nobody has thought of is for administrators."""


def rule_for(path: str) -> Rule:
    """Return what the address asks for."""
    return next((rule for rule in RULES if rule.covers(path)), _EVERYTHING_ELSE)


@dataclass(frozen=True, slots=True)
class Principal:
    """Who asks, and what for they may; `id` is that of their key, None where no keys are needed."""

    id: str | None
    name: str
    scopes: frozenset[KeyScope]


ANYBODY = Principal(None, "anybody", frozenset(KeyScope))


class Access:
    """Lets in whoever holds a key for it, and everybody where there are no keys."""

    def __init__(self, keys: KeyRing) -> None:
        self._keys = keys

    @property
    def open(self) -> bool:
        """True when no keys are needed."""
        return not self._keys.required

    def holder(self, key: str | None) -> Principal | None:
        """Return whose valid key this is, None where it is nobody's."""
        found = self._keys.holder(key)
        return None if found is None else _principal(found)

    def allow(self, scope: KeyScope, key: str | None) -> Principal:
        """Return who holds this key, if it may be used for that.

        Raises:
            Unauthorised: when there is no key, or it is not valid.
            Forbidden: when it lacks the scope.
        """
        if self.open:
            return ANYBODY
        principal = self.holder(key)
        if principal is None:
            raise Unauthorised(given=bool(key))
        if scope not in principal.scopes:
            raise Forbidden(scope)
        return principal


def key_in(headers: Mapping[str, str]) -> str | None:
    """Return the key of `Authorization: Bearer …` or `X-API-Key: …`; None where there is neither."""
    authorization = headers.get("authorization", "")
    if authorization.lower().startswith(_BEARER):
        return authorization[len(_BEARER) :].strip() or None
    return headers.get("x-api-key", "").strip() or None


def allowed(request: Request, scope: KeyScope, key: str | None = None) -> Principal:
    """Return who asks, by the key in the headers or else by `key`, such as a form's field; for addresses of `Way.FORM`.

    Raises:
        Unauthorised: when a key is needed and there is none that is valid.
        Forbidden: when it lacks the scope.
    """
    access: Access = request.app.state.access
    return access.allow(scope, key_in(request.headers) or key)


def _principal(key: Key) -> Principal:
    return Principal(key.id, key.name, frozenset(key.scopes))
