"""`aimwell score IN -o OUT`: whole files of objectives, on this machine or on a Ray cluster."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console

from data.bulk.formats import Format
from data.bulk.parts import side_file
from model.bundle import verify
from model.errors import AimwellError, BundleError, InputError, RegistryError
from model.places import State
from model.prepared import cache_or_none
from model.registry import Registry
from serve.bulk.job import Engine, Judge, Report, Stopped, check_paths, run
from serve.bulk.local import run_local
from serve.bulk.progress import Told
from serve.bulk.scoring import BundleRecipe, Files
from serve.extras import needs
from serve.houses import Houses
from serve.settings import Settings

MISUSE, INTERRUPTED = 2, 130


class BulkEngine(StrEnum):
    """Where the work is done."""

    LOCAL = "local"
    RAY = "ray"


Output = Annotated[
    Path | None, typer.Option("--output", "-o", help="Score a whole file into this one (.jsonl, .csv, .parquet).")
]
EngineAsked = Annotated[BulkEngine, typer.Option(help="For a whole file: this machine's processes, or Ray.")]
Address = Annotated[
    str | None, typer.Option(help="The Ray cluster; one for the job alone, on this machine, unless told.")
]
Workers = Annotated[int | None, typer.Option(min=1, help="Processes that score a whole file; one a core unless told.")]


def names_file(text: str | None) -> bool:
    """Say whether the argument is the name of a file that is there, and no objective."""
    try:
        return text is not None and Path(text).is_file()
    except (OSError, ValueError):  # an objective can be longer than any file's name
        return False


def score_file(
    path: Path,
    out: Path,
    settings: Settings,
    as_of: date | None,
    engine: BulkEngine,
    address: str | None,
    workers: int | None,
) -> NoReturn:
    """Score a whole file, say what became of it, and leave: with 0 also where rows were bad, for they are told apart."""
    try:
        files = check_paths(path, out)
        if Format.PARQUET in (files.format, files.to):
            with needs("bulk", "score with Parquet", "pyarrow"):
                import pyarrow  # noqa: F401  (better said now than in the middle)
        if address and engine is not BulkEngine.RAY:
            raise InputError("--address", "names a Ray cluster; add --engine ray")
        judge = judge_of(settings, files, as_of)
        with _ending_on_sigterm(), Told(Console(stderr=True)) as progress:
            report = run(files, out, judge, engine_of(engine, address, workers or _cores()), progress)
    except Stopped as stopped:
        typer.echo(f"aimwell: {stopped}; the same command goes on from there", err=True)
        raise typer.Exit(INTERRUPTED) from None
    except KeyboardInterrupt:
        typer.echo("aimwell: stopped; the same command goes on from what is kept", err=True)
        raise typer.Exit(INTERRUPTED) from None
    except AimwellError as error:
        typer.echo(f"aimwell: {error}", err=True)
        raise typer.Exit(MISUSE) from None
    typer.echo(f"aimwell: {_became(report, out)}", err=True)
    raise typer.Exit(0)


def engine_of(engine: BulkEngine, address: str | None, workers: int) -> Engine:
    """Return the engine that was asked for.

    Raises:
        ExtraMissing: when it is not installed.
    """
    if engine is BulkEngine.LOCAL:
        return partial(run_local, workers=workers)
    from serve.bulk.ray_engine import import_ray, run_ray

    import_ray(address)  # now, so that what is missing is told before the work begins
    return partial(run_ray, workers=workers, address=address)


def judge_of(settings: Settings, files: Files, as_of: date | None) -> Judge:
    """Return who judges: the live bundle, or the rules where there is none that can be used, and say so.

    Raises:
        HouseRulesError: when the house rules do not hold.
        IgnoreFileError: when what is ignored cannot be read.
    """
    house = Houses(settings.config, isolated=settings.isolated, ignore_file=settings.ignore_file).here()
    rules = replace(house.rules, thresholds=dict(house.rules.thresholds))  # a proxy of a mapping cannot be sent
    ignored = frozenset(match.fingerprint for match in house.ignored.all())
    folder: Path | None = None
    bundle: str | None = None
    try:
        named = "bundle" in settings.model_fields_set
        folder = (settings.bundle if named else Registry(State(settings.state).bundles).live()).absolute()
        bundle = verify(folder).id
    except (BundleError, RegistryError) as error:
        folder = None
        print(f"aimwell: warning: the rules answer alone: {error}", file=sys.stderr)  # noqa: T201
    today = date.today()  # noqa: DTZ011  (the office's calendar)
    files = replace(files, path=files.path.absolute())
    return Judge(BundleRecipe(files, as_of or today, rules, ignored, folder, bundle, cache_or_none()), as_of)


@contextmanager
def _ending_on_sigterm() -> Iterator[None]:
    """Keep what is finished also where a service manager ends the job."""
    before = signal.signal(signal.SIGTERM, _interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _interrupt(*_: object) -> NoReturn:
    raise KeyboardInterrupt


def _cores() -> int:
    return len(os.sched_getaffinity(0))


def _became(report: Report, out: Path) -> str:
    said = f"{report.rows:,} rows are in {out}"
    return f"{said}; {report.bad:,} of them could not be judged: see {side_file(out)}" if report.bad else said
