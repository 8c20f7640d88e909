"""`aimwell-train retrain`: a candidate bundle from an office's reviews, and the gate that it has to pass."""

import time
from pathlib import Path
from typing import Annotated

import typer

from model.errors import AimwellError
from model.places import State, default_state
from training.cli import app
from training.deep import Effort
from training.retraining import Done, Wish, run
from training.stages import Stages

REFUSED = 3
"""How the command ends when a gate is against a candidate, the bundle's or the rewriter's."""


@app.command(name="retrain")
def retrain_(
    by: Annotated[str, typer.Option(help="Who asks for it; the record keeps it.")],
    why: Annotated[str, typer.Option(help="Why; the record keeps it.")] = "retrained on our reviews",
    reviews: Annotated[
        str | None, typer.Option(envvar="AIMWELL_REVIEWS", help="The address of the review store.")
    ] = None,
    state: Annotated[Path | None, typer.Option(help="The folder of this office's own data.")] = None,
    promote: Annotated[bool, typer.Option(help="Make it live when the gate lets it through.")] = True,
    deep: Annotated[
        bool, typer.Option(help="Tune the encoder and the rewriter's adapter, too: as long as the first training.")
    ] = False,
    force: Annotated[str | None, typer.Option(help="Promote it whatever the gate says, for this reason.")] = None,
    share: Annotated[
        float,
        typer.Option(min=0.01, max=1, help="With --deep: the part of the corpus that is learned beside the reviews."),
    ] = 1.0,
    rounds: Annotated[int, typer.Option(min=1, help="With --deep: how often the encoder goes through all of it.")] = 4,
    steps: Annotated[
        int | None, typer.Option(min=1, help="With --deep: after how many steps the rewriter stops.")
    ] = None,
) -> None:
    """Learn new heads from the reviews, compare them with the live bundle, and promote them when they are better."""
    begun, stages = time.monotonic(), Stages()
    if force is not None and not force.strip():
        raise typer.BadParameter("give a reason; the record keeps it", param_hint="--force")
    place = State(state or default_state())
    wish = Wish(by, why, promote, force, Effort(share, rounds, steps) if deep else None)
    try:
        done = run(place, reviews or place.reviews, wish, typer.echo, stages=stages)
    except AimwellError as error:
        typer.echo(f"aimwell-train: {error}", err=True)
        raise typer.Exit(1) from None
    _tell(done)
    typer.echo(f"done in {time.monotonic() - begun:.1f} s: {stages}")
    refused = done.ruling is not None and not done.ruling.promote and done.decision is None
    if refused or (done.rewriter is not None and not done.rewriter.said.passed and force is None):
        raise typer.Exit(REFUSED)


@app.command(name="bench-retrain")
def bench_retrain(
    reviews: Annotated[int, typer.Option(min=20, help="How many reviews the invented office has.")] = 2000,
) -> None:
    """Say how long an invented office of two thousand reviews waits for its retraining, stage by stage; needs a quiet machine."""
    from training.bench_retrain import WITHIN, measure, table

    try:
        measured = measure(reviews, lambda said: typer.echo(said, err=True))
    except AimwellError as error:
        typer.echo(f"aimwell-train: {error}", err=True)
        raise typer.Exit(1) from None
    typer.echo(table(measured))
    raise typer.Exit(0 if measured.first.total < WITHIN else REFUSED)


def _tell(done: Done) -> None:
    if done.rewriter is not None:
        against = (
            "" if done.rewriter.said.passed else f"; the gate is against it: {'; '.join(done.rewriter.said.reasons)}"
        )
        typer.echo(
            f"the rewriter that learned from them is in {done.rewriter.folder}{against}; "
            f"`AIMWELL_REWRITER={done.rewriter.folder} aimwell prepare` makes its model, and with that setting it serves"
        )
    if done.ruling is None:
        typer.echo(f"{done.bundle} is live already: the reviews are those that it learned from")
    elif done.decision is not None:
        typer.echo(f"{done.bundle} is live; `aimwell models rollback` takes it back")
    elif not done.ruling.promote:
        typer.echo(f"{done.live} stays live; --force REASON promotes the candidate all the same")
