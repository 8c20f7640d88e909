"""`aimwell-train detector` and `evaluate-detector`: which sentences of running text are objectives."""

from pathlib import Path
from typing import Annotated

import typer

from data import corpus, running_text
from data.running_text import Part
from model.bundle import DEFAULT_BUNDLE, load
from model.detector import RulesDetector, TrainedDetector
from model.detector_weights import DEFAULT_WEIGHTS
from model.detector_weights import load as load_weights
from model.files import put_whole
from training import report
from training.cli import app

READABLE = 0o644
"""What the service may read that runs as somebody else."""
BundleAt = Annotated[Path, typer.Option("--bundle", help="The bundle whose encoder reads meaning.")]
WeightsAt = Annotated[Path, typer.Option("--weights", help="The file of the detector's weights.")]
To = Annotated[Path | None, typer.Option(help="A Markdown file whose section of this name is written anew, too.")]


@app.command()
def detector(bundle: BundleAt = DEFAULT_BUNDLE, out: WeightsAt = DEFAULT_WEIGHTS) -> None:
    """Train the head that finds objectives in running text, choose its thresholds on held-out documents, and write both."""
    from training import detector as training

    classifier = load(bundle)
    table = training.gather(
        running_text.load("dev"), training.written_to_learn_from(), corpus.load("train"), classifier.encode
    )
    made = training.train(table, classifier.bundle, typer.echo)
    out.parent.mkdir(parents=True, exist_ok=True)
    put_whole(out, made.text())
    out.chmod(READABLE)
    typer.echo(f"{len(table.rows)} sentences, {len(table.names)} signs: {out}")


@app.command(name="evaluate-detector")
def evaluate_detector_(
    split: Annotated[str, typer.Option("--split", help="dev or test; nobody builds a detector on test.")] = "test",
    bundle: BundleAt = DEFAULT_BUNDLE,
    weights: WeightsAt = DEFAULT_WEIGHTS,
    to: To = None,
) -> None:
    """Say how well objectives are found in running text: by rules, by signs, and by signs and meaning."""
    from training import detector as training
    from training import evaluate_detector as worth

    part = _part(split)
    documents, classifier, heads = running_text.load(part), load(bundle), load_weights(weights)
    detectors: dict[str, worth.DetectorOf]
    if part == "dev":
        table = training.gather(documents, training.written_to_learn_from(), corpus.load("train"), classifier.encode)
        by_signs = worth.fold_by_fold(table, heads, None)
        by_meaning = worth.fold_by_fold(table, heads, classifier.encode)
    else:
        signs_only, full = TrainedDetector(heads), TrainedDetector(heads, classifier.encode)
        by_signs, by_meaning = (lambda _: signs_only), (lambda _: full)
    rules = RulesDetector()
    detectors = {"rules": lambda _: rules, "head on signs": by_signs, "head on signs and meaning": by_meaning}
    worths = [worth.measure(n, d, documents, mode) for n, d in detectors.items() for mode in training.MODES]
    text = "\n\n".join(
        [
            f"## Objectives found in running text, {part} documents",
            report.paragraph(
                f"{len(documents)} documents of {sum(len(d.pieces) for d in documents):,} sentences, items, cells and headings;",
                "95 % intervals by bootstrap over documents. A find is right when it stands exactly where an objective does.",
                "“A line at a time” is what an editor sends that knows only paragraphs: no heading, no bullet, no neighbour.",
                *(
                    [
                        "Heads never saw the documents that they judge here, but signs and thresholds were chosen on them."
                    ]
                    if part == "dev"
                    else []
                ),
                f"`aimwell-train evaluate-detector --split {part}` prints this.",
            ),
            worth.table_of(worths),
            "By kind of document, head on signs and meaning, whole documents, with Wilson intervals:",
            worth.table_by_kind(worths[-2]),
        ]
    )
    typer.echo(text)
    if to is not None:
        report.put(to, f"evaluate-detector-{part}", text)


def _part(name: str) -> Part:
    if name == "dev":
        return "dev"
    if name == "test":
        return "test"
    raise typer.BadParameter("dev or test", param_hint="--split")
