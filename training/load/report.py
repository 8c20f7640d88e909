"""The finished steps of a load test as one section of Markdown; a step that was not run is said to be missing."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from training.load.samples import Quantiles, Summary
from training.load.shelf import Shelf
from training.load.steps.common import MOST_P99
from training.load.steps.stop import MOST_SECONDS
from training.report import paragraph

Kept = Mapping[str, Any]
STEPS = ("rate", "knee", "overload", "rude", "rewrites", "stop", "soak")
PLOTS = {
    "rate": "Latency over a steady load of scores",
    "knee": "Latency as the rate of scores rises",
    "soak": "Memory, open files, threads and latency over a long run",
}


def page(shelf: Shelf, plots: Path | None = None) -> str:
    """Return the section; with `plots`, draw the figures into that folder and show them."""
    kept = {step: found for step in STEPS if (found := shelf.kept(step)) is not None}
    parts = ["## Under load", _head(kept)]
    for step in STEPS:
        if step in kept:
            parts.append(_SECTIONS[step](kept[step]["figures"], kept[step]["asked"]))
            if plots is not None and step in PLOTS:
                parts.append(_drawn(step, kept[step]["figures"], plots))
    if missing := [step for step in STEPS if step not in kept]:
        parts.append(f"Not measured yet: {', '.join(missing)}.")
    return "\n\n".join(parts)


def _head(kept: Mapping[str, Kept]) -> str:
    if not kept:
        return "No step has been run; `make load` runs them all."
    first = next(iter(kept.values()))
    machine, workers = first["machine"], sorted({found["asked"]["workers"] for found in kept.values()})
    programs = ", ".join(
        f"{n} {v}" for n, v in machine["programs"].items() if n in ("uvicorn", "onnxruntime", "locust")
    )
    days = sorted({found["at"][:10] for found in kept.values()})
    return paragraph(
        f"`aimwell serve` with {' or '.join(map(str, workers))} workers, the load tool on the same machine:",
        f"{machine['cores']} cores, {machine['processor']}; {programs}; measured on {', '.join(days)}.",
        "One objective a request, in its context, from the validation texts. Requests are begun by a schedule (Poisson unless",
        "told), whatever became of those before, and a request's time counts from when it was due. Percentiles are of all",
        "answered requests. `make load` measures and prints this; each step is one command, `aimwell-train load STEP`.",
    )


def _rate(figures: Kept, asked: Kept) -> str:
    found = Summary.of_body(figures["load"])
    verdict = "it holds" if figures["sustained"] else "it does **not** hold"
    return _titled(
        "A steady rate",
        f"{asked['rate']:g} scores a second for {asked['seconds']:g} s; with p99 at most {MOST_P99:g} ms and no error,",
        f"{verdict}. The service took {figures['cores']:.2f} cores and {figures['footprint']['pss']:.0f} MB, and answered",
        f"{figures['start_seconds']:.1f} s after it was started; the load tool was {found.lag_p99:.1f} ms late at p99.",
        table=_loads({"scores": found}),
    )


def _knee(figures: Kept, asked: Kept) -> str:
    beyond = "none higher was tried" if figures["beyond"] is None else f"at {figures['beyond']:.0f} it no longer did"
    rows: dict[str, Summary] = {}
    for one in sorted(figures["tried"], key=lambda t: float(t["rate"])):
        name = f"{one['rate']:.0f}/s"
        rows[f"{name} again" if name in rows else name] = Summary.of_body(one["load"])
    return _titled(
        "The knee",
        f"The highest rate that held, {asked['seconds']:g} s each, was **{figures['knee']:.0f} scores a second**; {beyond}.",
        f"A rate holds when p99 is at most {MOST_P99:g} ms and no request fails; one that does not is tried twice.",
        table=_loads(rows),
    )


def _overload(figures: Kept, asked: Kept) -> str:
    found = Summary.of_body(figures["load"])
    faults = ", ".join(f"{n} {o}" for o, n in {**figures["faults"], **figures["unanswered"]}.items()) or "none"
    return _titled(
        "Ten times the knee",
        f"{figures['rate']:.0f} scores a second for {asked['seconds']:g} s, of which {found.served:.0f} a second were admitted.",
        f"{found.outcomes.get('503', 0)} were told 503, {found.without_retry_after} of them without `Retry-After`;",
        f"other faults or no answer: {faults}. Counted from when it was begun, an admitted request took",
        f"{found.begun or 'no time, for there was none'}; the load tool itself was {found.lag_p99:.0f} ms late at p99.",
        f"Afterwards the service {'answers' if figures['alive'] else '**is gone**'}.",
        table=_loads({"ten times": found, "afterwards": Summary.of_body(figures["after"])}),
    )


def _rude(figures: Kept, asked: Kept) -> str:
    got = [f"| {what} | {', '.join(f'{n} × {o}' for o, n in said.items())} |" for what, said in figures["got"].items()]
    before, after = figures["files"]
    faults = ", ".join(figures["faults"]) or "none"
    loads = {"alone": Summary.of_body(figures["alone"]), "beside them": Summary.of_body(figures["beside"])}
    return _titled(
        "Rude clients",
        f"Slow, silent, oversized and garbled clients for {asked['seconds']:g} s beside {asked['rate']:g} scores a",
        f"second. Held on to, or answered 5xx other than 503: {faults}. Files open before and after: {before}, {after};",
        f"the service {'answers' if figures['alive'] else '**is gone**'}.",
        table="\n\n".join((_loads(loads), "\n".join(["| client | what it got |", "|---|---|", *got]))),
    )


def _rewrites(figures: Kept, asked: Kept) -> str:
    names = {"alone": "scores alone", "beside": "scores beside rewrites", "rewrites": "the rewrites"}
    return _titled(
        "A flood of rewrites beside scores",
        f"{asked['rate']:g} scores a second alone, then beside {asked['flood']:g} rewrites a second,",
        f"{asked['seconds']:g} s each. Rewrites were written by: {', '.join(figures['origins']) or 'nobody'}.",
        table=_loads({said: Summary.of_body(figures[name]) for name, said in names.items()}),
    )


def _stop(figures: Kept, asked: Kept) -> str:
    counts = [f"| {what} | {n} |" for what, n in figures["counts"].items()]
    return _titled(
        "SIGTERM under load",
        f"Under {asked['rate']:g} scores a second the service was gone {figures['gone']:.1f} s after SIGTERM (at most",
        f"{MOST_SECONDS:g} s are allowed) with exit code {figures['code']}, its door closed after {figures['closed']:.2f} s.",
        f"Admitted requests lost: **{len(figures['lost'])}**. A request is admitted when its last byte was sent while the",
        "listening socket was open.",
        table="\n".join(["| requests that ended after SIGTERM | |", "|---|---|", *counts]),
    )


def _soak(figures: Kept, asked: Kept) -> str:
    rows = [
        f"| {_TAKEN[name]} | {t['middle']:.1f} | {t['slope']:+.2f} | {t['low']:+.2f} to {t['high']:+.2f} "
        f"| {'yes' if t['flat'] else '**no**'} |"
        for name, t in figures["trends"].items()
    ]
    loads = {"scores": Summary.of_body(figures["scores"]), "rewrites": Summary.of_body(figures["rewrites"])}
    return _titled(
        "A long run",
        f"{asked['rate']:g} scores a second for {figures['minutes']:g} minutes, with a rewrite every five seconds. All",
        f"processes of the service, looked at every {asked['every']:g} s; a straight line through the last three quarters,",
        "with a 95 % interval by a bootstrap of blocks. Flat: the slope may be nothing, or the rise over the time watched",
        "is under 1 % (memory) or 5 % (files and threads).",
        table="\n\n".join(
            (
                "\n".join(["| | middle | slope an hour | interval | flat |", "|---|---|---|---|---|", *rows]),
                _loads(loads),
            )
        ),
    )


_TAKEN = {"rss": "resident MB", "pss": "MB, shared memory once", "files": "open files", "threads": "threads"}
_SECTIONS: Mapping[str, Callable[[Kept, Kept], str]] = {
    "rate": _rate,
    "knee": _knee,
    "overload": _overload,
    "rude": _rude,
    "rewrites": _rewrites,
    "stop": _stop,
    "soak": _soak,
}


def _titled(title: str, *sentences: str, table: str) -> str:
    return f"### {title}\n\n{paragraph(*sentences)}\n\n{table}"


def _loads(rows: Mapping[str, Summary]) -> str:
    head = "| | offered/s | served/s | p50 ms | p95 ms | p99 ms | most ms | errors |"
    return "\n".join([head, "|---|---|---|---|---|---|---|---|", *(_row(name, found) for name, found in rows.items())])


def _row(name: str, found: Summary) -> str:
    errors = ", ".join(f"{n} × {o}" for o, n in found.errors.items()) or "none"
    return f"| {name} | {found.offered:.1f} | {found.served:.1f} | {' | '.join(_times(found.latency))} | {errors} |"


def _times(found: Quantiles | None) -> Sequence[str]:
    if found is None:
        return ("–",) * 4
    return (*(f"{took:.1f}" for took in (found.p50, found.p95, found.p99)), f"{found.most:.0f}")


def _drawn(step: str, figures: Kept, folder: Path) -> str:
    from training.load import plots

    draw = {"rate": plots.rate, "knee": plots.knee, "soak": plots.soak}[step]
    draw(figures, folder / f"load-{step}.svg")
    return f"![{PLOTS[step]}]({folder.name}/load-{step}.svg)"
