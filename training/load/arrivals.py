"""The load itself, in a process of its own: locust's fast client, and every request begun when it is due.

python -m training.load.arrivals < load.json      writes the samples as JSON on standard output

gevent, on which locust stands, changes the standard library of the process that it runs in; that is why nothing else runs
here. A user of locust waits for an answer before it asks again, which would hide a service that stalls; here one greenlet a
request is begun by the schedule, whatever became of the others, and its time counts from when it was due.
"""

from locust.contrib.fasthttp import FastHttpUser  # isort: skip  (first, for it changes the standard library)

import gc
import json
import sys
import time
from typing import Any

import gevent
from gevent.pool import Pool
from locust.env import Environment

from training.load.bodies import Asked, bodies
from training.load.limits import check_address, check_size
from training.load.samples import NOT_SENT, Sample
from training.load.schedule import Spacing, arrivals
from training.load.spec import Load

START_IN = 0.2
"""Seconds from everything being ready to the first that may be due."""
JSON_BODY = {"Content-Type": "application/json"}


class _Caller:
    """Asks one service, over connections that are kept open, and keeps a sample a request."""

    def __init__(self, load: Load) -> None:
        check_address(load.address)
        kind = type(
            "Caller",
            (FastHttpUser,),
            {
                "host": load.address,
                "concurrency": load.at_most,
                "network_timeout": load.patience,
                "connection_timeout": load.patience,
                "max_retries": 0,
            },
        )
        self._client = kind(Environment(user_classes=[kind])).client
        self._path = load.path
        self._bodies = bodies(Asked(load.path))
        self.samples: list[Sample] = []

    def ask(self, number: int, begin: float, due: float) -> None:
        """Send one request, due at `begin + due` on the clock, and note what came of it."""
        began = time.perf_counter()
        body = self._bodies[number % len(self._bodies)]
        reply = self._client.post(self._path, data=body, headers=JSON_BODY)
        ended = time.perf_counter()
        outcome = str(reply.status_code) if reply.status_code else type(reply.error).__name__
        again = bool(reply.status_code) and "retry-after" in reply.headers
        self.samples.append(Sample(due, began - begin - due, ended - begin - due, outcome, again))


def run(load: Load) -> list[Sample]:
    """Put a load on a service and return a sample a request, in the order in which they ended.

    Raises:
        LoadRefused: when it is not on this machine, or out of bounds.
    """
    check_size(load.rate, load.seconds, load.at_most)
    caller = _Caller(load)
    # The collector's pauses would be taken for the service's.
    gc.collect()
    gc.freeze()
    gc.disable()
    _open(caller, load) if load.clients is None else _closed(caller, load, load.clients)
    return caller.samples


def _open(caller: _Caller, load: Load) -> None:
    due = arrivals(load.rate, load.seconds, Spacing(load.spacing), load.seed)
    flight = Pool(load.in_flight)
    begin = time.perf_counter() + START_IN
    for number, at in enumerate(map(float, due)):
        if (left := begin + at - time.perf_counter()) > 0:
            gevent.sleep(left)
        elif number % 8 == 0:
            gevent.sleep(0)  # behind time: those in flight must still be heard
        if flight.free_count():
            flight.spawn(caller.ask, number + load.seed, begin, at)
        else:
            caller.samples.append(Sample(at, 0.0, 0.0, NOT_SENT))
    flight.join()


def _closed(caller: _Caller, load: Load, clients: int) -> None:
    begin = time.perf_counter()

    def client(first: int) -> None:
        number = first
        while (due := time.perf_counter() - begin) < load.seconds:
            caller.ask(number, begin, due)
            number += clients

    gevent.joinall([gevent.spawn(client, number) for number in range(clients)], raise_error=True)


def main() -> None:
    """Read a load from standard input and write its samples to standard output."""
    load = Load(**json.load(sys.stdin))
    cpu = time.process_time()
    samples = run(load)
    told: dict[str, Any] = {
        "cpu": time.process_time() - cpu,
        "samples": [[s.due, s.late, s.took, s.outcome, s.retry_after] for s in samples],
    }
    json.dump(told, sys.stdout)


if __name__ == "__main__":
    main()
