"""`aimwell-train bench-bulk`: how fast whole files are scored, and in how much memory."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from model.errors import AimwellError
from training import report
from training.cli import app

TIMES = (1, 5)


@app.command(name="bench-bulk")
def bench_bulk(
    rows: Annotated[
        int, typer.Option(min=500, help="Rows of the smaller input; the larger has five times as many.")
    ] = 2_000,
    to: Annotated[
        Path | None, typer.Option(help="A Markdown file whose section of this name is written anew, too.")
    ] = None,
) -> None:
    """Measure `aimwell score IN -o OUT`: local and Ray, one worker and two, speed and memory of all processes together."""
    from training.bench_bulk import run, table

    with TemporaryDirectory(prefix="aimwell-bench-") as folder:
        try:
            found = run(Path(folder), rows, TIMES, lambda said: typer.echo(said, err=True))
        except AimwellError as error:
            typer.echo(f"aimwell-train: {error}", err=True)
            raise typer.Exit(1) from None
    text = "\n\n".join(
        [
            "## Whole files",
            report.paragraph(
                "`aimwell score IN -o OUT` on JSON Lines of the corpus's texts. The rate is that once a quarter of the rows",
                "is done; memory is the sum over all processes, shared pages counted once (PSS). What else the",
                "machine was doing shows in the rates and not in the processor time a row.",
                "`aimwell-train bench-bulk` prints this.",
            ),
            table(found),
        ]
    )
    typer.echo(text)
    if to is not None:
        report.put(to, "bench-bulk", text)
