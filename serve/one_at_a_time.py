"""An event loop that hears one connection at a time, so that a crowd at the door does not keep those inside waiting.

asyncio takes whatever has come in on all connections before it goes on with anything that is under way. An answer takes
some ten steps, and in a flood there would be a crowd to turn away before each of them.
"""

import asyncio
import selectors
from collections import deque

Ready = tuple[selectors.SelectorKey, int]


class OneAtATime(selectors.DefaultSelector):
    """A selector that hands on one of those that are ready, and the others in order before it looks again."""

    def __init__(self) -> None:
        super().__init__()
        self._kept_back: deque[Ready] = deque()

    def select(self, timeout: float | None = None) -> list[Ready]:
        """Return the next that is ready and that somebody still listens to; nobody when the time is over."""
        if not self._kept_back:
            self._kept_back.extend(super().select(timeout))
        while self._kept_back:
            key, events = self._kept_back.popleft()
            now = self.get_map().get(key.fd)
            if now is not None and now.events & events:
                return [(now, now.events & events)]
        return []


def new_loop() -> asyncio.AbstractEventLoop:
    """Return such an event loop."""
    return asyncio.SelectorEventLoop(OneAtATime())
