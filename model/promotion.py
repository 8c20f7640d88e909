"""Promotion by the gate's word: what the gate said of a candidate lies beside it, and going against it takes a reason."""

import contextlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path

from model.barred import barred
from model.errors import RegistryError
from model.files import put_whole, told_where
from model.registry import Decision, Registry

GATE = "gate.json"
REPORTS = ("report.md", "report.html")
"""What the gate's word is for people to read; `QUOTED` heads the part that quotes objectives, the last of each report."""
QUOTED = "The verdicts that change most"


@dataclass(frozen=True, slots=True)
class GateSaid:
    """What the gate said of a candidate beside the bundle `against`; `reasons` speak against it, `forced` why it was used."""

    against: str
    reasons: tuple[str, ...]
    forced: str | None = None

    @property
    def passed(self) -> bool:
        """Whether nothing speaks against it."""
        return not self.reasons


def keep(folder: Path, said: GateSaid) -> None:
    """Put what the gate said beside the candidate.

    Raises:
        NotWritten: when it cannot be written.
    """
    with told_where(folder / GATE):
        put_whole(folder / GATE, json.dumps(asdict(said), ensure_ascii=False, indent=2) + "\n")


def said_of(folder: Path) -> GateSaid | None:
    """Return what the gate said of the bundle in a folder, and whether it was barred since.

    None where neither is so: the gate was never asked, or its word cannot be read.
    """
    against, reasons = "", list[str]()
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
        kept = json.loads((folder / GATE).read_text(encoding="utf-8"))
        against, reasons = str(kept["against"]), list(map(str, kept["reasons"]))
    if (why := barred(folder)) is not None:
        reasons.append(why)
    return GateSaid(against, tuple(reasons)) if against or reasons else None


def promote(registry: Registry, bundle: str, *, by: str, why: str, force: str | None = None) -> Decision:
    """Make a bundle live that the gate let through, or, for a stated reason, one that it did not.

    Raises:
        RegistryError: when the gate is against it, or was not asked, and no reason is given to go against it.
        BundleError: when it is damaged.
        NotWritten: when the decision cannot be written; then nothing was decided.
    """
    folder = registry.path(bundle)
    said = said_of(folder)
    passed = folder == registry.shipped or (said is not None and said.passed and said.against == registry.live_id())
    if not passed and not (force and force.strip()):
        raise RegistryError(
            f"{bundle} is not promoted: {_objection(registry, said)}; give a reason to promote it all the same"
        )
    gate = "shipped" if folder == registry.shipped else "passed" if passed else _objection(registry, said)
    return registry.promote(bundle, by=by, why=why, gate=gate, forced=None if passed else force)


def _objection(registry: Registry, said: GateSaid | None) -> str:
    if said is None:
        return "the gate was never asked about it"
    if said.reasons:
        return "; ".join(said.reasons)
    return f"the gate compared it with {said.against}, and {registry.live_id()} is live now"
