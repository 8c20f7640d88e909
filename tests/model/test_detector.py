from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from model.detector import Detector, RulesDetector, TrainedDetector, open_detector
from model.detector_weights import Head, Weights, load
from model.errors import BundleDamaged, BundleMissing
from model.sentences import sentences

NEAR_MISSES = {
    "habit": [
        "Mum will often shout when the twins fight.",
        "Most mornings he will sit on the stairs and refuse to put his shoes on.",
        "She will go days without eating a proper meal.",
        "Kofi always wants to sit beside the window.",
        "At weekends his aunt takes him to the market.",
        "Dad works nights and sleeps until two.",
    ],
    "hearsay": [
        "Mum said that she will try to keep the appointment.",
        "He told us he would ring the landlord but never did.",
        "According to the school, Leila will not settle in class.",
        "Mrs Hale explained that the clinic will only see children over five.",
        "“I want to go home to my mum,” Sana wrote.",
        "“I will be good,” he promised the head teacher.",
    ],
    "courtesy": [
        "Thank you for coming to the meeting on Tuesday.",
        "Please accept our apologies for the delay.",
        "We would like to thank Ms Okafor for her help with transport.",
        "I hope this finds you well.",
        "Dear Mrs Malik,",
        "Yours sincerely,",
    ],
    "logistics": [
        "I will see you on Monday.",
        "Please find attached the notes of our last meeting.",
        "I look forward to hearing from you.",
        "The next meeting will take place on 4 May at 10 am in the library.",
        "Please let me know if you cannot come.",
        "We will meet again on Thursday 12 June at 2 pm.",
        "Feel free to call me on 0131 496 0000.",
        "The panel will meet in Room 4.",
    ],
    "question": [
        "Will Mum be able to ring the school?",
        "Who is going to tell Dad?",
        "Could somebody take the minutes?",
    ],
    "heading": [
        "Actions from the last meeting",
        "Support at home",
        "Next steps",
        "Review of progress",
        "Apologies for absence",
        "To receive the minutes of the last meeting",
        "Matters arising",
        "Update on housing",
    ],
    "condition": [
        "If he misses two more sessions, the place will be offered to somebody else.",
        "Unless the rent is paid, the landlord will apply to the court.",
        "Should you wish to complain, write to the manager.",
        "When he is tired he will lie down on the floor.",
    ],
    "rule": [
        "All staff must wear a badge at all times.",
        "Parents are expected to collect children by 3.30 pm.",
        "Records are kept for seven years.",
        "The school will only share information where there is a risk of harm.",
        "Visitors should sign in at reception.",
    ],
    "prediction": [
        "It will rain later in the week.",
        "The new surgery will open in spring.",
        "Without help things will get worse.",
        "The move will be hard for everyone.",
        "He wants to be a pilot when he grows up.",
    ],
    "instruction": [
        "Take one tablet twice a day with food.",
        "Brush teeth for two minutes, morning and night.",
        "Call 999 in an emergency.",
        "Wash hands before touching the dressing.",
    ],
    "narrative": [
        "We met to discuss how things are at home.",
        "Ms Okafor went to collect him from school.",
        "Dad has started to attend the group and enjoys it.",
        "Last term the aim was to get him into breakfast club.",
        "It was hard for her to leave the house.",
        "Leila is able to dress herself and can read simple words.",
        "Mum is worried about money and does not want to lose the flat.",
        "There is nowhere for the children to play.",
        "He finds it hard to wait his turn.",
        "His attendance is 62 per cent.",
    ],
}
PLAIN = [
    "John will stop disrupting the class.",
    "Mum to attend parenting group asap.",
    "The family will engage better with services.",
    "Improve attendance",
    "I will write to the housing office this week to ask for the repair.",
    "Ms Okafor will visit you at home every Wednesday until the summer holidays.",
    "Mrs Hale to ring the GP by Friday.",
    "Action: Sana to send the form to the council by 3 May.",
    "I’ll ring the nursery tomorrow and ask about a place.",
    "Marketing to launch the spring campaign on 2 March.",
]
MINUTES = """Present: Ana Reyes, Mr Fearon, Dad

Last time
Mr Fearon said that Oisín will now put his hand up.
Dad was going to ring the club.

What we agreed
- Library, Tuesdays, with one friend
- Ana to ring the club by Friday
- Dad walks him home on Mondays until Easter

Next meeting
We will meet again on 4 May.
"""


@pytest.fixture(scope="module")
def trained() -> Detector:
    """Return what serves without a bundle: the head that weighs signs alone."""
    return open_detector(None)


def found(detector: Detector, text: str) -> list[str]:
    return [span.of(text) for span in detector.find(text)]


@pytest.mark.parametrize("kind", NEAR_MISSES)
def test_what_only_sounds_like_an_objective_is_left_alone(trained: Detector, kind: str) -> None:
    assert [text for text in NEAR_MISSES[kind] if found(trained, text)] == []


def test_there_are_as_many_near_misses_as_the_kinds_deserve() -> None:
    assert sum(map(len, NEAR_MISSES.values())) >= 60


@pytest.mark.parametrize("text", PLAIN)
@pytest.mark.parametrize("rules", [False, True])
def test_a_plain_objective_is_found_in_a_line_of_its_own(trained: Detector, text: str, rules: bool) -> None:
    assert found(RulesDetector() if rules else trained, text) == [text]


