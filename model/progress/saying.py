"""Statements that carry their sources: whatever is said of a plan names the rows that say it."""

from dataclasses import dataclass

from model.progress.reviews import Ref


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence about the reviews, with the rows that it rests on; the references stand in the text as well."""

    text: str
    refs: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a row, as they stand there but for their line breaks."""

    words: str
    refs: tuple[Ref, ...]

    def __str__(self) -> str:
        return f"“{tidy(self.words)}” {listed(self.refs)}"


def quote(words: str, *refs: Ref) -> Quote:
    """Return the words with the rows in which they stand."""
    return Quote(words, refs)


def said(template: str, *quotes: Quote) -> Statement:
    """Return the sentence with the quotes in its places."""
    refs = dict.fromkeys(ref for quoted in quotes for ref in quoted.refs)
    return Statement(template.format(*quotes), tuple(refs))


def listed(refs: tuple[Ref, ...]) -> str:
    """Return the references one after another."""
    return " ".join(map(str, refs))


def tidy(words: str) -> str:
    """Return the words with one space between them."""
    return " ".join(words.split())
