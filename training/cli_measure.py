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
ERRORS = "the last column is the expected calibration error by criterion, in the order S, M, A, R, T"


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
    text = "\n\n".join(
        [
            f"## The bundle on the {part} split",
            report.paragraph(
                f"{len(examples)} records: {WORTH}; {ERRORS}.",
                *([] if part == "test" else ["Thresholds and recipes were chosen here, so these figures flatter."]),
                f"`aimwell-train evaluate --split {part}` prints this.",
            ),
            table(rows),
            "“Cannot tell” for Relevant: how often it was said, how often it was the label, and both.",
            cannot_tell.table(told),
        ]
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
    text = "\n\n".join(
        [
            f"## The judges compared on the {part} split",
            report.paragraph(
                f"{len(examples)} records: {WORTH}; {ERRORS}. Seeds are {seeds}, or the first where there is one; figures of",
                "several seeds are their means, ± their standard deviation. Every encoder judge is calibrated and given its",
                f"thresholds on validation, and nothing is chosen on test. Tuned encoders: {_sizes(recipe)}, {folds} folds;",
                f"frozen ones keep all their layers. `aimwell-train compare --split {part}` prints this.",
            ),
            compare.table(kept, part, examples),
            "Differences on the same records, with intervals drawn on the same batches:",
            compare.answers(kept, part, examples),
        ]
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
    text = "\n\n".join(
        [
            "## Domains that were held out",
            report.paragraph(
                "The validation and test records of each domain (their count in brackets), judged by a bundle that learned",
                f"from the nine other domains, and by one that learned from all ten: {WORTH}; the last column is the",
                "difference of the means. Thresholds are chosen on the validation records of the nine, or of all ten, so that",
                "the gap is overstated if anything. A domain has few batches here, and wide intervals.",
                f"Encoders: {_sizes(recipe)}, no folds; seed {seed}. `aimwell-train held-out` prints this.",
            ),
            held_out.table(found),
        ]
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


def _sizes(recipe: Recipe) -> str:
    layers = f"layers {', '.join(map(str, recipe.layers))}" if recipe.layers else "all layers"
    epochs = recipe.tuning.epochs if recipe.tuning else 0
    return f"{layers}, {epochs} epochs, {recipe.strangers} copies of relevant records under strangers' needs"


def _numbers(text: str) -> tuple[int, ...]:
    try:
        return tuple(int(number) for number in text.split(",") if number.strip())
    except ValueError:
        raise typer.BadParameter(f"“{text}” is no list of numbers such as 0,2,4") from None


@app.command(name="names")
def names_(
    split: Annotated[str, typer.Option(help="dev or test; the rules were read against dev.")] = "dev",
    missed: Annotated[bool, typer.Option(help="Whether to print what was missed; of dev only.")] = False,
    to: Annotated[Path | None, typer.Option(help="A Markdown file to put the table into, too.")] = None,
) -> None:
    """Say how many of the names in plans the pseudonymiser replaces."""
    from training.names import SPLITS, measure, table

    if split not in SPLITS or (missed and split == "test"):
        raise typer.BadParameter("dev or test, and --missed of dev only", param_hint="--split")
    recall = measure(split)
    said = report.paragraph(
        f"Mentions marked by hand in records of the {SPLITS[split]} split (`data/names/README.md`), 95 % bootstrap",
        f"intervals over batches; {recall.needless:.1%} of the words that are no name were replaced as well.",
        f"`aimwell-train names --split {split}` prints this.",
    )
    text = f"## Names that the pseudonymiser replaces\n\n{said}\n\n{table(recall)}"
    typer.echo(text)
    if to is not None:
        report.put(to, "names", text)
    if missed:
        typer.echo(", ".join(recall.missed))
