"""`aimwell-train evaluate-rewriter`, `blind-sheet` and `blind-tally`: what the rewrites are worth."""

import json
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from data import corpus
from data.example import Example
from model.assessor import Assessor
from model.bundle import load
from model.errors import InputError
from model.rules_generator import RulesGenerator
from model.suggester import Suggester
from training.cli import app

READ_BLIND = ("rules", "rewriter")
"""The suggesters that a reader compares with the reference, as far as they are wired."""
SplitName = Annotated[str, typer.Option("--split", help="validation or test; nobody tunes on test.")]


def suggesters() -> dict[str, Suggester]:
    """Return the suggesters that are compared, by the name of their column: the one wiring point."""
    assessor = Assessor(load())
    return {
        "rules": Suggester(assessor, [RulesGenerator()]),
        # The trained rewriter ("rewriter") and its untuned base ("untuned base") join here, without the rules behind
        # them, so that their figures are their own.
    }


@app.command(name="evaluate-rewriter")
def evaluate_rewriter(
    split: SplitName = "validation",
    limit: Annotated[int | None, typer.Option(min=1, help="How many flawed records at most, spread evenly.")] = None,
    to: Annotated[Path | None, typer.Option(help="A Markdown file to write the table to, too.")] = None,
) -> None:
    """Say what the first suggestions are worth on the flawed records of a split, beside the references."""
    from training.encoder import Encoder, default_base
    from training.evaluate_rewriter import evaluate, flawed, table
    from training.rewriter_metrics import token_states

    examples = flawed(_examples(split), limit)
    compared = suggesters()
    assessor = compared["rules"].assessor
    encode = partial(token_states, Encoder(default_base()).eval())
    runs = evaluate(compared, assessor, examples, encode)
    said = (
        f"First suggestions on {len(examples)} flawed records of the {split} split, judged by {assessor.bundle}; floors in\n"
        "brackets, 95 % bootstrap intervals over batches, counts behind shares. `aimwell-train evaluate-rewriter "
        f"--split {split}{f' --limit {limit}' if limit else ''}`\nprints it.\n\n" + table(runs)
    )
    typer.echo(said)
    if to is not None:
        to.write_text(f"# Rewrites\n\n{said}\n", encoding="utf-8")


@app.command(name="blind-sheet")
def blind_sheet(
    to: Annotated[Path, typer.Option(help="The Markdown file for the reader.")],
    key: Annotated[Path, typer.Option(help="The JSON file that says which letter was which; not for the reader.")],
    split: SplitName = "validation",
    count: Annotated[int, typer.Option(min=1, help="How many records.")] = 100,
    seed: Annotated[int, typer.Option(help="The seed of the draw and of the order.")] = 7,
) -> None:
    """Write rewrites to be read blind: the reference beside each suggester's first, in shuffled order."""
    from training.evaluate_rewriter import blind_sheet as sheet_of

    wired = suggesters()
    compared = {name: wired[name] for name in READ_BLIND if name in wired}
    sheet = sheet_of(_examples(split), compared, count, seed)
    to.write_text(sheet.markdown, encoding="utf-8")
    key.write_text(json.dumps({"split": split, **sheet.key}, indent=2) + "\n", encoding="utf-8")
    typer.echo(f"{len(sheet.key['records'])} records are in {to}; {key} says which was which")


@app.command(name="blind-tally")
def blind_tally(
    answers: Annotated[Path, typer.Argument(help="The reader's verdicts, one line of JSON a record.")],
    key: Annotated[Path, typer.Argument(help="The key that `blind-sheet` wrote.")],
) -> None:
    """Count the verdicts on a blind sheet by system."""
    from training.evaluate_rewriter import tally, tally_table

    lines = answers.read_text(encoding="utf-8").splitlines()
    try:
        counts = tally(lines, json.loads(key.read_text(encoding="utf-8")))
    except InputError as error:
        raise typer.BadParameter(str(error), param_hint="ANSWERS") from None
    typer.echo(tally_table(counts))


def _examples(split: str) -> list[Example]:
    if split not in ("validation", "test"):
        raise typer.BadParameter("validation or test", param_hint="--split")
    return corpus.load("test" if split == "test" else "validation")
