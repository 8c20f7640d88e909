"""When to stop asking a server that keeps failing, and when to try again."""

import time
from collections.abc import Callable
from threading import Lock


class CircuitBreaker:
    """Leaves a server that has failed `limit` times in a row alone for `pause` seconds; then one trial decides."""

    def __init__(self, limit: int = 3, pause: float = 30.0, clock: Callable[[], float] = time.monotonic) -> None:
        self.limit, self.pause, self.clock = limit, pause, clock
        self._lock = Lock()
        self._failures = 0
        self._until = 0.0

    def allows(self) -> bool:
        """Say whether the server may be asked now; the one who is let through after a pause is the trial."""
        with self._lock:
            if self._failures < self.limit:
                return True
            now = self.clock()
            if now < self._until:
                return False
            self._until = now + self.pause  # others wait for the trial, and not for ever where it never reports
            return True

    def succeeded(self) -> None:
        """Forget the failures."""
        with self._lock:
            self._failures = 0

    def failed(self) -> bool:
        """Count a failure and say whether the server is left alone from now on."""
        with self._lock:
            self._failures += 1
            self._until = self.clock() + self.pause
            return self._failures >= self.limit
