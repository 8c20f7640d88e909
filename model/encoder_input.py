"""How an objective and its context are put before the encoder; the same in training and in service."""

from collections.abc import Mapping
from dataclasses import dataclass

from model.encoder_view import View, views
from model.rules.reading import Reading

MAX_TOKENS = 128
"""Word pieces of statement and context together; 99 % of the corpus has fewer, longer ones lose the end of the context."""


@dataclass(frozen=True, slots=True)
class EncoderInput:
    """The pair that the encoder reads: the statement, and what it is judged against; both without names and slips."""

    statement: View
    context: str

    @property
    def pair(self) -> tuple[str, str]:
        """The two halves as plain text; the second is empty where there is no context."""
        return self.statement.text, self.context


def whole_words(vocabulary: Mapping[str, int]) -> dict[str, int]:
    """Return the whole words of a tokenizer's vocabulary; their ids rise as they get rarer."""
    return {word: rank for word, rank in vocabulary.items() if word.isalpha()}


def encoder_input(reading: Reading, words: Mapping[str, int]) -> EncoderInput:
    """Return what the encoder reads of a statement; `words` is what slips are mended towards (see `whole_words`)."""
    objective = reading.statement.objective
    statement, need, baseline = views(
        (reading.text, objective.need or "", objective.baseline or ""), words, reading.local
    )
    parts = (("plan", (objective.domain or "").replace("_", " ")), ("need", need.text), ("baseline", baseline.text))
    return EncoderInput(statement, " | ".join(f"{name}: {said}" for name, said in parts if said))
