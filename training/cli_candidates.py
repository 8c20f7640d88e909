"""`aimwell-train candidates`: how many drafts to ask of the language model, and how it should look for them."""

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from data import corpus
from model.assessor import Assessor
from model.bundle import load
from model.prepared import default_cache
from model.rewriter_bundle import TOKENIZER, open_rewriter
from model.rules_generator import RulesGenerator
from training import report
from training.cli import app

PATIENCE = 60.0
"""Seconds: no way is cut short."""


@app.command()
def candidates(
    limit: Annotated[int, typer.Option(min=1, help="How many flawed records at most, spread evenly.")] = 40,
    threads: Annotated[int, typer.Option(min=1, help="Threads of the language model.")] = 1,
    to: Annotated[Path | None, typer.Option(help="A Markdown file to put the table into, too.")] = None,
) -> None:
    """Say what several drafts of the language model yield and cost, by number and kind of search, on validation."""
    from model.continuer import CTranslate2Continuer
    from training.candidates import Beam, Draws, measure, table
    from training.encoder import Encoder, default_base
    from training.evaluate_rewriter import flawed
    from training.rewriter_metrics import token_states

    bundle, classifier, cache = open_rewriter(), load(), default_cache()
    files = bundle.prepare(cache), bundle.folder / TOKENIZER
    ours = CTranslate2Continuer(*files, seconds=PATIENCE, threads=threads)
    ways = {
        "greedy": (ours, 1),
        **{f"{n} beginnings": (ours, n) for n in (2, 3, 4, 6)},
        "beam of 3": (Beam(*files, seconds=PATIENCE, threads=threads), 3),
        "4 drawn": (Draws(*files, seconds=PATIENCE, threads=threads), 4),
    }
    index = bundle.similar(classifier)
    examples = flawed(corpus.load("validation"), limit)
    found = measure(ways, Assessor(classifier), RulesGenerator(), index, examples, partial(typer.echo, err=True))
    encode = partial(token_states, Encoder(default_base()).eval())
    on = f" --threads {threads}" if threads > 1 else ""
    said = report.paragraph(
        f"{found[0].records} of {len(examples)} flawed validation records, the others being held SMART as they stand,",
        f"written on {threads} thread{'s' if threads > 1 else ''} without a time limit. “Beginnings” are the likeliest",
        "first tokens, each continued greedily. First suggestions are those of the records that have one: a way that",
        f"answers more is weighed on harder ones, too. `aimwell-train candidates --limit {limit}{on}` prints this.",
    )
    text = f"## Several drafts of the language model\n\n{said}\n\n{table(found, encode)}"
    typer.echo(text)
    if to is not None:
        report.put(to, "candidates", text)
