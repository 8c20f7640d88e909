"""Every finding that a rule can make on one objective: its criterion, its standing question and its LIAP source."""

from dataclasses import dataclass
from types import MappingProxyType

from model.criteria import Criterion


@dataclass(frozen=True, slots=True)
class Rule:
    """A finding's id, the criterion that it counts against, what it asks the author, and the passage that asks for it."""

    id: str
    criterion: Criterion
    title: str
    question: str
    source: str


_S, _M, _A, _R, _T = Criterion
_SPECIFIC = "LIAP, Specific: “What exactly are we going to do, with/for whom?”"
_STRONG_VERBS = "LIAP, Specific: use “strong” verbs which imply action, not “to know”, “to understand”, “to enjoy”"
_WHO = "LIAP, Who will do this?: name the individual who will carry out the task, not simply the agency"
_NAME_IT = "LIAP, Specific: not “John will stop disrupting the class” but “John will raise his hand…”"
_EXACT = "LIAP, What will be done?: say exactly what tasks/actions will be done"
_MEASURE = "LIAP, Measurable: what does success look like? what methods of measurement will we use?"
_REVIEW = "LIAP, How will we measure progress?: “by review” is not a method"
_STEPS = "LIAP, Achievable: small steps, individually assessed; a stepped change"
_ABLE = "LIAP, Achievable: can we realistically get this done with the resources and capacity for change?"
_NEED = "LIAP, Relevant: relevant and proportionate to the need, the risks and the issues identified in the assessment"
_WHEN = "LIAP, Time bound: by when do we want to achieve each change?"
_ONGOING = "LIAP, Time bound: not stating “ongoing” but “in 2 weeks”, “by end December”"

RULES = MappingProxyType(
    {
        rule.id: rule
        for rule in (
            Rule("no-actor", _S, "Nobody does it", "Who will do this: which named person?", _WHO),
            Rule("agency-actor", _S, "An agency in place of a person", "Who there will do it, by name or post?", _WHO),
            Rule("weak-verb", _S, "A verb nobody can see", "What would somebody see being done?", _STRONG_VERBS),
            Rule("vague-object", _S, "Words that could mean anything", "What exactly does that look like?", _EXACT),
            Rule("stop-behaviour", _S, "Only what is to stop", "What will be done instead?", _NAME_IT),
            Rule("two-aims", _S, "Two aims in one", "Which of the two should this objective be about?", _SPECIFIC),
            Rule("no-measure", _M, "No way to tell", "How will you know it has happened, and how much?", _MEASURE),
            Rule(
                "comparative-without-figure",
                _M,
                "More than what?",
                "From how much to how much?",
                _MEASURE,
            ),
            Rule("by-review", _M, "“By review” is not a method", "What will be counted or looked at?", _REVIEW),
            Rule("absolute", _A, "All or nothing", "What would be a first, realistic step?", _STEPS),
            Rule("leap", _A, "Too big a step", "How far could it move in this time?", _STEPS),
            Rule("outside-control", _A, "Somebody else decides", "What can the person do themselves?", _ABLE),
            Rule("no-need-given", _R, "No need to judge it by", "What need, risk or issue does this answer?", _NEED),
            Rule("off-need", _R, "It may answer something else", "How will this help with the need?", _NEED),
            Rule("no-deadline", _T, "No day to be done by", "By when, or over which weeks?", _WHEN),
            Rule("ongoing", _T, "It never arrives", "By when should this be done?", _ONGOING),
            Rule("undated-event", _T, "An event without a date", "On what date is that?", _WHEN),
            Rule("date-past", _T, "The date has gone", "What is the new date?", _WHEN),
        )
    }
)
"""The objective-level findings by id, in the order of the criteria."""
NO_NEED = "no-need-given"
"""The id of the one finding that is no fault: without a need, nobody can tell."""
MODEL_EVIDENCE = "model-evidence"
"""The id of a finding that no rule makes: the doubt is the trained model's own."""
