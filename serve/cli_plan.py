"""`aimwell plan new`: a blank plan with LIAP's five columns, in the format that its name says."""

from importlib.resources import files
from pathlib import Path
from typing import Annotated

import typer

from serve.cli_base import app, fail

plan = typer.Typer(no_args_is_help=True, help="Begin an action plan.")
app.add_typer(plan, name="plan")
SUFFIXES = (".docx", ".xlsx", ".csv", ".md", ".json")


@plan.callback()
def _commands() -> None:
    """Begin an action plan."""


@plan.command()
def new(
    file: Annotated[Path, typer.Argument(help=f"Where the blank plan goes; its name ends with {', '.join(SUFFIXES)}.")],
) -> None:
    """Copy a blank plan with the five columns; a file that is there already is left alone."""
    from data.documents.rewriting.save import save
    from model.errors import DocumentError

    suffix = file.suffix.casefold()
    if suffix not in SUFFIXES:
        fail(f"a blank plan is one of {', '.join(SUFFIXES)}; give the file such a name")
    if file.exists():
        fail(f"{file} is there already; choose another name")
    if not file.absolute().parent.is_dir():
        fail(f"there is no folder {file.absolute().parent}; make it first, or choose another")
    try:
        save(file, (files("data") / "blank_plans" / f"plan{suffix}").read_bytes())
    except DocumentError as error:
        fail(str(error))
    typer.echo(f"A blank plan is in {file}. Fill it in, then: aimwell check {file}")
