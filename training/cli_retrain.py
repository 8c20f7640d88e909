"""`aimwell-train retrain`: a candidate bundle from an office's reviews, and the gate that it has to pass."""

import time
from pathlib import Path
from typing import Annotated

import typer

from data import corpus
from data.reviews.opening import open_reviews
from data.reviews.review import standing
from model.bundle import load
from model.errors import AimwellError
from model.files import put_whole
from model.places import State, default_state
from model.promotion import GateSaid, keep
from model.promotion import promote as promote_by_gate
from model.registry import Registry
from training import gate, gate_report
from training.cli import app
from training.deep import retrain_deep, retrain_rewriter
from training.retrain import parted, retrain

REPORT = "report"


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
) -> None:
    """Learn new heads from the reviews, compare them with the live bundle, and promote them when they are better."""
    started = time.monotonic()
    place = State(state or default_state())
    try:
        _retrain(place, reviews or place.reviews, by=by, why=why, promote=promote, force=force, deep=deep)
    except AimwellError as error:
        typer.echo(f"aimwell-train: {error}", err=True)
        raise typer.Exit(1) from None
    typer.echo(f"done in {time.monotonic() - started:.1f} s")


def _retrain(place: State, address: str, *, by: str, why: str, promote: bool, force: str | None, deep: bool) -> None:
    store = open_reviews(place, address)
    some = store.all()
    if not some:
        typer.echo("there are no reviews yet; add some with `aimwell reviews import` or on the page /review", err=True)
        raise typer.Exit(1)
    registry = Registry(place.bundles)
    if deep:
        made = retrain_deep(some, place.bundles, place.cache, typer.echo)
        retrain_rewriter(some, place.rewriter, place.cache / "rewriter", typer.echo)
        typer.echo(
            f"the rewriter that learned from them is in {place.rewriter}; AIMWELL_REWRITER={place.rewriter} serves it"
        )
    else:
        made = retrain(some, place.bundles, place.cache, typer.echo)
    taught, _ = parted(standing(some))
    store.learned(made.manifest.id, [r.id for r in taught])
    if made.manifest.id == registry.live_id():
        typer.echo(f"{made.manifest.id} is live already: the reviews are those that it learned from")
        return
    live = load(registry.live())
    ruling = gate.rule(live, load(made.folder), made.held_out, corpus.load("test"), made.conventions)
    notes = {c: learned.note for c, learned in made.learned.items()}
    put_whole(made.folder / f"{REPORT}.md", gate_report.markdown(ruling, notes))
    put_whole(made.folder / f"{REPORT}.html", gate_report.page(ruling, notes))
    keep(made.folder, GateSaid(ruling.current, ruling.reasons))
    typer.echo(gate_report.markdown(ruling, notes))
    typer.echo(f"The report with its charts is {made.folder / REPORT}.html")
    if force is not None or (promote and ruling.promote):
        promote_by_gate(registry, made.manifest.id, by=by, why=why, force=force)
        typer.echo(f"{made.manifest.id} is live; `aimwell models rollback` takes it back")
    elif not ruling.promote:
        typer.echo(f"{registry.live_id()} stays live; --force REASON promotes the candidate all the same")
        raise typer.Exit(3)
