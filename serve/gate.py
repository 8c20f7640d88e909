"""The gate: counts who asks, and lets in who may. It looks at headers only, so that nobody is read who is not let in."""

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from serve.access import Access, Way, key_in, rule_for
from serve.errors import refusal
from serve.hosts import nearby
from serve.rates import Rates, address
from serve.refusals import FromElsewhere, Refusal


class Gate:
    """ASGI middleware: asks for a key where the address needs one, and for patience where there were too many requests."""

    def __init__(self, app: ASGIApp, access: Access, rates: Rates) -> None:
        self.app = app
        self._access = access
        self._rates = rates

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        try:
            if scope["type"] == "http":
                self._check(scope)
        except Refusal as error:
            await refusal(error)(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    def _check(self, scope: Scope) -> None:
        rule = rule_for(scope["path"])
        if rule.way is Way.OPEN:
            return
        if self._access.open and not nearby(scope.get("client")):
            raise FromElsewhere
        if rule.way is Way.TOKEN:
            return  # a whole room may ask from one address
        key = key_in(Headers(scope=scope))
        holder = self._access.holder(key)
        # Before the key is judged: who tries keys is counted by their address.
        self._rates.take((holder and holder.id) or address(scope.get("client")))
        if rule.way is Way.HEADER or key is not None:
            self._access.allow(rule.scope, key)
