"""Other people's writing: each domain judged by a model that never saw it, beside one that learned from all.

The thresholds and the calibration of a model that is spared a domain come from the validation records of the others.
Those of the model trained on all come from all validation records, among them half of those that it then judges: if
anything, the gap is overstated.
"""

import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from data.corpus import Split
from data.example import Example
from training.evaluate import Judge, judged_by
from training.fit import Recipe, make_bundle
from training.standing import COLUMNS, gap, signed, standing
from training.verdicts import Said, Shelf, Splits, hear

Say = Callable[[str], None]
Teach = Callable[[Sequence[Example], Sequence[Example]], Judge]
"""Makes a judge from train and validation records."""
ALL = "trained on all domains"
JUDGED: tuple[Split, ...] = ("validation", "test")


@dataclass(frozen=True, slots=True)
class HeldOut:
    """The validation and test records of one domain, what was said without having seen it, and what with all seen."""

    domain: str
    examples: Sequence[Example]
    unseen: Sequence[Said]
    seen: Sequence[Said]


def bundles(recipe: Recipe, base: str | Path | None, say: Say) -> Teach:
    """Return the teacher that makes a bundle by the recipe and judges with it, as the service would."""

    def teach(train: Sequence[Example], validation: Sequence[Example]) -> Judge:
        with tempfile.TemporaryDirectory() as folder:
            return judged_by(make_bundle(train, validation, Path(folder) / "bundle", recipe, say, base=base))

    return teach


def run(teach: Teach, splits: Splits, seed: int, shelf: Shelf, say: Say) -> list[HeldOut]:
    """Return every domain judged both ways; each model's verdicts are kept as soon as it has spoken."""
    domains = sorted({e.domain for split in JUDGED for e in splits[split]})
    whole = _said(ALL, teach, splits, {s: splits[s] for s in JUDGED}, seed, shelf, say)
    found = []
    for domain in domains:
        others = {s: [e for e in some if e.domain != domain] for s, some in splits.items()}
        theirs = {s: [e for e in splits[s] if e.domain == domain] for s in JUDGED}
        spared = _said(f"without {domain}", teach, others, theirs, seed, shelf, say)
        examples = [e for some in theirs.values() for e in some]
        found.append(HeldOut(domain, examples, [spared[e.id] for e in examples], [whole[e.id] for e in examples]))
    return found


def table(found: Sequence[HeldOut]) -> str:
    """Return macro-F1 of each domain, unseen and seen, and the gap, as Markdown; the last rows are of all together."""
    lines = [
        f"| domain | learned from | {' | '.join(COLUMNS)} | seen − unseen |",
        "| --- |" + " --- |" * (len(COLUMNS) + 2),
    ]
    together = HeldOut(
        "all together",
        [e for h in found for e in h.examples],
        [s for h in found for s in h.unseen],
        [s for h in found for s in h.seen],
    )
    for held in (*found, together):
        name = f"{held.domain.replace('_', ' ')} ({len(held.examples)})"
        lines.append(f"| {name} | the others | {standing(held.examples, [held.unseen]).cells} | |")
        difference = signed(gap(held.examples, [held.seen], [held.unseen]))
        lines.append(f"| | all | {standing(held.examples, [held.seen]).cells} | {difference} |")
    return "\n".join(lines)


def _said(
    name: str, teach: Teach, learned: Splits, judged: Splits, seed: int, shelf: Shelf, say: Say
) -> Mapping[str, Said]:
    """Return what the model of that name says of the judged records, by id."""
    kept = shelf.find(name, seed)
    if kept is None:
        say(name)
        kept = shelf.keep(hear(name, seed, teach(learned["train"], learned["validation"]), judged))
    return {record: said for by_id in kept.said.values() for record, said in by_id.items()}
