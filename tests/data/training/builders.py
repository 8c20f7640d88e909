"""A room of people and what they answered, in a line each."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from data.training.answers import Answer, Item, item_in, standing
from data.training.session import Session, Step

BEGUN = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SESSION = Session("K7P2QX", "reilly", date(2026, 11, 23), BEGUN, Step.END, Step.END)


def answer(seq: int, participant: int, name: str, **said: Any) -> Answer:
    item = item_in(name)
    assert item is not None
    return Answer(seq, participant, item, item.shape.model_validate(said), BEGUN)


def room(*given: tuple[int, str, Mapping[str, Any]]) -> dict[int, dict[Item, Answer]]:
    """Return what stands of (participant, item, what it says), in the order in which it came."""
    return standing(answer(seq, who, name, **said) for seq, (who, name, said) in enumerate(given, 1))


def marks(knowledge: int, identifying: int = 5, writing: int = 5) -> dict[str, int]:
    return {"knowledge": knowledge, "identifying": identifying, "writing": writing}
