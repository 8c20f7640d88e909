"""A load as it is asked for: how many requests, when, of whom."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Load:
    """Requests to one service on this machine.

    `rate` requests a second are due over `seconds`, whatever became of those before; at most `in_flight` of them are under
    way, and what is due beyond is counted as not sent. With `clients` there is no schedule: so many ask again as soon as they
    are answered, and `rate` says nothing. A request is given up after `patience` seconds.
    """

    address: str
    rate: float = 100.0
    seconds: float = 10.0
    path: str = "/v1/score"
    spacing: str = "poisson"
    seed: int = 7
    in_flight: int = 256
    clients: int | None = None
    patience: float = 30.0

    @property
    def at_most(self) -> int:
        """How many requests may be under way at once."""
        return self.in_flight if self.clients is None else self.clients
