"""The comparison on a tiny encoder and few records: that it keeps what it made, and says what it kept."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from data.corpus import load
from data.example import Example
from model.criteria import Criterion, Verdict
from training import compare
from training.cannot_tell import cannot_tell
from training.cannot_tell import table as cannot_tell_table
from training.compare import Contender, answers, contenders, table
from training.contrast import Contrast
from training.encoder import Tuning
from training.evaluate import Judge, evaluate, judged_by
from training.fit import Recipe, make_bundle
from training.recipes import TUNED, TUNED_WITH_RULES, Workshop
from training.standing import gap, standing
from training.verdicts import Kept, Said, Shelf, Splits, hear, truth

pytestmark = pytest.mark.filterwarnings("ignore")  # torch, the exporter and the quantiser warn of themselves

RECIPE = Recipe(Tuning(epochs=1), strangers=1, folds=2)
SPLITS: Splits = {"train": load("train")[:120], "validation": load("validation")[:60], "test": load("test")[:30]}
ABOUT = {"epochs": 1}


def always(verdict: Verdict) -> Judge:
    chance = {Verdict.MET: 0.9, Verdict.NOT_MET: 0.1, Verdict.CANNOT_TELL: None}[verdict]

    def judge(examples: Sequence[Example]) -> list[Said]:
        return [dict.fromkeys(Criterion, (verdict, chance)) for _ in examples]

    return judge


class Counted:
    """Makes two judges, counts how often it was asked, and may be killed between the two."""

    def __init__(self, *, killed: bool = False) -> None:
        self.asked: list[int] = []
        self.killed = killed

    def make(self, train: Sequence[Example], validation: Sequence[Example], seed: int) -> Iterator[tuple[str, Judge]]:
        self.asked.append(seed)
        yield "one", always(Verdict.MET)
        if self.killed:
            raise KeyboardInterrupt
        yield "two", always(Verdict.NOT_MET)


def test_a_second_run_makes_only_what_the_first_did_not_finish(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path, ABOUT, SPLITS)
    first = Counted(killed=True)
    with pytest.raises(KeyboardInterrupt):
        compare.run([Contender(("one", "two"), first.make, (7, 8))], SPLITS, shelf, print)
    assert shelf.find("one", 7) is not None
    second, third = Counted(), Counted()
    found = compare.run([Contender(("one", "two"), second.make, (7, 8))], SPLITS, shelf, print)
    again = compare.run([Contender(("one", "two"), third.make, (7, 8))], SPLITS, shelf, print)
    assert (first.asked, second.asked, third.asked) == ([7], [7, 8], [])
    assert again == found
    assert [(k.judge, k.seed) for k in found] == [("one", 7), ("one", 8), ("two", 7), ("two", 8)]


def test_what_is_kept_is_read_back_equal(tmp_path: Path) -> None:
    kept = hear("rules alone", 7, judged_by(None), {"validation": SPLITS["validation"], "test": SPLITS["test"]})
    Shelf(tmp_path, ABOUT, SPLITS).keep(kept)
    found = Shelf(tmp_path, ABOUT, SPLITS).find("rules alone", 7)
    assert found == kept
    assert any(v == (Verdict.CANNOT_TELL, None) for s in kept.said["test"].values() for v in s.values())
    assert [p.suffix for p in tmp_path.rglob("*") if p.is_file()] == [".json"]


@pytest.mark.parametrize(
    ("about", "splits"),
    [({"epochs": 2}, SPLITS), (ABOUT, {**SPLITS, "train": SPLITS["train"][1:]})],
    ids=["sizes", "records"],
)
def test_what_was_made_otherwise_is_not_mistaken_for_these(
    tmp_path: Path, about: dict[str, int], splits: Splits
) -> None:
    Shelf(tmp_path, ABOUT, SPLITS).keep(Kept("one", 7, {}))
    assert Shelf(tmp_path, about, splits).find("one", 7) is None


@pytest.fixture(scope="module")
def compared(tiny_base: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Kept]:
    workshop = Workshop(RECIPE, Contrast(epochs=1), tiny_base, print)
    shelf = Shelf(tmp_path_factory.mktemp("compare"), ABOUT, SPLITS)
    return compare.run(contenders(workshop, (7, 8)), SPLITS, shelf, print)


def test_every_judge_is_in_the_table_with_its_seeds(compared: list[Kept]) -> None:
    said = table(compared, "test", SPLITS["test"])
    cells = [[cell.strip() for cell in line.split("|")[1:-1]] for line in said.splitlines()[2:]]
    assert [(row[0], row[1]) for row in cells] == [
        ("rules alone", "2"),
        ("TF-IDF and logistic regression", "2"),
        ("frozen encoder", "1"),
        ("frozen encoder with rules", "1"),
        ("tuned encoder alone", "2"),
        ("tuned encoder with rules", "2"),
        ("contrastively pre-tuned encoder with rules", "1"),
        ("five tuned encoders, one a criterion, alone", "1"),
    ]
    assert "±" not in " ".join(cells[0])  # no seed moves the rules
    assert len(answers(compared, "test", SPLITS["test"]).splitlines()) == 2 + 6


def test_without_a_need_relevance_is_met_or_cannot_be_told(compared: list[Kept]) -> None:
    for kept in compared:
        if "encoder" in kept.judge:
            for example, said in zip(SPLITS["test"], kept.of("test", SPLITS["test"]), strict=True):
                verdict, chance = said[Criterion.RELEVANT]
                assert (chance is None) == (verdict is Verdict.CANNOT_TELL)
                assert verdict is not Verdict.CANNOT_TELL or not example.need


def test_encoder_and_rules_together_are_what_a_bundle_ships(
    compared: list[Kept], tiny_base: Path, tmp_path: Path
) -> None:
    shipped = make_bundle(
        SPLITS["train"],
        SPLITS["validation"],
        tmp_path / "bundle",
        replace(RECIPE, tuning=Tuning(epochs=1, seed=7)),
        print,
        base=tiny_base,
    )
    ours = next(k for k in compared if (k.judge, k.seed) == (TUNED_WITH_RULES, 7)).of("test", SPLITS["test"])
    theirs = judged_by(shipped)(SPLITS["test"])
    chances = [(a[c][1], b[c][1]) for a, b in zip(ours, theirs, strict=True) for c in Criterion]
    assert np.allclose([a for a, b in chances if a and b], [b for a, b in chances if a and b], atol=0.02)  # int8
    assert np.mean([a[c][0] is b[c][0] for a, b in zip(ours, theirs, strict=True) for c in Criterion]) > 0.95


def test_seeds_move_a_tuned_encoder(compared: list[Kept]) -> None:
    seven, eight = (k for k in compared if k.judge == TUNED)
    assert seven.said != eight.said


def test_a_standing_is_what_evaluate_says_and_a_gap_to_oneself_is_nothing() -> None:
    examples = SPLITS["validation"]
    said = judged_by(None)(examples)
    row, found = evaluate("rules", judged_by(None), examples), standing(examples, [said, said])
    assert [f.estimate for f in found.f1] == [*row.f1.values(), row.mean]
    assert found.error == pytest.approx(tuple(row.error.values()))
    assert (gap(examples, [said], [said]).low, gap(examples, [said], [said]).high) == (0.0, 0.0)


def test_cannot_tell_has_a_precision_and_a_recall() -> None:
    unknown = [e for e in load("validation") if truth(e, Criterion.RELEVANT) is Verdict.CANNOT_TELL][:4]
    known = [e for e in load("validation") if truth(e, Criterion.RELEVANT) is Verdict.MET][:3]
    yes, no = always(Verdict.CANNOT_TELL)(known)[0], always(Verdict.MET)(known)[0]
    found = cannot_tell([*unknown, *known], [yes, yes, yes, no, yes, no, no])
    assert (found.said, found.so, found.both) == (4, 4, 3)
    assert found.precision is not None
    assert found.recall is not None
    assert (found.precision.value, found.recall.value) == (0.75, 0.75)
    assert "| judge | 4 | 4 | 3 | 0.750 [" in cannot_tell_table({"judge": found})


def test_cannot_tell_that_is_never_said_has_no_precision() -> None:
    said = cannot_tell_table({"judge": cannot_tell(SPLITS["test"], always(Verdict.MET)(SPLITS["test"]))})
    assert "| none said | 0.000 [0.000, 0.000] |" in said
