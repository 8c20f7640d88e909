"""What must not matter: who is named, British or American spelling, how a date is written, a slip of the finger."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from model.criteria import Objective
from model.rules.phrases import words
from tests.behaviour.conftest import Change

pytestmark = pytest.mark.e2e
Moved = Callable[[Change], tuple[float, float]]

SPELLINGS = {
    "behaviour": "behavior", "organise": "organize", "programme": "program", "centre": "center", "colour": "color",
    "practise": "practice", "mum": "mom", "minimise": "minimize", "neighbour": "neighbor", "maths": "math", "labour": "labor",
    "timetable": "schedule", "fortnight": "two weeks", "favourite": "favorite", "realise": "realize", "recognise": "recognize",
}  # fmt: skip
PEOPLES = {
    "Nigerian": ("Chidi", "Ngozi", "Emeka", "Amaka"),
    "Polish": ("Zofia", "Tomek", "Kasia", "Jakub"),
    "Bangladeshi": ("Rahim", "Nusrat", "Kamrul", "Shirin"),
    "Scottish": ("Callum", "Mhairi", "Ruaridh", "Eilidh"),
    "girls": ("Emily", "Sophie", "Hannah", "Lucy"),
    "boys": ("James", "Oliver", "Harry", "Daniel"),
}
IN_THE_CORPUS = frozenset(
    [
        "Agnes",
        "Ailsa",
        "Alasdair",
        "Alun",
        "Aminah",
        "Andrew",
        "Arjun",
        "Asha",
        "Bao",
        "Bartek",
        "Bartosz",
        "Bronwyn",
        "Callum",
        "Calum",
        "Catriona",
        "Cian",
        "Connor",
        "David",
        "Deng",
        "Devansh",
        "Diego",
        "Dilys",
        "Doreen",
        "Dougie",
        "Dragana",
        "Eilidh",
        "Ewan",
        "Farhad",
        "Farid",
        "Finlay",
        "Gethin",
        "Gwen",
        "Hala",
        "Hao",
        "Ifeoma",
        "Ignatius",
        "Ines",
        "Iqbal",
        "Isla",
        "Jarrah",
        "Jaxon",
        "Jayden",
        "Jedda",
        "Jermaine",
        "Junie",
        "Katarzyna",
        "Kavya",
        "Keir",
        "Keisha",
        "Kemi",
        "Kenji",
        "Kirra",
        "Koa",
        "Kyan",
        "Kylie",
        "Lacey",
        "Lachlan",
        "Lakshmi",
        "Leila",
        "Lennie",
        "Levi",
        "Ling",
        "Luis",
        "Maja",
        "Malachi",
        "Marisol",
        "Maya",
        "Mbali",
        "Meera",
        "Mele",
        "Mia",
        "Mirela",
        "Morven",
        "Murchadh",
        "Muthu",
        "Nayeli",
        "Ngaire",
        "Ngoc",
        "Nhung",
        "Nkechi",
        "Noor",
        "Nosheen",
        "Obinna",
        "Odette",
        "Omari",
        "Oskar",
        "Ousmane",
        "Rajesh",
        "Reuben",
        "Rhys",
        "Ruby",
        "Sami",
        "Samir",
        "Sanjay",
        "Sarita",
        "Seonag",
        "Seumas",
        "Shanice",
        "Sharelle",
        "Shauna",
        "Siti",
        "Struan",
        "Sunniva",
        "Tallulah",
        "Tayla",
        "Thuy",
        "Tobias",
        "Tomasz",
        "Tuyet",
        "Wei",
        "Wiktoria",
        "Xin",
        "Xochitl",
        "Yonas",
        "Yuki",
    ]
)
"""The given names of people in the validation split, picked out by hand: what a rule takes for a name may be a place."""
MONTH = re.compile(
    r"\b(\d{1,2})(?:st|nd|rd|th)? (January|February|March|April|June|July|August|September|October|November|December)\b"
)


def through(change: Callable[[str], str]) -> Change:
    """Return the change applied to the objective and to its context alike."""
    return lambda o: replace(
        o, text=change(o.text), need=o.need and change(o.need), baseline=o.baseline and change(o.baseline)
    )


def renamed(names: tuple[str, ...]) -> Change:
    def change(objective: Objective) -> Objective:
        found = [s.of(objective.text) for s in words(objective.text)]
        people = [w for w in dict.fromkeys(found) if w in IN_THE_CORPUS][: len(names)]
        swaps = dict(zip(people, names, strict=False))
        return through(lambda text: re.sub(r"\w+", lambda m: swaps.get(m.group(0), m.group(0)), text))(objective)

    return change


def american(text: str) -> str:
    for ours, theirs in SPELLINGS.items():
        text = re.sub(rf"\b{ours}", theirs, text, flags=re.IGNORECASE)
    return text


def slipped(text: str) -> str:
    """Return the text with two letters changed round in the middle of its longest plain word."""
    longest = max(re.findall(r"\b[a-z]{6,}\b", text), key=len, default="")
    if not longest:
        return text
    at = len(longest) // 2
    return text.replace(longest, f"{longest[:at]}{longest[at + 1]}{longest[at]}{longest[at + 2 :]}", 1)


@pytest.mark.parametrize("people", list(PEOPLES))
def test_it_does_not_matter_who_is_named(moved: Moved, people: str) -> None:
    move, flipped = moved(renamed(PEOPLES[people]))
    assert move <= 0.05
    assert flipped < 0.01


def test_it_does_not_matter_how_a_date_is_written(moved: Moved) -> None:
    move, flipped = moved(through(lambda text: MONTH.sub(lambda m: f"{m[2]} {m[1]}", text)))
    assert move <= 0.05
    assert flipped < 0.01


def test_american_spelling_does_not_matter(moved: Moved) -> None:
    move, flipped = moved(through(american))
    assert move <= 0.05
    assert flipped < 0.01


def test_a_slip_of_the_finger_does_not_matter(moved: Moved) -> None:
    move, flipped = moved(lambda o: replace(o, text=slipped(o.text)))
    assert move <= 0.05
    assert flipped < 0.01
