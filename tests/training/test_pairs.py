from data.corpus import load
from model.rewriter_input import Neighbour
from model.suggestion import read
from training.pairs import blank_pairs, infilled, without

TRAIN = load("train")[:200]


def test_a_lesson_asks_with_the_context_and_answers_in_the_blank_form() -> None:
    flawed = next(e for e in TRAIN if e.rewrite and e.need)
    lesson = next(p for p in blank_pairs(TRAIN, {}) if p.id == flawed.id)
    assert flawed.need is not None
    assert " ".join(flawed.need.split())[:300] in lesson.prompt
    assert lesson.prompt.endswith("SMART:")
    assert "[[" not in lesson.target


def test_smart_records_teach_no_edit() -> None:
    assert {p.id for p in blank_pairs(TRAIN, {})} == {e.id for e in TRAIN if e.rewrite}


def test_neighbours_stand_before_the_objective() -> None:
    flawed = next(e for e in TRAIN if e.rewrite)
    lesson = blank_pairs([flawed], {flawed.id: [Neighbour("Kyle to stop", "Kyle will [what].")]})[0]
    assert lesson.prompt.startswith("Text: Kyle to stop\nSMART: Kyle will [what].\n")


def test_a_rewrite_without_some_of_its_proposals_is_a_lesson_that_asks_for_them_again() -> None:
    copies = infilled(TRAIN, seed=1)
    assert len(copies) > 50
    assert all("[" in p.target and p.id.endswith("/infilled") for p in copies)


def test_what_is_taken_out_leaves_a_sentence() -> None:
    draft = read("[[when: By 3 May,]] Ana will read [[amount: twice a week]], [[method: ticked on a card]].")
    assert without(draft, draft.proposals) == "Ana will read."
    assert without(draft, draft.proposals[1:2]) == "By 3 May, Ana will read, ticked on a card."
