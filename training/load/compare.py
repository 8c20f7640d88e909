"""Aimwell beside other servers: the same requests, one after the other in one run, turn by turn, as ratios to ours."""

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from statistics import median
from typing import Any

from training.load.generator import put
from training.load.samples import Summary
from training.load.service import HOST, Started, Subject, aimwell, started
from training.load.shelf import Shelf
from training.load.spec import Load
from training.report import paragraph

WARM_RATE, WARM_SECONDS = 20.0, 3.0
IN_FLIGHT = 256
PATIENCE = 10.0
OURS = "aimwell"
KINDS = {
    "aimwell": "Aimwell",
    "plain": "plain FastAPI, transformers float32",
    "lit": "LitServe, same assessor",
}


@dataclass(frozen=True, slots=True)
class Plan:
    """`rates` a second for `seconds` each, then `clients` that ask again at once; all of it `repeats` times."""

    rates: Sequence[float]
    seconds: float
    clients: int
    repeats: int


def _plain(workers: int) -> Subject:
    command = [sys.executable, "-m", "uvicorn", "training.load.subjects.plain:app", "--host", HOST, "--port", "{port}"]
    return Subject(
        f"plain-{workers}", [*command, "--workers", str(workers), "--no-access-log"], {"HF_HUB_OFFLINE": "1"}
    )


def _lit(workers: int) -> Subject:
    command = [sys.executable, "-m", "training.load.subjects.lit", "{port}", str(workers)]
    return Subject(f"lit-{workers}", command, {})


SUBJECTS: Mapping[str, Callable[[], Subject]] = {
    "aimwell-1": lambda: aimwell(1),
    "plain-1": lambda: _plain(1),
    "lit-1": lambda: _lit(1),
    "aimwell-2": lambda: aimwell(2),
    "plain-2": lambda: _plain(2),
    "lit-2": lambda: _lit(2),
}
Measured = dict[str, list[dict[str, Any]]]


def run(plan: Plan, names: Sequence[str], shelf: Shelf, say: Callable[[str], None]) -> Measured:
    """Measure every subject `repeats` times, in turn, each turn begun by another; what is kept is not measured again."""
    found: Measured = {name: [] for name in names}
    asked = {"rates": list(plan.rates), "seconds": plan.seconds, "clients": plan.clients}
    for turn in range(plan.repeats):
        first = turn % len(names)
        for name in (*names[first:], *names[:first]):
            made = shelf.made(
                f"{name}-turn-{turn + 1}",
                asked,
                lambda name=name: _measure(plan, SUBJECTS[name](), say),  # type: ignore[misc]
            )
            found[name].append(made)
    return found


def _measure(plan: Plan, subject: Subject, say: Callable[[str], None]) -> dict[str, Any]:
    with started(subject) as service:
        put(_load(service, WARM_RATE, WARM_SECONDS))
        steady = {}
        for rate in plan.rates:
            steady[f"{rate:g}"] = done = put(_load(service, rate, plan.seconds)).summary
            say(f"  {rate:g}/s: {done}")
        most = put(Load(service.address, seconds=plan.seconds, clients=plan.clients, patience=PATIENCE)).summary
        took = service.footprint()
        say(f"  {plan.clients} clients: {most}")
        say(f"  {took.pss:.0f} MB, started in {service.start_seconds:.1f} s")
        return {
            "rates": {rate: found.body() for rate, found in steady.items()},
            "most": most.body(),
            "footprint": asdict(took),
            "start_seconds": service.start_seconds,
        }


def _load(service: Started, rate: float, seconds: float) -> Load:
    return Load(service.address, rate, seconds, in_flight=IN_FLIGHT, patience=PATIENCE)


def page(plan: Plan, found: Measured) -> str:
    """Return the comparison as a section in Markdown, the figures the medians of all turns."""
    machine = next(iter(found.values()))[0]["machine"]
    programs = ", ".join(f"{name} {said}" for name, said in machine["programs"].items() if name != "locust")
    head = [
        "## Served by others",
        paragraph(
            "The same requests, one objective each in its context, on servers in turn on this machine: Aimwell; a plain",
            "synchronous FastAPI handler whose encoder is a `transformers` model in float32, with the same rules and heads;",
            "and LitServe around Aimwell's own assessor, with batches of up to sixteen. The encoder behind the plain handler",
            "has the shape of ours and the weights of its base: its verdicts differ, its work does not.",
            "Aimwell also counts requests, limits them, checks every field and keeps its patience; the others do not.",
            f"Arrivals are an open-loop Poisson schedule over {plan.seconds:g} s a rate; latency counts from when a request",
            f"was due. “Most” is {plan.clients} clients that ask again at once. Figures are medians of {plan.repeats} turns;",
            "in brackets, the ratio to Aimwell with as many workers. A p99 with errors beside it is of the answered only.",
            f"{machine['cores']} cores, {machine['processor']}; {programs}. `make compare-serving` prints this.",
        ),
    ]
    return "\n\n".join([*head, _table(plan, found)])


def _table(plan: Plan, found: Measured) -> str:
    rates = [f"{rate:g}" for rate in plan.rates]
    columns = [*(f"{rate}/s: p50, p99 ms" for rate in rates), "most a second", "memory MB", "start s"]
    rows = ["| server | workers | " + " | ".join(columns) + " |", "|---|---|" + "---|" * len(columns)]
    for name, turns in found.items():
        kind, _, workers = name.partition("-")
        ours = found.get(f"{OURS}-{workers}") if kind != OURS else None
        cells = [_steady(turns, ours, rate) for rate in rates]
        cells += [_cell(turns, ours, read, digits) for read, digits in ((_most, 0), (_memory, 0), (_start, 1))]
        rows.append(f"| {KINDS[kind]} | {workers} | " + " | ".join(cells) + " |")
    return "\n".join(rows)


def _steady(turns: Sequence[Mapping[str, Any]], ours: Sequence[Mapping[str, Any]] | None, rate: str) -> str:
    def of(which: str) -> Callable[[Mapping[str, Any]], float]:
        def read(figures: Mapping[str, Any]) -> float:
            latency = Summary.of_body(figures["rates"][rate]).latency
            return float("inf") if latency is None else float(getattr(latency, which))

        return read

    errors = sum(sum(Summary.of_body(turn["figures"]["rates"][rate]).errors.values()) for turn in turns)
    failed = f", {errors} errors" if errors else ""
    return f"{_cell(turns, ours, of('p50'), 1)}, {_cell(turns, ours, of('p99'), 1)}{failed}"


def _cell(
    turns: Sequence[Mapping[str, Any]],
    ours: Sequence[Mapping[str, Any]] | None,
    read: Callable[[Mapping[str, Any]], float],
    digits: int,
) -> str:
    value = median(read(turn["figures"]) for turn in turns)
    if ours is None:
        return f"{value:.{digits}f}"
    return f"{value:.{digits}f} ({value / median(read(turn['figures']) for turn in ours):.1f}×)"


def _most(figures: Mapping[str, Any]) -> float:
    return float(figures["most"]["served"])


def _memory(figures: Mapping[str, Any]) -> float:
    return float(figures["footprint"]["pss"])


def _start(figures: Mapping[str, Any]) -> float:
    return float(figures["start_seconds"])
