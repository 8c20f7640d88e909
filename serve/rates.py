"""How much may be asked: a bucket of tokens for every key and every address, refilled through the minute.

A bucket of our own, because it is twenty lines: the libraries for it keep a record of every request, or one of every name
that ever asked. Here memory is bounded, whoever asks: the name that has been quiet longest is forgotten, which only fills
its bucket.
"""

import math
import time
from collections import OrderedDict
from collections.abc import Callable
from ipaddress import IPv6Address, ip_address

from serve.refusals import TooManyRequests

LOOPBACK_RATE, OFFICE_RATE = 6_000, 600
"""Requests a minute: an editor on this machine that checks a long plan at once, and one of many users of an office."""
MOST_NAMES = 10_000
MINUTE = 60.0
_ONE_SUBSCRIBER = 64
"""Bits of an IPv6 address that one subscriber has to themselves: they could otherwise ask from a new one every time."""


class Rates:
    """Takes `a_minute` requests a minute from everybody; as many may come at once after a quiet minute."""

    def __init__(
        self, a_minute: int, clock: Callable[[], float] = time.monotonic, most_names: int = MOST_NAMES
    ) -> None:
        self._a_minute = a_minute
        self._clock = clock
        self._most_names = most_names
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, name: str) -> None:
        """Count one request of a key or an address.

        Raises:
            TooManyRequests: when its bucket is empty.
        """
        now = self._clock()
        left, since = self._buckets.pop(name, (float(self._a_minute), now))
        left = min(float(self._a_minute), left + (now - since) * self._a_minute / MINUTE)
        enough = left >= 1
        self._buckets[name] = (left - 1 if enough else left, now)
        if len(self._buckets) > self._most_names:
            self._buckets.popitem(last=False)
        if not enough:
            raise TooManyRequests(math.ceil((1 - left) * MINUTE / self._a_minute))

    def __len__(self) -> int:
        return len(self._buckets)


def address(client: tuple[str, int] | None) -> str:
    """Return the name under which whoever asks without a key is counted: their address, or their IPv6 network."""
    if client is None:
        return "nobody"
    try:
        found = ip_address(client[0].partition("%")[0])
    except ValueError:
        return client[0]
    if isinstance(found, IPv6Address):
        if found.ipv4_mapped is not None:
            return str(found.ipv4_mapped)
        return f"{IPv6Address(int(found) >> _ONE_SUBSCRIBER << _ONE_SUBSCRIBER)}/{_ONE_SUBSCRIBER}"
    return str(found)
