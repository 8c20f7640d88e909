"""The rewriter that needs no model: it edits the author's sentence and leaves a typed blank for what nobody has said.

It names the actor, turns what is to stop into what is done instead, takes out what is no deadline and no method, and
asks for what is missing where it reads naturally. What it cannot edit stays as the author wrote it: as the heading of
what is to be done, or as it stands where only a day or a reason is missing. It invents nothing, so every draft is safe
to show; it is what people see when the trained model is away.
"""

import re
from collections.abc import Sequence
from dataclasses import fields, replace

from model.criteria import Criterion, Finding, Objective
from model.draft_builder import Gap, Parts, Piece, build, inside
from model.reasons import because
from model.rules.clause import Shape
from model.rules.people import ACCOUNTABLE
from model.rules.phrases import words
from model.rules.reading import Reading
from model.rules.relevance import stems
from model.rules_edits import AMOUNT, WHAT, WHO, passive, promised, stopped, without_absolutes
from model.rules_rest import whole_of, without_no_deadline
from model.rules_sentence import as_spoken, is_sentence
from model.suggestion import Draft, Kind

WHEN, METHOD, WHY = Gap(Kind.WHEN), Gap(Kind.METHOD), Gap(Kind.WHY)
LONGEST_BASELINE = 12
"""A baseline of more words than this is a story and not a figure to stand beside the amount."""
_NEEDLESS_COMMA = re.compile(r"^,\s*(?=(?:by|before|on|until|till?|from|in|within|over|during|at)\b)")
"""The comma before a day that stood after other words: "…, by Friday" and now "[amount] by Friday"."""
_DOUBTED = {
    Criterion.SPECIFIC: "weak-verb",
    Criterion.MEASURABLE: "no-measure",
    Criterion.ACHIEVABLE: "leap",
    Criterion.RELEVANT: "off-need",
    Criterion.TIME_BOUND: "no-deadline",
}
"""What the model's own doubt asks for: the same as the rule of its criterion."""


class RulesGenerator:
    """Writes a few drafts of one objective from its reading and findings; see `Generator`."""

    origin = "rules"

    def generate(self, objective: Objective, reading: Reading, findings: Sequence[Finding]) -> list[Draft]:
        """Return drafts that differ in where day, evidence and aim stand and in naming the need, the plainest first."""
        parts = edit(objective, reading, findings)
        orders = (_plain, _day_first, _evidence_last, _need_last, _aim_last)
        return list(dict.fromkeys(build(order(parts)) for order in orders))


def edit(objective: Objective, reading: Reading, findings: Sequence[Finding]) -> Parts:
    """Return the statement's edited parts: the author's words, and a blank for each fact that a finding asks for."""
    asked = {_DOUBTED[f.criterion] if f.rule == "model-evidence" else f.rule for f in findings}
    failing = {f.criterion for f in findings}
    doer_asked = Criterion.SPECIFIC in failing or bool(asked & {"no-actor", "agency-actor"})
    parts = _as_typed(_clause(reading, asked, doer_asked=doer_asked), reading)
    stepped = AMOUNT in parts.act
    if Criterion.MEASURABLE in failing:
        amount = () if stepped else (AMOUNT,)
        parts = replace(parts, amount=amount, method=(", shown by", METHOD), baseline=_baseline(objective))
    elif asked & {"absolute", "leap"} and not stepped:
        parts = replace(parts, amount=(", starting with", AMOUNT))
    if parts.when and (parts.how or parts.amount):
        parts = replace(parts, when=(_NEEDLESS_COMMA.sub("", str(parts.when[0])), *parts.when[1:]))
    if asked & {"no-deadline", "ongoing", "undated-event", "date-past"}:
        parts = replace(parts, when=(*parts.when, WHEN))
    if "no-need-given" in asked:
        return replace(parts, why=(",", WHY))
    return _with_need(parts, objective.need, missed="off-need" in asked) if objective.need else parts


def _clause(reading: Reading, asked: set[str], *, doer_asked: bool) -> Parts:
    """Return the edited clause, by its build; `doer_asked` when nobody can tell yet who does what."""
    spoken = as_spoken(reading)
    clause = spoken.clause
    parts: Parts | None = None
    if is_sentence(spoken):
        if clause.shape is Shape.PASSIVE:
            parts = None if clause.negated and spoken.accountable else passive(spoken, asked)
        elif "stop-behaviour" in asked or (clause.negated and (doer_asked or spoken is not reading)):
            parts = stopped(spoken)
        elif not clause.negated:
            parts = promised(spoken, asked)
    if parts is not None and not _loses_words(parts, spoken):
        return parts
    headed = doer_asked or reading.text.rstrip().endswith("?")
    return _headed(reading) if headed else Parts(act=(whole_of(reading.text),))


