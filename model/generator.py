"""Who may propose rewrites: anything that turns an examined objective into drafts. The guard trusts none of them."""

from collections.abc import Sequence
from typing import Protocol

from model.criteria import Finding, Objective
from model.rules.reading import Reading
from model.suggestion import Draft


class Generator(Protocol):
    """Proposes drafts of one objective, best first; `origin` is shown beside every suggestion."""

    @property
    def origin(self) -> str:
        """Who writes: "rules", "model" or "llm"."""
        ...

    def generate(self, objective: Objective, reading: Reading, findings: Sequence[Finding]) -> list[Draft]:
        """Return drafts of `objective`; none when it has nothing to propose."""
        ...
