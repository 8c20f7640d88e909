"""How an objective is put before the rewriting model; the same in training and in service.

The model continues a short form. Neighbours, where there are any, are flawed objectives of the corpus with what a person
made of them: the model adapts what was written for "Kyle to stop shouting out" instead of imagining (retrieve and edit,
after Hashimoto and others, "A Retrieve-and-Edit Framework for Predicting Structured Outputs", 2018).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from model.criteria import Criterion

LONGEST_CONTEXT = 300
"""Code points of need and of baseline that the model reads; longer ones lose their end."""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A flawed objective of the corpus beside its rewrite in the blank form (`by [who] [when]`)."""

    text: str
    blank_text: str


def prompt(
    text: str,
    need: str | None,
    baseline: str | None,
    weak: Collection[Criterion],
    neighbours: Sequence[Neighbour] = (),
) -> str:
    """Return what the model continues with a rewrite in the blank form; the nearest neighbour stands last.

    `weak` are the criteria that the objective does not meet, in any order.
    """
    lines = [f"Text: {line(n.text)}\nSMART: {line(n.blank_text)}\n" for n in reversed(neighbours)]
    lines += [
        f"{name}: {line(words)[:LONGEST_CONTEXT]}" for name, words in (("Need", need), ("Now", baseline)) if words
    ]
    lines.append(f"Weak: {', '.join(c.value.replace('_', '-') for c in Criterion if c in weak)}")
    lines.append(f"Text: {line(text)}")
    return "\n".join([*lines, "SMART:"])


def line(words: str) -> str:
    """Return the words on one line, with single spaces."""
    return " ".join(words.split())