def _loses_words(parts: Parts, reading: Reading) -> bool:
    """Say whether an edit lost a word of the author's: then the clause was not read as it was meant."""
    clause, said = reading.clause, reading.text
    for span in sorted((s for s in (clause.promise, clause.verb) if s), reverse=True):
        if said[span.start] not in "'’":  # "Koa'll" is one word
            said = f"{said[: span.start]} {said[span.end :]}"
    runs = [parts.opening, parts.actor, parts.act, parts.when, parts.after]
    kept = " ".join(p for run in runs for p in run if isinstance(p, str))
    return not stems(without_absolutes(without_no_deadline(said))) <= stems(kept)


def _headed(reading: Reading) -> Parts:
    """Keep the author's words as the heading of what is to be done: "Better bedtimes: [who] will [what]"."""
    clause = reading.clause
    told = Reading(replace(reading.statement, text=reading.text.rstrip(" ?")))
    actor: tuple[Piece, ...] = (WHO,)
    if clause.actor in ACCOUNTABLE and clause.subject and is_sentence(told):
        actor = (clause.subject.of(reading.text),)
    elif clause.subject and clause.subject.of(reading.text) in ("we", "We"):
        actor = ("we",)
    elif reading.statement.objective.domain == "personal" or re.match(r"I\b", reading.text.lstrip()):
        actor = ("I",)
    elif reading.accountable and reading.owner is not clause.actor:
        actor = ()  # somebody is named beside it: "(Sana)"
    return Parts(heading=whole_of(reading.text), actor=actor, act=("will", WHAT) if actor else (WHAT,))


def _as_typed(parts: Parts, reading: Reading) -> Parts:
    """Return the parts with the author's spelling where the reading put changed-round letters back: no word is added."""
    typed = reading.statement.text
    slips = {s.of(reading.text): s.of(typed) for s in words(reading.text) if s.of(reading.text) != s.of(typed)}
    if not slips:
        return parts
    known = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, slips))})(?!\w)")

    def retyped(run: tuple[Piece, ...]) -> tuple[Piece, ...]:
        return tuple(known.sub(lambda m: slips[m.group(0)], p) if isinstance(p, str) else p for p in run)

    runs = {f.name: retyped(getattr(parts, f.name)) for f in fields(parts) if f.name != "heading"}
    return Parts(heading=known.sub(lambda m: slips[m.group(0)], parts.heading), **runs)


def _baseline(objective: Objective) -> tuple[Piece, ...]:
    baseline = objective.baseline
    short = baseline is not None and len(baseline.split()) <= LONGEST_BASELINE
    return (f". Now: {baseline.strip().rstrip('.')}",) if baseline and short else ()


def _with_need(parts: Parts, need: str, *, missed: bool) -> Parts:
    """Return the parts with the author's need: as what else to answer where it is missed, else to be named or not."""
    said = need.strip().rstrip(".")
    if not missed:
        return replace(parts, need=(f". Why: {said}",))
    return replace(parts, why=(", and" if parts.actor else ", with", WHAT, f", {because(need)}"))


def _heading(p: Parts) -> tuple[Piece, ...]:
    if not p.heading:
        return ()
    mark = "" if p.heading.endswith("?") else " –" if ":" in p.heading else ":"
    return (f"{p.heading}{mark}",)


def _does(p: Parts) -> list[Piece]:
    return [*p.opening, *p.actor, *p.act, *p.how, *p.amount, *p.when]


def _plain(p: Parts) -> list[Piece]:
    return [*_heading(p), *_does(p), *p.method, *p.why, *p.after, *p.baseline]


def _day_first(p: Parts) -> list[Piece]:
    if WHEN not in p.when or p.opening or p.heading or not p.actor:
        return _plain(p)
    first, *others = p.actor
    actor = (inside(first) if isinstance(first, str) else first, *others)
    return _plain(replace(p, opening=(WHEN, ","), actor=actor, when=tuple(x for x in p.when if x is not WHEN)))


def _evidence_last(p: Parts) -> list[Piece]:
    if METHOD not in p.method:
        return _plain(p)
    return [*_heading(p), *_does(p), *p.why, *p.after, ". How we will know:", METHOD, *p.baseline]


def _need_last(p: Parts) -> list[Piece]:
    """Name the need that the draft answers: a reader sees at once what a bare act is for."""
    return [*_plain(replace(p, baseline=())), *p.need, *p.baseline]


def _aim_last(p: Parts) -> list[Piece]:
    """Put what is to be done before a long heading; a question stays before its answer."""
    if not p.heading or p.heading.endswith("?"):
        return _plain(p)
    return [*_plain(replace(p, heading="", baseline=())), f". Aim: {p.heading}", *p.need, *p.baseline]
