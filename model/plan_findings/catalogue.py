"""Every finding on a whole plan: how much it matters, its standing question and its LIAP source.

Four of them are the objective's own findings, seen from the cell: a plan's column says more plainly than a sentence
that its "when" is "ongoing". They keep their names, so that one who has ignored them is not told twice.
"""

from dataclasses import dataclass
from enum import IntEnum
from types import MappingProxyType


class Priority(IntEnum):
    """In which order findings are put right."""

    FIRST = 1
    NEXT = 2
    THEN = 3

    @property
    def words(self) -> str:
        """What the findings of this priority have in common."""
        return _WORDS[self]


_WORDS = {
    Priority.FIRST: "First, so that somebody acts, and nobody is hurt by the words",
    Priority.NEXT: "Next, so that the Team can see whether it makes a difference",
    Priority.THEN: "Then, so that the plan can be read by all, and carried",
}


@dataclass(frozen=True, slots=True)
class PlanRule:
    """A finding's id, its name for readers, how much it matters, what it asks, and the passage that asks for it."""

    id: str
    title: str
    priority: Priority
    question: str
    source: str


_FIRST, _NEXT, _THEN = Priority
_ISSUE = "LIAP, What is the issue/concern?: "
_WHO = "LIAP, Who will do this?: "
_WHAT = "LIAP, What will be done?: "
_WHEN = "LIAP, When will this be done?: "
_MEASURE = "LIAP, How will we measure progress?: "
_LANGUAGE = _ISSUE + "don't use generic language/agency specific language/emotive language"

PLAN_RULES = MappingProxyType(
    {
        rule.id: rule
        for rule in (
            PlanRule(
                "no-owner",
                "Nobody in particular",
                _FIRST,
                "Who will do this: which named person?",
                _WHO + "name the individual who will carry out the task, not simply the agency",
            ),
            PlanRule(
                "agency-actor",
                "An agency in place of a person",
                _FIRST,
                "Who there will do it, by name or post?",
                _WHO + "name the individual who will carry out the task, not simply the agency",
            ),
            PlanRule(
                "child-or-parent-without-action",
                "The child, or the parents, have no part",
                _FIRST,
                "What will they do themselves, however small?",
                _WHO + "ensure all Team members, including the child and parent/carer, have clear actions",
            ),
            PlanRule(
                "issue-without-action",
                "An issue that nothing answers",
                _FIRST,
                "What will be done about this issue, and by whom?",
                _WHAT + "say exactly what tasks/actions will be done",
            ),
            PlanRule(
                "emotive-language",
                "Words that judge",
                _FIRST,
                "What has somebody seen or heard?",
                _LANGUAGE,
            ),
            PlanRule(
                "date-past",
                "The date has gone",
                _FIRST,
                "What is the new date?",
                _WHEN + "agree a realistic time period for change",
            ),
            PlanRule(
                "generic-language",
                "Words that fit every family",
                _NEXT,
                "What exactly is seen, where, and how often?",
                _ISSUE + "name exactly what the Team sees as problematic; don't use generic language",
            ),
            PlanRule(
                "action-without-issue",
                "An action that answers nothing",
                _NEXT,
                "Which issue does this action answer?",
                "LIAP, Relevant: relevant and proportionate to the issues identified in the assessment",
            ),
            PlanRule(
                "no-minutiae",
                "No tasks",
                _NEXT,
                "Which tasks, step by step: what, where, how often?",
                _WHAT + "address the minutiae of the actions necessary",
            ),
            PlanRule("ongoing", "It never arrives", _NEXT, "By when should this be done?", _WHEN + "not “ongoing”"),
            PlanRule(
                "deadline-after-review",
                "Nothing to see at the review",
                _NEXT,
                "What will be done by the review, as a first stage?",
                "LIAP, Time bound: specific deadlines for each stage, linked to review of progress",
            ),
            PlanRule(
                "no-method",
                "No method",
                _NEXT,
                "What specific method will the Team use: what is counted, seen, rated or written down, and by whom?",
                _MEASURE + "what specific method will the Team use? evidence-based methods best",
            ),
            PlanRule(
                "by-review",
                "“By review” is not a method",
                _NEXT,
                "What will be counted or looked at?",
                _MEASURE + "“by review” is not a method",
            ),
            PlanRule(
                "agency-language",
                "An agency's own words",
                _THEN,
                "How would you say it to the family?",
                _LANGUAGE,
            ),
            PlanRule(
                "all-on-one-day",
                "Everything falls on one day",
                _THEN,
                "Which of these can be done earlier?",
                "LIAP, Time bound: by when do we want to achieve each change? specific deadlines for each stage",
            ),
            PlanRule(
                "one-person-carries-all",
                "One person carries everything",
                _THEN,
                "Who else will take an action?",
                _WHO + "ensure all Team members, including the child and parent/carer, have clear actions",
            ),
            PlanRule(
                "rows-alike",
                "Two rows that say the same",
                _THEN,
                "Are they one action? If not, what is different?",
                _WHAT + "say exactly what tasks/actions will be done",
            ),
        )
    }
)
"""The findings on a whole plan by id, those that matter most first."""
