"""Who acts: nobody, only an agency, one person for all, and not the child or the parents.

LIAP, "Who will do this?": name the individual who will carry out the task, not simply the agency; ensure all Team members,
including the child and parent/carer, have clear actions.
"""

import re
from collections import Counter
from collections.abc import Iterator

from model.plan import Column, Plan
from model.plan_findings.finding import PlanFinding, PlanReading, finding
from model.plan_findings.owners import (
    CHILD,
    PARENTS,
    Owner,
    acts,
    call_name,
    each_owner,
    is_named,
    owners_in,
    owners_of,
    pattern,
)
from model.rules.people import TEAM_DOMAINS, Actor, is_name
from model.rules.phrases import words

CHILD_DOMAINS = (None, "child_plan", "education")
"""Plans that have a child and parents in them; where nothing is said of the plan, its words decide."""
OWN_PLANS = ("personal", "workplace")
"""Plans in which one person does everything by right."""
MANY = 3
"""Actions from which on one person can carry too many of them."""
NEARLY_ALL = 0.8
_CHILDHOOD = re.compile(
    r"(?i)\b(?:school|nursery|class(?:room)?|teacher|pupil|playground|playtime|child|children|"
    r"mum|mam|dad|mother|father|parents?|young person)\b"
)


def find(reading: PlanReading) -> list[PlanFinding]:
    """Return what is wrong with who acts: row by row, and then in the plan as a whole."""
    rows = [f for number, _ in reading.plan.actions for f in _owner(reading, number)]
    return [*rows, *_without_action(reading), *_carries_all(reading)]


def _owner(reading: PlanReading, row: int) -> Iterator[PlanFinding]:
    """Yield what is wrong with the "who" of one row; a plan without that column is judged by its sentences."""
    if not reading.plan.has(Column.WHO):
        return
    owners = owners_of(reading, row)
    if any(owner.accountable for owner in owners) or _is_team(reading, owners):
        return
    said, cell = reading.plan.rows[row].who.strip(), reading.whole(row, Column.WHO)
    if not said:
        yield finding("no-owner", [cell], "Nobody is named.")
        return
    named = owners_in(said, reading.local)
    if any(owner.actor in (Actor.AGENCY, Actor.TEAM) for owner in named):
        yield finding("agency-actor", [cell], f"“{said}” is an agency: nobody in it is named.")
    elif any(owner.actor in (Actor.CROWD, Actor.NOBODY) for owner in named):
        yield finding("no-owner", [cell], f"“{said}” is nobody in particular.")


def _is_team(reading: PlanReading, owners: list[Owner]) -> bool:
    return reading.plan.domain in TEAM_DOMAINS and any(owner.actor is Actor.TEAM for owner in owners)


def _without_action(reading: PlanReading) -> Iterator[PlanFinding]:
    """Yield a finding where the child has no action, and one where no parent or carer has.

    Nobody is blamed whom the plan may well mean under a name that Aimwell cannot place.
    """
    plan = reading.plan
    child = plan.child.strip() or _most_named(plan)
    if plan.domain not in CHILD_DOMAINS or not (child or plan.parents) or not plan.actions:
        return
    owners = [owner for _, named in each_owner(reading) for owner in named]
    if child and not _too_young(plan, child) and not _has_action(reading, owners, f"{pattern([child])}|{CHILD}"):
        yield finding(
            "child-or-parent-without-action", (), f"{child}, whom the plan is about, has no action.", about=child
        )
    parents = pattern(plan.parents)
    if _has_action(reading, owners, f"{parents}|{PARENTS}" if parents else PARENTS):
        return
    if plan.parents:
        named = " and ".join(plan.parents)
        said = f"{named} {'has' if len(plan.parents) == 1 else 'have'} no action."
        yield finding("child-or-parent-without-action", (), said, about=named)
    elif not any(_may_be_parent(owner, child) for owner in owners):
        said = "No mother, father or carer has an action."
        yield finding("child-or-parent-without-action", (), said, about="the parents or carers")


def _has_action(reading: PlanReading, owners: list[Owner], names: str) -> bool:
    if any(is_named(names, re.sub(r"\(.*?\)", "", owner.words)) for owner in owners):
        return True
    return any(acts(names, row.what, reading.local) for _, row in reading.plan.actions)


def _may_be_parent(owner: Owner, child: str) -> bool:
    """Say whether somebody is named without a post: who that is, only the Team knows."""
    bare = owner.actor is Actor.PERSON and "(" not in owner.words and not re.search(r"(?i)\bfrom\b|\bof\b", owner.words)
    return bare and not is_named(pattern([child]), owner.words)


def _most_named(plan: Plan) -> str:
    """Return the one whom most issues of a child's plan name, in at least two of them; nobody where there is doubt."""
    issues = {row.issue.strip() for row in plan.rows if row.says(Column.ISSUE)}
    if not _CHILDHOOD.search("\n".join(row.cell(c) for row in plan.rows for c in Column)):
        return ""
    named = Counter(name for issue in issues for name in _names(issue))
    name, times = next(iter(named.most_common(1)), ("", 0))
    return name if times > 1 and times > len(issues) / 2 else ""


def _names(text: str) -> set[str]:
    found = (
        re.sub(r"['’]s?$", "", span.of(text)) for span in words(text) if is_name(span.of(text), opens=span.start == 0)
    )
    return set(found)


def _too_young(plan: Plan, child: str) -> bool:
    """Say whether the child is a baby, who can have no action."""
    if re.match(r"(?i)(?:baby|unborn|newborn)\b", child):
        return True
    name = re.escape(call_name(child))
    age = (
        rf"(?:baby|newborn|unborn)\s+{name}\b|\b{name}\b[^.;]{{0,30}}\b"
        r"(?:\d{1,2}[- ](?:months?|weeks?|days?)|(?:one|two|1|2)[- ]years?)[- ]old\b"
    )
    return any(re.search(age, row.cell(c), re.IGNORECASE) for row in plan.rows for c in Column)


def _carries_all(reading: PlanReading) -> Iterator[PlanFinding]:
    actions = reading.plan.actions
    if len(actions) < MANY or reading.plan.domain in OWN_PLANS:
        return
    alone: Counter[str] = Counter()
    called: dict[str, str] = {}
    for _, named in each_owner(reading):
        people = {
            owner.key: owner.words for owner in named if owner.accountable and owner.actor is not Actor.FIRST_PERSON
        }
        if len(people) == 1:
            ((key, said),) = people.items()
            alone[key] += 1
            called.setdefault(key, said)
    key, times = next(iter(alone.most_common(1)), ("", 0))
    if times >= MANY and times >= NEARLY_ALL * len(actions):
        said = f"{called[key]} is to do {times} of the {len(actions)} actions alone."
        yield finding("one-person-carries-all", (), said, about=called[key])
