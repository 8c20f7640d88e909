from data import corpus, second_labels
from data.example import Example
from data.second_labels import TwoLabellings
from model.criteria import Criterion
from training.agreement import table
from training.corpus_report import Figure, describe, figures, fools_the_rules
from training.near_duplicates import groups


def record(identity: str, text: str, *, need: str | None = None, time_bound: bool = True) -> Example:
    labels: dict[Criterion, bool | None] = {**dict.fromkeys(Criterion, True), Criterion.TIME_BOUND: time_bound}
    return Example(
        id=identity, domain="child_plan", text=text, labels=labels, need=need, batch="b-1", rewrite="Go [[when: now]]."
    )


def test_nearly_the_same_words_are_found_and_another_need_makes_them_another_lesson() -> None:
    words = "Ana will ring the surgery on Friday and book both of the six-week checks for baby Bo"
    same = [record("1", words), record("2", f"{words}!"), record("3", "Kai will sit on the blue chair at register")]
    assert groups(same) == [["1", "2"]]
    assert (
        groups(
            [
                record("1", words, need="The baby missed two checks at six weeks of age"),
                record("2", words, need="Mum has no bus fare to town and walks there daily"),
            ]
        )
        == []
    )


def test_a_near_miss_fools_a_simple_rule() -> None:
    assert fools_the_rules(record("1", "Ana will go by bus", time_bound=False))


def test_a_figure_says_whether_it_holds() -> None:
    assert str(Figure("records", 10, 4000)).startswith("FALLS SHORT")
    assert Figure("share", 0.01, 0.02, at_most=True).holds


def test_the_report_counts_what_there_is() -> None:
    splits = {"train": [record("1", "Ana will go by Friday")], "validation": [], "test": []}
    said = describe(splits, [TwoLabellings(id="1", first="TTTTT", second="TTTTF")])  # type: ignore[arg-type]
    assert "| child_plan | 1 | 0 | 0 | 1 |" in said
    assert not all(f.holds for f in figures(splits, []))  # type: ignore[arg-type]


def test_agreement_is_told_by_criterion() -> None:
    pairs = [TwoLabellings(id=str(i), first="TTTTT", second="TTTTF" if i % 2 else "TTTTT") for i in range(10)]
    said = table(pairs, {})
    assert "| specific | 1.000 [1.000, 1.000] |" in said
    assert "| time-bound | 0.500" in said


def test_every_figure_that_the_corpus_is_meant_to_reach_holds() -> None:
    splits = {split: corpus.load(split) for split in corpus.SPLITS}
    assert [str(f) for f in figures(splits, list(second_labels.read())) if not f.holds] == []


def test_where_two_labellings_differ_something_settled_it() -> None:
    assert [p.id for p in second_labels.read() if p.first != p.second and not p.settlement] == []