def test_a_weak_objective_is_found_among_sentences_that_tell_what_was(trained: Detector) -> None:
    text = "The team met on Monday. Kay will stop shouting. Everybody was pleased with the new timetable."
    assert found(trained, text) == ["Kay will stop shouting."]


def test_the_items_under_what_was_agreed_are_found_without_their_bullets(trained: Detector) -> None:
    assert found(trained, MINUTES)[-2:] == [
        "Ana to ring the club by Friday",
        "Dad walks him home on Mondays until Easter",
    ]
    assert "Mr Fearon" not in "".join(found(trained, MINUTES))


@pytest.mark.parametrize(("heading", "objectives"), [("Targets", 3), ("Background", 0)])
def test_a_heading_decides_over_items_that_say_little_by_themselves(
    trained: Detector, heading: str, objectives: int
) -> None:
    items = [
        "Walk to school on four days a week",
        "Homework done by six on Mondays",
        "Tom to ring the dentist by 3 May",
    ]
    text = "\n".join([heading, *(f"- {item}" for item in items)])
    assert len(found(trained, text)) == objectives


def test_in_a_table_the_column_of_actions_holds_the_objectives(trained: Detector) -> None:
    text = "| What will be done | Who | By when |\n| --- | --- | --- |\n| Ring the bank about the loan | Ana | 3 May |\n| Pay £5 a week | Tom | June |"
    assert found(trained, text) == ["Ring the bank about the loan", "Pay £5 a week"]


TRAINED = open_detector(None)


@given(st.text(alphabet=st.sampled_from(list("abW .\n-|:?’\u200b\u00a01")), max_size=60))
def test_what_is_found_are_sentences_in_order(text: str) -> None:
    for detector in (RulesDetector(), TRAINED):
        spans = detector.find(text)
        assert list(spans) == sorted(set(spans))
        assert set(spans) <= set(sentences(text))


class Encoder:
    """Gives every sentence the same meaning, and counts what it is asked."""

    def __init__(self, *meaning: float) -> None:
        self.meaning = meaning
        self.asked: list[str] = []

    def __call__(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float32]:
        self.asked += [words for words, _ in pairs]
        return np.array([self.meaning for _ in pairs], dtype=np.float32)


def weights(*meaning: float, sure: float = 0.5, sure_of_line: float = 0.5, intercept: float = 0.0) -> Weights:
    by_signs = Head(intercept, {"question": -9.0}, (), sure, sure_of_line)
    return Weights(by_signs, Head(0.0, {}, meaning, sure, sure_of_line), "fake-1")


@pytest.mark.parametrize(("meaning", "objectives"), [(2.0, 1), (-2.0, 0)])
def test_meaning_decides_where_an_encoder_is_at_hand(meaning: float, objectives: int) -> None:
    assert len(found(TrainedDetector(weights(1.0), Encoder(meaning)), "It rained on Tuesday.")) == objectives


def test_a_line_alone_needs_more_certainty_than_one_in_its_text() -> None:
    detector = TrainedDetector(weights(sure=0.4, sure_of_line=0.6))
    assert found(detector, "Swim on Tuesday.") == []
    assert found(detector, "Swim on Tuesday.\nIt rained.") == ["Swim on Tuesday.", "It rained."]


def test_a_sentence_is_encoded_once_and_one_without_a_chance_never() -> None:
    encoder = Encoder(1.0)
    for _ in range(2):
        TrainedDetector(weights(1.0, intercept=-9.0), encoder).find("It rained.")
    assert encoder.asked == []
    detector = TrainedDetector(weights(1.0), encoder)
    for _ in range(2):
        detector.find("It rained.")
    assert encoder.asked == ["It rained."]


class Classifier:
    """As much of a classifier as the detector asks of one."""

    def __init__(self, encoder: str, width: int) -> None:
        self.encoder, self.width = encoder, width
        self.encode = Encoder(*[0.0] * width)


@pytest.mark.parametrize("fits", [True, False])
def test_meaning_is_read_only_with_the_bundle_that_it_was_trained_with(fits: bool) -> None:
    made = load()
    classifier = Classifier(made.bundle[-6:] if fits else "another", len(made.by_meaning.meaning))
    open_detector(classifier).find("I will ring the bank about the loan by Friday.")  # type: ignore[arg-type]
    assert bool(classifier.encode.asked) is fits


def test_weights_come_back_as_they_were_written(tmp_path: Path) -> None:
    path = tmp_path / "detector.json"
    path.write_text(weights(0.25, -1.0).text(), encoding="utf-8")
    assert load(path) == weights(0.25, -1.0)


@pytest.mark.parametrize("body", ["", "[]", '{"format": 2}', '{"format": 1, "bundle": "x", "by_signs": {}}', "\x00"])
def test_damaged_weights_are_refused_with_what_to_do(tmp_path: Path, body: str) -> None:
    path = tmp_path / "detector.json"
    path.write_text(body, encoding="utf-8")
    with pytest.raises(BundleDamaged, match=r"detector\.json is damaged .* restore it"):
        open_detector(None, path)


def test_missing_weights_are_named(tmp_path: Path) -> None:
    with pytest.raises(BundleMissing, match=r"detector\.json is not there"):
        open_detector(None, tmp_path / "detector.json")
