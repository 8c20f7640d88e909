"""`aimwell-train queue-order`: what the order of the queue is worth beside a random one."""

from pathlib import Path
from typing import Annotated

import typer

from data.reviews.files.formats import read_reviews
from model.criteria import Criterion
from model.errors import AimwellError
from model.places import State, default_state
from training.cli import app


@app.command(name="queue-order")
def queue_order(
    file: Annotated[
        Path, typer.Argument(help="Reviews of an office, in any format that `aimwell reviews import` reads.")
    ],
    criterion: Annotated[Criterion, typer.Option(help="The criterion to learn.")] = Criterion.ACHIEVABLE,
    target: Annotated[list[float] | None, typer.Option(help="A macro-F1 to reach; again for more.")] = None,
) -> None:
    """Play an office's reviews back in the order of the queue and in a random one, and say how many it needs in each."""
    from training.queue_order import compare, table

    try:
        reviews = [found.review for found in read_reviews(file, reviewer="nobody") if found.review]
    except AimwellError as error:
        typer.echo(f"aimwell-train: {error}", err=True)
        raise typer.Exit(1) from None
    curve = compare(reviews, criterion, State(default_state()).cache, lambda said: typer.echo(said, err=True))
    typer.echo(table(curve, target or [0.8, 0.9]))
