"""What the server has to say of a document: remarks on its words, each with what could stand there instead."""

from collections.abc import Iterable
from dataclasses import dataclass

from model.criteria import Finding, Span, Verdict


class Stale(Exception):
    """The document has changed while it was being judged; nobody wants the answer any more."""


@dataclass(frozen=True, slots=True)
class Fix:
    """One edit that answers a remark: `written` over `span` of the document; `says` is what a reader then reads there."""

    span: Span
    written: str
    says: str


@dataclass(frozen=True, slots=True)
class Remark:
    """A finding at its place: `words` caused it and `objective` is where the whole objective stands in the document."""

    finding: Finding
    verdict: Verdict
    words: Span
    objective: Span
    fingerprint: str
    fixes: tuple[Fix, ...] = ()


@dataclass(frozen=True, slots=True)
class Remarks:
    """All remarks on a document, in the order of their words; from `unread` on nothing was judged, if it is not None."""

    remarks: tuple[Remark, ...] = ()
    unread: int | None = None


def distinct(remarks: Iterable[Remark]) -> list[Remark]:
    """Return the remarks without those that say of the same words, for another criterion, what one before has said."""
    shown: dict[tuple[str, Span], Remark] = {}
    for remark in remarks:
        shown.setdefault((remark.finding.rule, remark.words), remark)
    return list(shown.values())
