"""The door: everything that stands between the network and the routes, in the order in which a request meets it."""

from starlette.applications import Starlette
from starlette.middleware.cors import CORSMiddleware

from serve.access import Access
from serve.admission import Admission, Patience
from serve.dependencies import Services
from serve.gate import Gate
from serve.hosts import Hosts, is_loopback
from serve.key_ring import KeyRing
from serve.keys import KeyStore
from serve.limits import Door
from serve.rates import LOOPBACK_RATE, OFFICE_RATE, Rates
from serve.settings import key_file
from serve.watch import NUMBER, Watch

ASKED = ("GET", "POST", "PUT", "DELETE")
OWN_HEADERS = ("Authorization", "X-API-Key")


def add_door(app: Starlette, wired: Services) -> None:
    """Put the door before the app's routes.

    Raises:
        KeysUnusable: when there is a key file that cannot be used.
    """
    settings = wired.settings
    rate = settings.rate or (LOOPBACK_RATE if is_loopback(settings.host) else OFFICE_RATE)
    access = app.state.access = Access(KeyRing(KeyStore(key_file(settings))))
    patience = Patience(settings.at_once, settings.body_seconds, settings.request_seconds)
    # What is added last is met first.
    app.add_middleware(Admission, life=wired.life, patience=patience, crowd=wired.crowd)
    app.add_middleware(Gate, access=access, rates=Rates(rate))
    app.add_middleware(Door, max_body_bytes=settings.max_body_bytes)
    app.add_middleware(
        CORSMiddleware,
        allow_origins=settings.origins,
        allow_methods=ASKED,
        allow_headers=OWN_HEADERS,
        allow_private_network=True,
        expose_headers=("Retry-After", NUMBER),
    )
    app.add_middleware(Hosts, bound=settings.host, names=settings.hosts, origins=settings.origins)
    app.add_middleware(Watch, metrics=wired.metrics)
