"""The name by which one finding on one objective is known for good, wherever and in whatever format it stands.

An office that has looked at a finding and disagrees says so once; the fingerprint outlives another font, another
place in the file, a curly apostrophe and a lost full stop, and no change of a word.
"""

import hashlib
import re
import unicodedata

from model.criteria import Finding, Objective
from model.plan import Plan
from model.plan_findings.finding import PlanFinding
from model.rules.catalogue import MODEL_EVIDENCE

LENGTH = 16
"""Hexadecimal digits: among a million findings, two alike by chance are a matter of one in 37 million."""
_QUOTES = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\u00ad": None, "\u200b": None})


def fingerprint(finding: Finding, objective: Objective) -> str:
    """Return the fingerprint of a finding on an objective, 16 hexadecimal digits.

    It holds the rule, what is to be done, and the words that the finding points at. The model's own doubt is known by
    its criterion in place of the words: those that weigh most change with each training.
    """
    where = finding.span.of(objective.part(finding.field)) or objective.text
    cause = finding.criterion if finding.rule == MODEL_EVIDENCE else _bare(where)
    return _hash(finding.rule, _bare(objective.text), cause)


def plan_fingerprint(finding: PlanFinding, plan: Plan) -> str:
    """Return the fingerprint of a finding on a plan: that of an objective's finding where the two say the same.

    What is about the plan as a whole is known by whom or what it is about, and by all that is to be done: with another
    action it is another plan.
    """
    if finding.cell is None:
        return _hash(finding.rule, *(_bare(row.what) for _, row in plan.actions), _bare(finding.about))
    row = plan.rows[finding.cell.row]
    text = row.what if row.what.strip() else row.issue
    return _hash(finding.rule, _bare(text), _bare(finding.cell.words(plan) or text))


def _hash(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()[:LENGTH]


def _bare(words: str) -> str:
    plain = unicodedata.normalize("NFC", words).translate(_QUOTES).casefold()
    return re.sub(r"\s+", " ", plain).strip(" .;,:!?\"'-")
