"""Copies of training records that teach what the corpus alone cannot: the need must be read, and names must not matter.

In the corpus the need of a record and its objective were written together, and a model learns to judge the objective alone.
A copy under a stranger's need is not relevant to it; a copy with other names is judged as it was.
"""

import random
import re
from collections.abc import Sequence

from data.example import Example
from model.criteria import Criterion
from model.rules.lexicon import is_known
from model.rules.people import is_name
from model.rules.phrases import words
from model.rules.relevance import shared_stems, topics

NAMES = (
    "Chidi", "Ngozi", "Emeka", "Amaka", "Zofia", "Tomek", "Kasia", "Jakub", "Rahim", "Nusrat", "Kamrul", "Shirin",
    "Callum", "Mhairi", "Ruaridh", "Eilidh", "Emily", "Sophie", "Hannah", "Lucy", "James", "Oliver", "Harry", "Daniel",
    "Aisha", "Yusuf", "Fatima", "Omar", "Priya", "Arjun", "Ananya", "Rohan", "Mei", "Wei", "Jun", "Ling", "Sione",
    "Tane", "Aroha", "Niamh", "Cian", "Aoife", "Padraig", "Carlos", "Lucia", "Mateo", "Camila", "Kwame", "Ama", "Kofi",
    "Abena", "Mohamed", "Hodan", "Abdi", "Ifrah", "Elena", "Andrei", "Oksana", "Taras", "Leila", "Darius", "Tyrone",
    "Shanice",
)  # fmt: skip
TRIES = 20


def with_strangers_needs(examples: Sequence[Example], seed: int) -> list[Example]:
    """Return a copy of each relevant record under the need of another batch and domain-mate that it does not serve.

    Only Relevant is labelled in the copy (false): whether the step is achievable may hang on the need that has gone.
    """
    rng = random.Random(seed)  # noqa: S311  (nothing secret is drawn)
    needs: dict[str, list[Example]] = {}
    for example in examples:
        if example.need:
            needs.setdefault(example.domain, []).append(example)
    copies = []
    for example in examples:
        if example.need and example.labels.get(Criterion.RELEVANT) is True:
            stranger = next(
                (s for _ in range(TRIES) if _is_stranger(example, s := rng.choice(needs[example.domain]))), None
            )
            if stranger is not None:
                copies.append(
                    example.model_copy(
                        update={
                            "id": f"{example.id}/stranger",
                            "need": stranger.need,
                            "labels": {Criterion.RELEVANT: False},
                        }
                    )
                )
    return copies


def renamed(examples: Sequence[Example], share: float, seed: int) -> list[Example]:
    """Return copies of a share of the records with other names for their people; the labels stay."""
    rng = random.Random(seed)  # noqa: S311
    copies = []
    for example in examples:
        if rng.random() > share:
            continue
        found = [s.of(example.text) for s in words(example.text)]
        people = [w for w in dict.fromkeys(found) if w.isalpha() and is_name(w, opens=True) and not is_known(w)]
        if not people:
            continue
        swaps = dict(zip(people, rng.sample(NAMES, len(people)), strict=True))
        changed = {
            part: re.sub(r"\w+", lambda m: swaps.get(m.group(0), m.group(0)), value)  # noqa: B023  (used at once)
            for part in ("text", "need", "baseline")
            if (value := getattr(example, part))
        }
        copies.append(example.model_copy(update={**changed, "id": f"{example.id}/renamed"}))
    return copies


def _is_stranger(example: Example, other: Example) -> bool:
    if other.batch == example.batch or not other.need or shared_stems(example.text, other.need):
        return False
    return not topics(f"{example.text} {example.need}") & topics(other.need)
