"""How fast a service judges while anybody waits, by what it did lately: on a busy machine that is what counts."""

FIRST_GUESS = 0.005
"""Seconds that an objective takes, before any was judged."""
OF_THE_LAST = 0.05
"""How much the last batch counts in the mean of what an objective takes."""


class Pace:
    """The mean seconds from one judged objective to the next, all judges together; times are of one clock, in seconds."""

    def __init__(self, judges: int) -> None:
        self._each = FIRST_GUESS / judges
        self._since: float | None = None

    @property
    def a_second(self) -> float:
        """How many objectives are judged a second."""
        return 1 / self._each

    def begin(self, now: float) -> None:
        """Count from now on, unless it is counted already."""
        if self._since is None:
            self._since = now

    def done(self, objectives: int, now: float) -> None:
        """Take note that some more are judged."""
        if self._since is not None:
            self._each += OF_THE_LAST * (max(now - self._since, 1e-6) / objectives - self._each)
            self._since = now

    def rest(self) -> None:
        """Count no longer: nobody waits."""
        self._since = None
