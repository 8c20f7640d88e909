"""Copies of training records that teach what the corpus alone cannot: the need must be read.

In the corpus the need of a record and its objective were written together, and a model learns to judge the objective alone.
A copy under a stranger's need is not relevant to it.
"""

import random
from collections.abc import Sequence

from data.example import Example
from model.criteria import Criterion
from model.rules.relevance import shared_stems, topics

TRIES = 20


def with_strangers_needs(examples: Sequence[Example], times: int, seed: int) -> list[Example]:
    """Return copies of each relevant record under needs that it does not serve, of other batches.

    The first is of the same domain, any further ones of any. Only Relevant is labelled in a copy (false): whether the
    step is achievable may hang on the need that has gone.
    """
    rng = random.Random(seed)  # noqa: S311  (nothing secret is drawn)
    needy = [e for e in examples if e.need]
    by_domain: dict[str, list[Example]] = {}
    for example in needy:
        by_domain.setdefault(example.domain, []).append(example)
    copies = []
    for example in needy:
        if example.labels.get(Criterion.RELEVANT) is not True:
            continue
        for turn in range(times):
            among = by_domain[example.domain] if turn == 0 else needy
            drawn = (rng.choice(among) for _ in range(TRIES))
            stranger = next((s for s in drawn if _is_stranger(example, s)), None)
            if stranger is not None:
                changed = {
                    "id": f"{example.id}/stranger{turn or ''}",
                    "need": stranger.need,
                    "baseline": stranger.baseline if turn else example.baseline,
                    "labels": {Criterion.RELEVANT: False},
                }
                copies.append(example.model_copy(update=changed))
    return copies


def _is_stranger(example: Example, other: Example) -> bool:
    if other.batch == example.batch or not other.need or shared_stems(example.text, other.need):
        return False
    return not topics(f"{example.text} {example.need}") & topics(other.need)
