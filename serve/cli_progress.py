"""`aimwell progress`: which objectives moved between reviews, what to ask where none does, and the evidence pack."""

import sys
from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError

from data.documents.pack_markdown import markdown_pack
from data.documents.pack_word import word_pack
from data.documents.read import content_of
from data.documents.review import read_review
from data.documents.rewriting.save import save
from model.errors import DocumentError
from model.progress.pack import Pack, evidence_pack
from model.progress.report import progress
from model.progress.reviews import Review
from serve.cli_base import MISUSE, app, fail
from serve.errors import words_of
from serve.progress_formats import render_html, render_json, render_text
from serve.progress_schemas import MeetingIn

PACKS = (".docx", ".md", ".markdown")


class ProgressFormat(StrEnum):
    """How `progress` writes what the reviews show."""

    TEXT = "text"
    JSON = "json"
    HTML = "html"


@app.command("progress")
def show(
    files: Annotated[
        list[Path],
        typer.Argument(help="The plan at each review (.docx, .odt, .xlsx, .csv, .md, .json), one file a review."),
    ],
    at: Annotated[
        list[str] | None,
        typer.Option(help="The day of each review, as 2027-03-01, in the order of the files; else the files say."),
    ] = None,
    pack: Annotated[Path | None, typer.Option(help="Write the evidence pack to this file, .docx or .md.")] = None,
    plan: Annotated[str | None, typer.Option(help="What the team calls the plan; it heads the evidence pack.")] = None,
    format_: Annotated[ProgressFormat, typer.Option("--format", help="text, json or html.")] = ProgressFormat.TEXT,
) -> None:
    """Say which objectives moved between reviews, ask LIAP's questions where they did not, and write the evidence pack."""
    days = _days(at or [], files)
    if pack and pack.suffix.casefold() not in PACKS:
        fail(f"--pack: {pack} ends in none of {', '.join(PACKS)}; name it pack.docx or pack.md")
    if pack and pack.resolve() in {file.resolve() for file in files}:
        fail(f"--pack: {pack} is one of the reviews; name another file")
    reviews, unread = _read(files, days)
    for error in unread:
        typer.echo(f"aimwell: {error}", err=True)
    if not reviews:
        raise typer.Exit(MISUSE)
    found = progress(reviews)
    shown = {
        ProgressFormat.TEXT: lambda: render_text(found),
        ProgressFormat.JSON: lambda: render_json(found),
        ProgressFormat.HTML: lambda: render_html(found, plan),
    }
    sys.stdout.write(shown[format_]())
    if unread:
        if pack:
            typer.echo(f"aimwell: {pack} was not written, for a review would be missing in it", err=True)
        raise typer.Exit(MISUSE)
    if pack:
        _write(pack, evidence_pack(found, plan))


def _read(files: Sequence[Path], days: Sequence[date | None]) -> tuple[list[Review], list[DocumentError]]:
    reviews, unread = [], []
    for file, day in zip(files, days, strict=True):
        try:
            reviews.append(_review(file, day))
        except DocumentError as error:
            unread.append(error)
    return reviews, unread


def _review(file: Path, day: date | None) -> Review:
    if file.suffix.casefold() != ".json":
        return read_review(file, day)
    try:
        given = MeetingIn.model_validate_json(content_of(file))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise DocumentError(file, f"{where}: {words_of(first)}" if where else words_of(first)) from None
    named = given if given.name else given.model_copy(update={"name": file.name})
    return (named.model_copy(update={"day": day}) if day else named).review()


def _days(at: Sequence[str], files: Sequence[Path]) -> list[date | None]:
    if not at:
        return [None] * len(files)
    if len(at) != len(files):
        fail(f"--at: {len(at)} days for {len(files)} files; give one for each, in the same order, or none")
    try:
        return [date.fromisoformat(day) for day in at]
    except ValueError:
        fail("--at: a day is written as 2027-03-01")


def _write(path: Path, pack: Pack) -> None:
    now = datetime.now()  # noqa: DTZ005  (documents are dated by the office's clock)
    content = word_pack(pack, now) if path.suffix.casefold() == ".docx" else markdown_pack(pack).encode()
    try:
        save(path, content)
    except DocumentError as error:
        fail(str(error))
    typer.echo(f"The evidence pack is in {path}.", err=True)
