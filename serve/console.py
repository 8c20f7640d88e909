"""What a person sees on a terminal: verdicts in words, reasons, questions, and rewrites with their blanks marked."""

from collections.abc import Sequence

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from model.criteria import Assessment, Criterion, Engine, Field, Objective, Verdict
from model.suggestion import Suggestion

_SAID = {
    Verdict.MET: Text("met", style="green"),
    Verdict.NOT_MET: Text("not met", style="bold red"),
    Verdict.CANNOT_TELL: Text("cannot tell", style="yellow"),
}


def show_assessment(console: Console, objective: Objective, assessment: Assessment) -> None:
    """Print the five verdicts of one objective with their reasons and questions."""
    words = Text(objective.text)
    for finding in assessment.findings:
        if finding.field is Field.TEXT and finding.span.end - finding.span.start < len(objective.text):
            words.stylize("underline", finding.span.start, finding.span.end)
    console.print(Padding(words, (1, 2)))
    table = Table(box=None, pad_edge=False, show_header=False, padding=(0, 2))
    for criterion in Criterion:
        judged = assessment[criterion]
        name = criterion.value.replace("_", "-").capitalize()
        reasons = "\n".join(f"{f.message} {f.question}" for f in judged.findings) if not judged.met else ""
        table.add_row(Text(name, style="bold"), _SAID[judged.verdict], Text(reasons))
    console.print(table)
    rules = dict.fromkeys(f.rule for c in Criterion if not assessment[c].met for f in assessment[c].findings)
    if rules:
        console.print(Text(f"\nWhat this means: aimwell guide NAME, for {', '.join(rules)}.", style="dim"))
    if assessment.engine is Engine.RULES:
        console.print(Text("\nThe rules answered alone; the trained model is away.", style="yellow"))


def show_suggestions(console: Console, suggestions: Sequence[Suggestion]) -> None:
    """Print rewrites, each proposal and blank standing out."""
    for number, suggestion in enumerate(suggestions, start=1):
        words = Text(f"{number}. {suggestion.draft.text}")
        lead = len(f"{number}. ")
        for proposal in suggestion.draft.proposals:
            words.stylize("reverse", lead + proposal.span.start, lead + proposal.span.end)
        console.print(Padding(words, (1, 0, 0, 2)))
    if suggestions:
        asked = dict.fromkeys(p.kind.question for s in suggestions[:1] for p in s.draft.proposals)
        console.print(Padding(Text("To settle: " + " ".join(asked), style="italic"), (1, 0, 1, 2)))
