from collections.abc import Sequence
from pathlib import Path

import pytest

from data.corpus import SPLITS as NAMES
from data.corpus import load
from data.example import Example
from model.criteria import Criterion, Verdict
from training.encoder import Tuning
from training.evaluate import Judge
from training.fit import Recipe
from training.held_out import bundles, run, table
from training.verdicts import Said, Shelf, Splits

pytestmark = pytest.mark.filterwarnings("ignore")  # torch, the exporter and the quantiser warn of themselves

DOMAINS = ("child_plan", "workplace", "personal")
SPLITS: Splits = {
    split: [e for d in DOMAINS for e in [e for e in load(split) if e.domain == d][:30]] for split in NAMES
}


class Teacher:
    """Notes what it taught from; its judges say of every criterion whether the teacher saw the record's domain."""

    def __init__(self) -> None:
        self.taught: list[tuple[Sequence[Example], Sequence[Example]]] = []

    def __call__(self, train: Sequence[Example], validation: Sequence[Example]) -> Judge:
        self.taught.append((train, validation))
        known = {e.domain for e in train}

        def judge(examples: Sequence[Example]) -> list[Said]:
            said = [(Verdict.MET, 0.9) if e.domain in known else (Verdict.NOT_MET, 0.1) for e in examples]
            return [dict.fromkeys(Criterion, s) for s in said]

        return judge


def test_the_records_of_a_held_out_domain_are_never_trained_on(tmp_path: Path) -> None:
    teacher = Teacher()
    found = run(teacher, SPLITS, 7, Shelf(tmp_path, {}, SPLITS), print)
    (everything, _), *spared = teacher.taught
    assert everything == SPLITS["train"]
    assert [h.domain for h in found] == sorted(DOMAINS)
    for held, (train, validation) in zip(found, spared, strict=True):
        assert held.domain not in {e.domain for e in (*train, *validation)}
        assert {e.id for e in held.examples}.isdisjoint(e.id for e in (*train, *validation))
        assert {e.domain for e in train} == {*DOMAINS} - {held.domain}
        assert {e.domain for e in held.examples} == {held.domain}
        assert {s[Criterion.SPECIFIC][0] for s in held.unseen} == {Verdict.NOT_MET}
        assert {s[Criterion.SPECIFIC][0] for s in held.seen} == {Verdict.MET}


def test_a_second_run_trains_nothing_and_says_the_same(tmp_path: Path) -> None:
    first, second = Teacher(), Teacher()
    found = run(first, SPLITS, 7, Shelf(tmp_path, {}, SPLITS), print)
    assert run(second, SPLITS, 7, Shelf(tmp_path, {}, SPLITS), print) == found
    assert (len(first.taught), second.taught) == (1 + len(DOMAINS), [])


def test_bundles_are_taught_and_the_gap_is_told(tiny_base: Path, tmp_path: Path) -> None:
    said: list[str] = []
    teach = bundles(Recipe(Tuning(epochs=1), strangers=1), tiny_base, said.append)
    two: Splits = {s: [e for e in some if e.domain != "personal"] for s, some in SPLITS.items()}
    lines = table(run(teach, two, 7, Shelf(tmp_path, {}, two), said.append)).splitlines()
    counts = [sum(e.domain == d for some in ("validation", "test") for e in two[some]) for d in DOMAINS[:2]]
    assert [line.split("|")[1].strip() for line in lines[2::2]] == [
        f"child plan ({counts[0]})",
        f"workplace ({counts[1]})",
        f"all together ({sum(counts)})",
    ]
    assert all(line.count("|") == lines[0].count("|") for line in lines)
    assert sum(s.startswith("epoch 1 of 1") for s in said) == 3
