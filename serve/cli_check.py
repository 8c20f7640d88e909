"""`aimwell check`: plans read like a linter reads programs."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from serve.check import check_at_home, exit_code
from serve.check_formats import render_json, render_sarif, render_summary, render_text
from serve.cli_base import AsOf, Config, Isolated, app, day_asked, fail, wired_by


class CheckFormat(StrEnum):
    """How `check` writes its report."""

    TEXT = "text"
    JSON = "json"
    SARIF = "sarif"


@app.command()
def check(
    files: Annotated[
        list[Path], typer.Argument(help="Plans (.docx, .odt, .xlsx, .csv, .md, .txt, .json), or folders.")
    ],
    as_of: AsOf = None,
    format_: Annotated[CheckFormat, typer.Option("--format", help="text, json or sarif.")] = CheckFormat.TEXT,
    config: Config = None,
    isolated: Isolated = False,
    summary: Annotated[
        bool, typer.Option("--summary", help="One page a plan: what to put right first, next and then.")
    ] = False,
) -> None:
    """Read plans like a linter: exit 1 on findings, 2 when a file cannot be read."""
    if summary and format_ is not CheckFormat.TEXT:
        fail("--summary is a page of text; --format json has the same page in it, so give one of them")
    when = day_asked(as_of)
    wired = wired_by(config, isolated=isolated, rewriting=False)
    report = check_at_home(files, wired.assessor, wired.houses, when, wired.checker.detector)
    if summary:
        told = render_summary(report)
    elif format_ is CheckFormat.SARIF:
        told = render_sarif(report, wired.settings.service_url)
    else:
        told = {CheckFormat.TEXT: render_text, CheckFormat.JSON: render_json}[format_](report)
    sys.stdout.write(told.rstrip("\n") + "\n")
    raise typer.Exit(exit_code(report))
