"""What no run of the load tools goes beyond: this machine only, for so long, and so many requests a second."""

from ipaddress import ip_address
from urllib.parse import urlsplit

from model.errors import AimwellError

MOST_SECONDS = 3_600.0
MOST_RATE = 10_000.0
MOST_IN_FLIGHT = 2_000
MOST_REQUESTS = 2_000_000
"""Every request's latency is kept until the end; so many need about 200 MB."""


class LoadRefused(AimwellError):
    """The load would be too much, or would meet somebody else's machine."""


def check_address(address: str) -> tuple[str, int]:
    """Return host and port of an address on this machine.

    Raises:
        LoadRefused: when it is any other; names are refused as well, for they may lead anywhere.
    """
    parts = urlsplit(address)
    host = parts.hostname or ""
    try:
        here = ip_address(host).is_loopback
    except ValueError:
        here = False
    if parts.scheme != "http" or not here or parts.port is None:
        raise LoadRefused(f"“{address}” is not on this machine; give an address such as http://127.0.0.1:8642")
    return host, parts.port


def check_size(rate: float, seconds: float, in_flight: int) -> None:
    """Let a load pass that is within bounds.

    Raises:
        LoadRefused: when it is not; the message names the bound.
    """
    if not 0 < seconds <= MOST_SECONDS:
        raise LoadRefused(f"{seconds:g} seconds; give more than none and at most {MOST_SECONDS:g}")
    if not 0 < rate <= MOST_RATE:
        raise LoadRefused(f"{rate:g} requests a second; give more than none and at most {MOST_RATE:g}")
    if not 0 < in_flight <= MOST_IN_FLIGHT:
        raise LoadRefused(f"{in_flight} requests in flight; give at least 1 and at most {MOST_IN_FLIGHT}")
    if rate * seconds > MOST_REQUESTS:
        raise LoadRefused(f"{rate * seconds:,.0f} requests; give a rate and a time of at most {MOST_REQUESTS:,}")
