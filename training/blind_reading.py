"""Rewrites read blind: a sheet on which nobody sees who wrote what, and the count of what its readers said."""

import json
import random
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from data.example import Example
from model.errors import InputError
from model.rewriter_input import line
from model.suggester import Suggester
from model.suggestion import read
from training.corpora import WRITTEN
from training.evaluate_rewriter import NOTHING, REFERENCE, SHOWN, flawed

VERDICTS = ("unchanged", "edits", "no")
"""What a reader says of a rewrite: would be sent to a colleague unchanged, with edits, or not at all."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a blind reader gets, as Markdown, and the key that says which letter was which, for JSON."""

    markdown: str
    key: Mapping[str, Any]


def blind_sheet(
    examples: Sequence[Example], suggesters: Mapping[str, Suggester], count: int = 100, seed: int = 7
) -> Sheet:
    """Return `count` records drawn with a seed, each with its reference and the suggesters' first, in shuffled order.

    A record for which a suggester has nothing is passed over, and another drawn, so that a gap gives nobody away; the key
    counts them. A suggester that falls back on another writer answers for it.
    """
    rng = random.Random(seed)  # noqa: S311  (nothing secret is drawn)
    drawn = flawed(examples)
    rng.shuffle(drawn)
    entries: list[str] = []
    records: dict[str, dict[str, str]] = {}
    passed_over = 0
    for example in drawn:
        if len(records) == count:
            break
        firsts = {name: s.suggest(example.objective, SHOWN, WRITTEN)[1][:1] for name, s in suggesters.items()}
        if not all(firsts.values()):
            passed_over += 1
            continue
        written = {REFERENCE: read(example.rewrite or ""), **{name: s[0].draft for name, s in firsts.items()}}
        order = rng.sample(list(written), len(written))
        records[example.id] = {_letter(i): name for i, name in enumerate(order)}
        entries.append(_entry(example, [written[name].marked for name in order]))
    key = {"seed": seed, "passed_over": passed_over, "records": records}
    return Sheet("\n\n".join([_HOW_TO, *entries]) + "\n", key)


_HOW_TO = """# Rewrites to be read blind

Would you send it to a colleague unchanged, with edits, or not at all? `[[when: by 12 May]]` is proposed, `[[when: ]]` is a
blank, and the rest is said to be the author's. Write one line of JSON a record:
`{"id": "…", "A": "unchanged", "B": "edits", "C": "no"}`."""


def _letter(place: int) -> str:
    return chr(ord("A") + place)


def _entry(example: Example, rewrites: Sequence[str]) -> str:
    given = {"Text": example.text, "Need": example.need, "Now": example.baseline}
    told = [f"- {name}: {line(words) if words else NOTHING}" for name, words in given.items()]
    return "\n".join(
        [f"## {example.id}", "", *told, "", *(f"{_letter(i)}. {line(r)}\n" for i, r in enumerate(rewrites))]
    )


def tally(sheet_answers: Iterable[str], key: Mapping[str, Any]) -> dict[str, Counter[str]]:
    """Return how often each system's rewrites got each verdict; records that were not answered are not counted.

    `sheet_answers` are lines of JSON, `{"id": "c01-01-02", "A": "unchanged", "B": "edits", "C": "no"}`, with a verdict for
    each letter; blank lines are passed over.

    Raises:
        InputError: when a line is no such object, or answers a record that is not in the key or was answered before.
    """
    counts: dict[str, Counter[str]] = {}
    answered: set[str] = set()
    for number, words in enumerate(sheet_answers, start=1):
        if words.strip():
            said = _answer(f"line {number}", words, key["records"], answered)
            answered.add(said["id"])
            for letter, system in key["records"][said["id"]].items():
                counts.setdefault(system, Counter())[said[letter]] += 1
    return counts


def _answer(where: str, words: str, records: Mapping[str, Mapping[str, str]], answered: set[str]) -> dict[str, str]:
    try:
        said = json.loads(words)
    except ValueError:
        raise InputError(where, "it is no JSON; write one object a line") from None
    identity = said.get("id") if isinstance(said, dict) else None
    if not isinstance(identity, str) or identity not in records:
        raise InputError(where, f"“{identity}” is not in the key; take the id from the sheet")
    if identity in answered:
        raise InputError(where, f"“{identity}” was answered before; keep one of the two")
    wrong = [letter for letter in records[identity] if said.get(letter) not in VERDICTS]
    if wrong:
        raise InputError(where, f"no verdict on {', '.join(wrong)}; use one of {', '.join(VERDICTS)}")
    return dict(said)


def tally_table(counts: Mapping[str, Counter[str]]) -> str:
    """Return the verdicts as a Markdown table; usable is what would be sent unchanged or with edits."""
    lines = ["| system | read | unchanged | edits | no | usable |", "| --- |" + " --- |" * 5]
    for system, said in sorted(counts.items()):
        shares = [f"{said[v]} ({said[v] / said.total():.2f})" for v in VERDICTS]
        lines.append(f"| {system} | {said.total()} | {' | '.join(shares)} | {1 - said['no'] / said.total():.2f} |")
    return "\n".join(lines)
