"""`aimwell rewrite` for plan files: where the new files go, how far it is, and what became of each."""

import sys
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import NoReturn

import typer
from rich.console import Console
from rich.progress import track

from data.documents.entry import Entry
from data.documents.rewriting.changes import Way
from serve.dependencies import Services
from serve.plan_paths import is_plan, plan_paths
from serve.rewrite_files import PlanRewriter, Where
from serve.rewrite_formats import render

UNREADABLE = 2


def names_plans(texts: Sequence[str]) -> bool:
    """Say whether the arguments are plan files: files that are there, with the suffix of a plan."""
    return bool(texts) and all(map(_is_plan_file, texts))


def rewrite_plans(
    wired: Services, texts: Sequence[str], where: Where, way: Way | None, suggestions: int, as_of: date
) -> NoReturn:
    """Rewrite the plans, say what became of each, and leave with 2 where one could not be rewritten."""
    plans = plan_paths([Path(text) for text in texts])
    rewriter = PlanRewriter(
        wired.suggester,
        wired.houses,
        wired.checker.detector,
        as_of,
        datetime.now(),  # noqa: DTZ005  (comments are dated by the office's clock)
        suggestions,
        _with_progress,
    )
    outcomes = [rewriter.rewrite(plan, where, way) for plan in plans]
    sys.stdout.write(render(outcomes, preview=not where.in_place and where.output is None))
    raise typer.Exit(UNREADABLE if any(outcome.error is not None for outcome in outcomes) else 0)


def destination(texts: Sequence[str], output: Path | None, *, in_place: bool) -> Where:
    """Return where the new files go: `output` is a folder where it is one, has no plan's name, or has to hold several."""
    if output is None:
        return Where(in_place)
    several = len(texts) > 1 or any(Path(text).is_dir() for text in texts)
    return Where(output=output, into_folder=several or output.is_dir() or not is_plan(output))


def _is_plan_file(text: str) -> bool:
    try:
        return is_plan(Path(text)) and Path(text).is_file()
    except (OSError, ValueError):  # an objective can be longer than any file's name
        return False


def _with_progress(path: Path, entries: Sequence[Entry]) -> Iterable[Entry]:
    """Show on a terminal how far the plan is; say nothing in a pipe."""
    console = Console(stderr=True)
    return track(entries, path.name, console=console, transient=True, disable=not console.is_terminal)
