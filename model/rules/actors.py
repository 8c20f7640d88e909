"""Who is missing: nobody, a crowd, or an agency where a person should be named.

LIAP, "Who will do this?": name the individual who will carry out the task, not simply the agency; "Achievable":
accountability, every Team member is aware of their part. A statement with nobody to answer for it fails both.
"""

from model.criteria import Criterion, Finding, Span
from model.rules.clause import Shape
from model.rules.people import Actor
from model.rules.reading import Reading


def find(reading: Reading) -> list[Finding]:
    """Return what is wrong with the actor, once for Specific and once for Achievable; nothing when somebody answers."""
    if reading.accountable:
        return []
    rule, span, message = _fault(reading)
    specific = reading.statement.finding(rule, span, message)
    return [specific, _unaccountable(specific)]


def _fault(reading: Reading) -> tuple[str, Span, str]:
    clause, text = reading.clause, reading.text
    subject = clause.agent or clause.subject
    if reading.owner in (Actor.AGENCY, Actor.TEAM) and subject:
        return "agency-actor", subject, f"“{subject.of(text)}” is an agency: nobody in it is named."
    if reading.owner is Actor.CROWD and subject:
        return "no-actor", subject, f"“{subject.of(text)}” is nobody in particular."
    if clause.shape is Shape.PASSIVE and clause.verb:
        return "no-actor", clause.verb, f"It does not say by whom this is to be {clause.verb.of(text).lower()}."
    if clause.verb and subject:
        return "no-actor", subject, f"“{subject.of(text)}” cannot act: it does not say who makes this happen."
    if clause.verb:
        return "no-actor", clause.verb, f"It does not say who will {clause.lemma or clause.verb.of(text).lower()}."
    return "no-actor", reading.statement.whole, "It does not say who will do this."


def _unaccountable(finding: Finding) -> Finding:
    return Finding(
        finding.rule,
        Criterion.ACHIEVABLE,
        finding.field,
        finding.span,
        "Nobody is accountable for it, so nobody can say whether it can be done.",
        finding.question,
        "LIAP, Achievable: every Team member is aware of their part; accountability",
    )
