"""`aimwell-train load` and `compare-serving`: load on a real service on this machine, one step at a time or all of them."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

from model.errors import AimwellError
from training.cli import app
from training.load.limits import MOST_IN_FLIGHT, MOST_RATE, MOST_SECONDS
from training.load.schedule import Spacing
from training.load.shelf import Shelf
from training.load.steps.common import Bench

load = typer.Typer(
    no_args_is_help=True, help="Put load on a service of its own on this machine, and say what came of it."
)
app.add_typer(load, name="load")

Rate = Annotated[float, typer.Option(min=0.1, max=MOST_RATE, help="Scores a second, begun by the clock.")]
Seconds = Annotated[float, typer.Option(min=1, max=MOST_SECONDS, help="How long the load lasts.")]
Processes = Annotated[int, typer.Option(min=1, max=8, help="Processes that put the load on.")]
To = Annotated[Path | None, typer.Option(help="A Markdown file whose section of this name is written anew, too.")]
FOLDER = Path("runs/load")
FALL_BACK_KNEE = 300.0
"""Scores a second that count as the knee where it has not been measured."""


@dataclass(frozen=True, slots=True)
class Given:
    """What all steps are given: where figures are kept, and how load is put on."""

    folder: Path
    bench: Bench
    anew: bool

    @property
    def shelf(self) -> Shelf:
        """Where figures are kept."""
        return Shelf(self.folder, typer.echo, anew=self.anew)

    def asked(self, **asked: Any) -> dict[str, Any]:
        """Return what a step is asked, as it is kept beside its figures."""
        return {**asked, **asdict(self.bench)}


@load.callback()
def given(
    context: typer.Context,
    workers: Annotated[int, typer.Option(min=1, max=32, help="Workers of the service.")] = 2,
    folder: Annotated[Path, typer.Option(help="Where finished steps are kept.")] = FOLDER,
    anew: Annotated[bool, typer.Option("--anew", help="Measure again what is kept.")] = False,
    spacing: Annotated[Spacing, typer.Option(help="How arrivals are spread.")] = Spacing.POISSON,
    seed: Annotated[int, typer.Option(help="The seed of the arrivals.")] = 7,
    in_flight: Annotated[int, typer.Option(min=1, max=MOST_IN_FLIGHT, help="Requests under way at most.")] = 256,
    warm: Annotated[
        float, typer.Option(min=0, max=60, help="Seconds of a little load first, which does not count.")
    ] = 3.0,
    at_once: Annotated[int | None, typer.Option(min=1, help="AIMWELL_AT_ONCE; the service's own unless told.")] = None,
) -> None:
    """Take what all steps share."""
    if find_spec("locust") is None:
        _fail("locust is not installed; run `pip install '.[load]'`")
    context.obj = Given(folder, Bench(workers, spacing.value, seed, in_flight, at_once, warm), anew)


@load.command(name="rate")
def rate_(context: typer.Context, rate: Rate = 200.0, seconds: Seconds = 60.0) -> None:
    """Score at a steady rate: latency, errors, and what the service takes."""
    from training.load.steps import rate as step

    found: Given = context.obj
    with _told():
        asked = found.asked(rate=rate, seconds=seconds)
        found.shelf.made("rate", asked, lambda: step.rate(found.bench, typer.echo, rate, seconds))


@load.command(name="knee")
def knee_(
    context: typer.Context,
    first: Annotated[float, typer.Option(min=1, help="The first rate.")] = 100.0,
    factor: Annotated[float, typer.Option(min=1.05, max=4, help="Each rate beside the one before.")] = 1.25,
    seconds: Annotated[float, typer.Option(min=1, max=600, help="How long each rate lasts.")] = 10.0,
    most: Annotated[float, typer.Option(max=MOST_RATE, help="No rate above this.")] = 2_000.0,
) -> None:
    """Raise the rate until p99 is over 50 ms or a request fails, and say where that is."""
    from training.load.steps import knee as step

    found: Given = context.obj
    with _told():
        asked = found.asked(first=first, factor=factor, seconds=seconds, most=most)
        found.shelf.made("knee", asked, lambda: step.knee(found.bench, typer.echo, first, factor, seconds, most))


@load.command(name="overload")
def overload_(
    context: typer.Context,
    knee: Annotated[float | None, typer.Option(min=1, help="The knee; what `knee` found unless told.")] = None,
    seconds: Seconds = 20.0,
    processes: Processes = 2,
) -> None:
    """Put on ten times the knee: who is admitted, what the others are told, how the service is afterwards."""
    from training.load.steps import overload as step

    found: Given = context.obj
    with _told():
        kept = found.shelf.kept("knee")
        at = knee or (kept["figures"]["knee"] if kept else 0.0) or FALL_BACK_KNEE
        asked = found.asked(knee=at, seconds=seconds, processes=processes)
        found.shelf.made("overload", asked, lambda: step.overload(found.bench, typer.echo, at, seconds, processes))


@load.command(name="rude")
def rude_(context: typer.Context, rate: Rate = 50.0, seconds: Seconds = 30.0) -> None:
    """Send slow, silent, oversized and garbled clients beside a steady load of scores."""
    from training.load.steps import rude as step

    found: Given = context.obj
    with _told():
        asked = found.asked(rate=rate, seconds=seconds)
        found.shelf.made("rude", asked, lambda: step.rude(found.bench, typer.echo, rate, seconds))


@load.command(name="rewrites")
def rewrites_(
    context: typer.Context,
    rate: Rate = 100.0,
    flood: Annotated[float, typer.Option(min=0.1, max=MOST_RATE, help="Rewrites a second.")] = 20.0,
    seconds: Seconds = 30.0,
    flood_in_flight: Annotated[int, typer.Option(min=1, max=500, help="Rewrites under way at most.")] = 64,
) -> None:
    """Send a flood of rewrites beside scores."""
    from training.load.steps import rewrites as step

    found: Given = context.obj
    with _told():
        asked = found.asked(rate=rate, flood=flood, seconds=seconds, flood_in_flight=flood_in_flight)
        found.shelf.made(
            "rewrites", asked, lambda: step.rewrites(found.bench, typer.echo, rate, flood, seconds, flood_in_flight)
        )


@load.command(name="stop")
def stop_(context: typer.Context, rate: Rate = 100.0, seconds: Seconds = 5.0) -> None:
    """Send SIGTERM under load: the seconds until it is gone, and whether any admitted request was lost."""
    from training.load.steps import stop as step

    found: Given = context.obj
    with _told():
        asked = found.asked(rate=rate, seconds=seconds)
        found.shelf.made("stop", asked, lambda: step.stop(found.bench, typer.echo, rate, seconds))


@load.command(name="soak")
def soak_(
    context: typer.Context,
    minutes: Annotated[float, typer.Argument(min=0.1, max=MOST_SECONDS / 60, help="How long.")] = 20.0,
    rate: Rate = 50.0,
    every: Annotated[float, typer.Option(min=0.5, help="Seconds between two looks at the service.")] = 5.0,
) -> None:
    """Score for long, with a rewrite every five seconds: are memory, open files and threads flat?"""
    from training.load.steps import soak as step

    found: Given = context.obj
    with _told():
        asked = found.asked(minutes=minutes, rate=rate, every=every)
        found.shelf.made("soak", asked, lambda: step.soak(found.bench, typer.echo, minutes, rate, sample_every=every))


@load.command(name="all")
def all_(
    context: typer.Context,
    soak: Annotated[float, typer.Option(min=0.1, max=MOST_SECONDS / 60, help="Minutes of the soak.")] = 20.0,
    quick: Annotated[bool, typer.Option("--quick", help="Two minutes in all: it shows that the steps work.")] = False,
) -> None:
    """Run every step; those that are kept are not run again."""
    if quick:
        rate_(context, 100.0, 6.0)
        knee_(context, 100.0, 2.0, 3.0, 400.0)
        overload_(context, None, 4.0, 1)
        rude_(context, 20.0, 5.0)
        rewrites_(context, 50.0, 10.0, 5.0, 32)
        stop_(context, 50.0, 2.0)
        soak_(context, min(soak, 0.35), 30.0, 1.0)
    else:
        rate_(context, 200.0, 60.0)
        knee_(context, 100.0, 1.25, 10.0, 2_000.0)
        overload_(context, None, 20.0, 2)
        rude_(context, 50.0, 30.0)
        rewrites_(context, 100.0, 20.0, 30.0, 64)
        stop_(context, 100.0, 5.0)
        soak_(context, soak, 50.0, 5.0)


@load.command(name="report")
def report_(context: typer.Context, to: To = None) -> None:
    """Print the figures of the finished steps as a section; with --to, draw plots beside the file."""
    from training.load.report import page
    from training.report import put

    found: Given = context.obj
    with _told():
        text = page(found.shelf, None if to is None else to.parent / "plots")
        typer.echo(text)
        if to is not None:
            put(to, "load", text)


@app.command(name="compare-serving")
def compare_serving(
    rates: Annotated[str, typer.Option(help="Scores a second.")] = "50,100,200",
    seconds: Annotated[float, typer.Option(min=1, max=600, help="How long each rate lasts.")] = 8.0,
    repeats: Annotated[int, typer.Option(min=1, max=20, help="How often each is measured, in turn.")] = 3,
    clients: Annotated[
        int, typer.Option(min=1, max=500, help="Clients that ask again at once, for the most it can.")
    ] = 16,
    only: Annotated[str, typer.Option(help="Names of subjects such as aimwell-2,plain-1; all where empty.")] = "",
    folder: Annotated[Path, typer.Option(help="Where finished measurements are kept.")] = Path("runs/compare-serving"),
    anew: Annotated[bool, typer.Option("--anew", help="Measure again what is kept.")] = False,
    to: To = None,
) -> None:
    """Put the same load on Aimwell, on a plain FastAPI handler with transformers and on LitServe, and print ratios."""
    from training.load import compare
    from training.report import put

    with _told():
        if find_spec("locust") is None or find_spec("litserve") is None:
            _fail("locust and litserve are needed; run `pip install '.[load]'`")
        plan = compare.Plan(_numbers(rates), seconds, clients, repeats)
        names = tuple(filter(None, only.split(","))) or tuple(compare.SUBJECTS)
        if unknown := [name for name in names if name not in compare.SUBJECTS]:
            raise typer.BadParameter(f"“{unknown[0]}” is none of {', '.join(compare.SUBJECTS)}", param_hint="--only")
        found = compare.run(plan, names, Shelf(folder, typer.echo, anew=anew), typer.echo)
        text = compare.page(plan, found)
        typer.echo(text)
        if to is not None:
            put(to, "compare-serving", text)


@contextmanager
def _told() -> Iterator[None]:
    """Say what went wrong in one line; end as on Ctrl+C where the process is told to, so that services are stopped."""
    before = signal.signal(signal.SIGTERM, _interrupted)
    try:
        yield
    except AimwellError as error:
        _fail(str(error))
    finally:
        signal.signal(signal.SIGTERM, before)


def _interrupted(*_: object) -> NoReturn:
    raise KeyboardInterrupt


def _numbers(text: str) -> tuple[float, ...]:
    try:
        return tuple(float(part) for part in text.split(",") if part.strip())
    except ValueError:
        raise typer.BadParameter(f"“{text}” is no list of numbers such as 50,100,200") from None


def _fail(said: str) -> NoReturn:
    typer.echo(f"aimwell-train: {said}", err=True)
    raise typer.Exit(1)
