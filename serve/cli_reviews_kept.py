"""`aimwell reviews erase|backup|restore`: what is kept of an office's reviews, and what is not."""

import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

from model.errors import AimwellError
from model.places import State
from model.registry import Registry
from serve.cli_base import said_plainly
from serve.cli_reviews import opened, reviews
from serve.settings import Settings

WITHDRAWN = "the live bundle had learned from what was withdrawn"


@reviews.command()
def erase(
    by: Annotated[str, typer.Option(help="Who asks for it; the record of withdrawals keeps it.")],
    source: Annotated[
        str | None, typer.Option(help="The plan, by the office's reference or by what stands for it.")
    ] = None,
    subject: Annotated[str | None, typer.Option(help="The person, likewise.")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    retrain: Annotated[
        bool, typer.Option(help="Retrain without it at once, where the live bundle learned from it.")
    ] = True,
) -> None:
    """Erase a withdrawn plan or person for good: from the store, the queue, our exports and what training prepared."""
    from data.reviews.store import Named
    from data.reviews.withdrawal import forget

    with said_plainly():
        if bool(source) == bool(subject):
            raise AimwellError("give the plan with --source, or the person with --subject")
        kind, named = (Named.SOURCE, source) if source else (Named.SUBJECT, subject)
        store, state = opened(), State(Settings().state)
        if not yes:
            if not sys.stdin.isatty():
                raise AimwellError("this cannot be undone; say --yes where nobody can be asked")
            typer.confirm(f"Erase every review of this {kind.value} for good?", abort=True)
        done = forget(state, store, kind, str(named), by)
        live = Registry(state.bundles).live_id() if done.erased.bundles else ""
    erased, swept = done.erased, done.swept
    typer.echo(f"{erased.count} reviews of this {kind.value} are erased, and none of it comes in again.")
    for path in swept.anew:
        typer.echo(f"Written anew without it: {path}")
    for path in swept.by_hand:
        typer.echo(f"Changed since it was exported; look through it, or remove it: {path}")
    if done.reports:
        typer.echo(f"What {len(done.reports)} reports of the gate quoted is taken out of them.")
    if not erased.bundles:
        return
    typer.echo(f"Bundles that learned from it: {', '.join(erased.bundles)}")
    for folder in done.rewriters:
        typer.echo(f"The rewriter in {folder} is one: start services again, and it writes no more.")
    program = Path(sys.executable).with_name("aimwell-train")
    if live not in erased.bundles or not retrain or not program.exists():
        typer.echo(f"`aimwell-train retrain --by {by!r}` makes one without it.")
        return
    typer.echo(f"{live} is live and learned from it; retraining without it.")
    # Whatever the gate says of it: what was withdrawn is to be served no longer than that takes.
    options = [
        f"--by={by}",
        f"--why={WITHDRAWN}",
        f"--force={WITHDRAWN}",
        f"--state={state.folder}",
        f"--reviews={_address()}",
    ]
    if subprocess.run([program, "retrain", *options], check=False).returncode:  # noqa: S603  (our own program)
        typer.echo(
            f"aimwell: {live} is live all the same; `aimwell models rollback` or `aimwell models promote` puts another "
            "in its place",
            err=True,
        )
        raise typer.Exit(1)


@reviews.command()
def backup(file: Annotated[Path, typer.Argument(help="The file to write.")]) -> None:
    """Write all reviews to one file, while they are in use."""
    from data.reviews.backup import back_up
    from data.reviews.opening import key_file

    with said_plainly():
        count = back_up(_address(), file)
    typer.echo(f"{count} reviews are in {file}")
    key = key_file(State(Settings().state))
    if key.exists():
        typer.echo(f"Keep {key} as well, in another place: it is the key of the stand-ins, and no part of the backup.")


@reviews.command()
def restore(
    file: Annotated[Path, typer.Argument(help="A file that `backup` wrote.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Put a backup in the place of the reviews that are there; what was withdrawn since stays withdrawn."""
    from data.reviews.backup import restore as restored

    with said_plainly():
        if not yes:
            if not sys.stdin.isatty():
                raise AimwellError("this replaces the reviews that are there; say --yes where nobody can be asked")
            typer.confirm("Put this backup in the place of the reviews that are there?", abort=True)
        done = restored(_address(), file)
    typer.echo(f"{done.count} reviews are there now.")
    if done.aside:
        typer.echo(f"The damaged database is kept as {done.aside}")
        typer.echo("Its record of withdrawals could not be read: erase again what was withdrawn since the backup.")


def _address() -> str:
    settings = Settings()
    return settings.reviews or State(settings.state).reviews
