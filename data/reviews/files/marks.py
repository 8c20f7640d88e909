"""Ticks and crosses: how people write that a criterion is met, is not, or cannot be told."""

from collections.abc import Mapping

from data.reviews.record import RecordError
from model.criteria import Criterion

MET = frozenset({"✓", "✔", "☑", "✅", "🗸", "yes", "y", "true", "1", "met", "t", "tick"})
NOT_MET = frozenset(
    {"✗", "✘", "☒", "❌", "×", "x", "no", "n", "false", "0", "not met", "not_met", "not-met", "f", "cross"}
)
CANNOT_TELL = frozenset(
    {"?", "??", "cannot tell", "cannot_tell", "cannot-tell", "can't tell", "null", "unclear", "-", "–"}
)
SIGNS: Mapping[bool | None, str] = {True: "✓", False: "✗", None: "?"}
WORDS: Mapping[bool | None, str] = {True: "met", False: "not_met", None: "cannot_tell"}
_EMOJI_STYLE = "\ufe0f"


def mark_of(words: str) -> bool | None:
    """Return what a mark says: met, not met, or None for "cannot tell".

    Raises:
        RecordError: when it is none of the known.
    """
    said = words.replace(_EMOJI_STYLE, "").replace("’", "'").strip().casefold()
    for value, known in ((True, MET), (False, NOT_MET), (None, CANNOT_TELL)):
        if said in known:
            return value
    raise RecordError("is no mark; write ✓, ✗ or ?, or leave it empty where you did not judge it")


def criterion_named(heading: str) -> Criterion | None:
    """Return the criterion that a heading names: "S", "specific", "Time-bound"; None where it names none."""
    said = heading.strip().casefold().replace("-", "_").replace(" ", "_")
    return _NAMED.get(said)


_NAMED: Mapping[str, Criterion] = {
    **{c.value: c for c in Criterion},
    **{c.value[0]: c for c in Criterion},
    "timebound": Criterion.TIME_BOUND,
}
