"""How an objective and its context are put before the encoder; the same in training and in service."""

from model.rules.reading import Reading

MAX_TOKENS = 128
"""Word pieces of statement and context together; 99 % of the corpus has fewer, longer ones lose the end of the context."""


def statement_and_context(reading: Reading) -> tuple[str, str]:
    """Return the pair that the encoder reads: the statement, and what it is judged against."""
    objective = reading.statement.objective
    parts = (("plan", _plain(objective.domain)), ("need", objective.need), ("baseline", objective.baseline))
    context = [f"{name}: {words}" for name, words in parts if words]
    return reading.text, " | ".join(context)


def _plain(domain: str | None) -> str | None:
    return domain and domain.replace("_", " ")
