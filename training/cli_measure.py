"""`aimwell-train evaluate`, `compare` and `held-out`: what the models are worth, each a section of one Markdown file."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from data import corpus
from data.corpus import Split
from model.bundle import DEFAULT_BUNDLE, load
from training import cannot_tell, compare, held_out, report
from training.cli import Out, app
from training.contrast import Contrast
from training.encoder import Tuning, default_base
from training.evaluate import bag_of_words, evaluate, judged_by, table
from training.fit import Recipe
from training.recipes import Workshop
from training.verdicts import Shelf

To = Annotated[Path | None, typer.Option(help="A Markdown file whose section of this name is written anew, too.")]
SplitName = Annotated[str, typer.Option("--split", help="validation or test; nobody tunes on test.")]
Base = Annotated[str | None, typer.Option(help="The encoder: a folder or hub name; MiniLM-L6-v2 unless told.")]
Layers = Annotated[str, typer.Option(help="Which layers of the encoder to keep where it is tuned; all where empty.")]
Epochs = Annotated[int, typer.Option(min=1, help="How long to tune an encoder.")]
Rate = Annotated[float, typer.Option(help="The encoder's learning rate.")]
Strangers = Annotated[int, typer.Option(min=0, help="Copies of each relevant record under needs it does not serve.")]
WORTH = "macro-F1 with 95 % bootstrap intervals over batches"


@app.command(name="evaluate")
def evaluate_(split: SplitName = "test", bundle: Out = DEFAULT_BUNDLE, to: To = None) -> None:
    """Say what the rules, a bag of words and the bundle are worth on a split; with --to, draw plots beside the file."""
    part = _split(split)
    examples = corpus.load(part)
    made = load(bundle)
    judges = {
        "rules alone": judged_by(None),
        "TF-IDF and logistic regression": bag_of_words(corpus.load("train")),
        f"bundle {made.bundle}": judged_by(made),
    }
    said = {name: judge(examples) for name, judge in judges.items()}
    rows = [evaluate(name, lambda _, found=found: found, examples) for name, found in said.items()]  # type: ignore[misc]
    told = {name: cannot_tell.cannot_tell(examples, found) for name, found in said.items()}
    text = (
        f"## The bundle on the {part} split\n\n{len(examples)} records: {WORTH}; the last column is the expected\n"
        "calibration error by criterion, in the order S, M, A, R, T."
        + ("" if part == "test" else " Thresholds and recipes were chosen here, so these figures flatter.")
        + f"\n`aimwell-train evaluate --split {part}` prints them.\n\n{table(rows)}\n\n"
        "“Cannot tell” for Relevant: how often it was said, how often it was the label, and both.\n\n"
        + cannot_tell.table(told)
    )
    typer.echo(text)
    if to is not None:
        from training import plots

        mark = "" if part == "test" else f"-{part}"
        ours = said[f"bundle {made.bundle}"]
        folder = to.parent / "plots"
        plots.reliability(examples, ours, folder / f"reliability{mark}.svg")
        plots.precision_recall(examples, ours, folder / f"precision-recall{mark}.svg")
        images = (
            f"![Reliability of the bundle's probabilities, {part} split](plots/reliability{mark}.svg)\n\n"
            f"![Precision and recall of the bundle's verdicts, {part} split](plots/precision-recall{mark}.svg)"
        )
        report.put(to, f"evaluate-{part}", f"{text}\n\n{images}")


@app.command(name="compare")
def compare_(
    split: SplitName = "test",
    base: Base = None,
    layers: Layers = "0,2,4",
    epochs: Epochs = 4,
    rate: Rate = 8e-5,
    strangers: Strangers = 1,
    folds: Annotated[int, typer.Option(min=2, help="Encoders tuned without a part of the records each.")] = 2,
    contrast: Annotated[int, typer.Option(min=1, help="Epochs of contrastive pre-tuning.")] = 2,
    seeds: Annotated[str, typer.Option(help="Seeds of the joint encoders; all else takes the first.")] = "7,8,9",
    folder: Annotated[Path, typer.Option(help="Where finished judges are kept.")] = Path("runs/compare"),
    to: To = None,
) -> None:
    """Compare rules, bag of words and encoders: frozen, tuned, contrasted, separate; a second run goes on from the first."""
    part = _split(split)
    splits = {s: corpus.load(s) for s in corpus.SPLITS}
    recipe = Recipe(Tuning(epochs=epochs, rate=rate), _numbers(layers), strangers, folds)
    workshop = Workshop(recipe, Contrast(epochs=contrast), base or default_base(), typer.echo)
    shelf = Shelf(folder, {"base": base, "recipe": asdict(recipe), "contrast": asdict(workshop.contrast)}, splits)
    kept = compare.run(compare.contenders(workshop, _numbers(seeds)), splits, shelf, typer.echo)
    examples = splits[part]
    text = (
        f"## The judges compared on the {part} split\n\n{len(examples)} records: {WORTH}. Where there are several seeds, figures\n"
        "are their means, ± is their standard deviation, and the seeds' count is given; one seed is "
        f"{_numbers(seeds)[0]}. The last column is\nthe expected calibration error by criterion, in the order S, M, A, R, T. "
        "Every encoder judge is calibrated and given its\nthresholds on validation; none is chosen on test. Tuned "
        f"encoders: layers {layers or 'all'}, {epochs} epochs, {folds} folds,\n{strangers} copies under strangers' needs; "
        f"frozen ones have all layers. `aimwell-train compare --split {part}` prints this.\n\n"
        f"{compare.table(kept, part, examples)}\n\n"
        f"Differences on the same records, with intervals drawn on the same batches:\n\n{compare.answers(kept, part, examples)}"
    )
    typer.echo(text)
    if to is not None:
        report.put(to, "compare" if part == "test" else f"compare-{part}", text)


@app.command(name="held-out")
def held_out_(
    base: Base = None,
    layers: Layers = "0,2,4",
    epochs: Epochs = 3,
    rate: Rate = 8e-5,
    strangers: Strangers = 1,
    seed: Annotated[int, typer.Option(help="The seed of everything random.")] = 7,
    folder: Annotated[Path, typer.Option(help="Where finished models' verdicts are kept.")] = Path("runs/held-out"),
    to: To = None,
) -> None:
    """Hold each domain out in turn: train on the others, judge its records; a second run goes on from the first."""
    splits = {s: corpus.load(s) for s in corpus.SPLITS}
    recipe = Recipe(Tuning(epochs=epochs, rate=rate, seed=seed), _numbers(layers), strangers)
    shelf = Shelf(folder, {"base": base, "recipe": asdict(recipe)}, splits)
    found = held_out.run(held_out.bundles(recipe, base, typer.echo), splits, seed, shelf, typer.echo)
    text = (
        "## Domains that were held out\n\nEach domain's validation and test records (count in brackets), judged by a bundle "
        "that learned from the nine other\ndomains, and by one that learned from all ten: "
        f"{WORTH}. The\nlast column is the difference of the means. Thresholds are chosen on validation: of the nine others, "
        "or of all ten, so\nthat the gap is overstated if anything. A domain has few batches here, and its intervals are "
        f"wide. Layers\n{layers or 'all'}, {epochs} epochs, no folds, {strangers} copies under strangers' needs, seed {seed}. "
        f"`aimwell-train held-out` prints this.\n\n{held_out.table(found)}"
    )
    typer.echo(text)
    if to is not None:
        report.put(to, "held-out", text)


def _split(name: str) -> Split:
    if name == "test":
        return "test"
    if name == "validation":
        return "validation"
    raise typer.BadParameter("validation or test", param_hint="--split")


def _numbers(text: str) -> tuple[int, ...]:
    try:
        return tuple(int(number) for number in text.split(",") if number.strip())
    except ValueError:
        raise typer.BadParameter(f"“{text}” is no list of numbers such as 0,2,4") from None
