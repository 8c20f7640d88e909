import pytest

from model.errors import RegistryError
from model.promotion import GATE, GateSaid, keep, promote, said_of
from model.registry import Registry
from tests.model.test_registry import registry as registry


def test_a_candidate_that_passed_beside_the_live_bundle_is_promoted(registry: Registry) -> None:
    keep(registry.path("local-1"), GateSaid("shipped-1", ()))
    decision = promote(registry, "local-1", by="Ana", why="better")
    assert (decision.gate, decision.forced) == ("passed", None)


def test_one_that_the_gate_is_against_needs_a_reason_which_is_recorded(registry: Registry) -> None:
    keep(registry.path("local-1"), GateSaid("shipped-1", ("achievable is worse on the corpus",)))
    with pytest.raises(RegistryError, match="achievable is worse on the corpus"):
        promote(registry, "local-1", by="Ana", why="better")
    with pytest.raises(RegistryError):
        promote(registry, "local-1", by="Ana", why="better", force="  ")
    decision = promote(registry, "local-1", by="Ana", why="better", force="our panel asked for it")
    assert decision.forced == "our panel asked for it"
    assert decision.gate == "achievable is worse on the corpus"


def test_one_that_was_never_compared_or_with_another_bundle_is_not_promoted(registry: Registry) -> None:
    with pytest.raises(RegistryError, match="never asked"):
        promote(registry, "local-1", by="Ana", why="better")
    keep(registry.path("local-1"), GateSaid("shipped-1", ()))
    keep(registry.path("local-2"), GateSaid("shipped-1", ()))
    promote(registry, "local-1", by="Ana", why="better")
    with pytest.raises(RegistryError, match="compared it with shipped-1, and local-1 is live now"):
        promote(registry, "local-2", by="Ana", why="better still")


def test_the_shipped_bundle_needs_no_gate(registry: Registry) -> None:
    keep(registry.path("local-1"), GateSaid("shipped-1", ()))
    promote(registry, "local-1", by="Ana", why="better")
    assert promote(registry, "shipped-1", by="Ana", why="start afresh").gate == "shipped"


def test_a_word_that_cannot_be_read_is_no_word(registry: Registry) -> None:
    (registry.path("local-1") / GATE).write_text("{")
    assert said_of(registry.path("local-1")) is None
