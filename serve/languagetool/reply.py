"""From matches to LanguageTool's reply. Its offsets are UTF-16 code units, ours are code points: here is the border."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from importlib.metadata import version
from itertools import groupby
from operator import attrgetter

from model.criteria import Span, Verdict
from model.text_check import Match
from serve.languagetool import schemas as lt
from serve.languagetool.annotated import Annotated
from serve.languagetool.asked import Asked
from serve.languagetool.checking import Checked
from serve.languagetool.languages import Language
from serve.languagetool.selection import STYLE, rule_id, title

MOST_REPLACEMENTS = 10
AROUND = 40
"""Code points of context on either side of a match."""

LinksTo = Callable[[Match], tuple[str, ...]]
"""Gives the addresses of the pages about a match; clients that show one show the first."""


def check_reply(asked: Asked, checked: Checked, links_to: LinksTo) -> lt.CheckReply:
    """Return the reply to a request: those of the matches that it wants to hear of, in the order of the text.

    A finding that counts against two criteria is said once. The matches on one objective overlap, and editors show the
    first of those that do: it names the others.
    """
    wanted: dict[tuple[Span, str], Match] = {}
    for match in checked.matches:
        if asked.selection.wants(match):
            wanted.setdefault((match.objective, match.fingerprint), match)
    found = sorted(wanted.values(), key=attrgetter("objective", "span"))
    replies = []
    for _, on_one in groupby(found, key=attrgetter("objective")):
        first, *others = on_one
        also = tuple(dict.fromkeys(title(match.finding.rule) for match in others))
        replies.append(_match(asked.text, first, also, links_to(first)))
        replies += [_match(asked.text, _beside(first, m, asked.text.read), (), links_to(m)) for m in others]
    return lt.CheckReply(
        software=software(),
        warnings=lt.Warnings(incompleteResults=not checked.complete),
        language=_language(asked.language, assumed=asked.assumed),
        matches=replies,
    )


def software() -> lt.Software:
    """Return who answers."""
    return lt.Software(version=version("aimwell"))


def utf16(text: str) -> int:
    """Return the length of a text in UTF-16 code units."""
    return len(text.encode("utf-16-le")) // 2


def _beside(first: Match, other: Match, text: str) -> Match:
    """Return the match without replacements where taking the first's would leave its own words once more at their place.

    Clients that correct everything at once take the first replacement of each match whose words still stand where the
    corrections before it have moved them; and a rewrite may end in the very words that it puts something before.
    """
    if not first.replacements:
        return other
    taken = text[: first.span.start] + first.replacements[0] + text[first.span.end :]
    further = len(taken) - len(text)
    stands = taken[max(0, other.span.start + further) : max(0, other.span.end + further)]
    return replace(other, replacements=()) if stands == other.span.of(text) else other


def _language(language: Language, *, assumed: bool) -> lt.CheckedLanguage:
    name, code = language.name, language.long_code
    detected = lt.DetectedLanguage(
        name=name, code=code, confidence=0.0 if assumed else 1.0, source="assumed" if assumed else "given"
    )
    return lt.CheckedLanguage(name=name, code=code, detectedLanguage=detected)


def _match(text: Annotated, match: Match, also: Sequence[str], links: Sequence[str]) -> lt.MatchOut:
    finding = match.finding
    # Where markup or a footnote stands among the words, replacing them would delete it: then the words are only shown.
    replaceable = text.replaceable(match.span)
    shown = match.span if replaceable else match.words
    place = text.place(shown)
    others = f" Also: {' · '.join(also)}" if also else ""
    return lt.MatchOut(
        offset=utf16(text.sent[: place.start]),
        length=utf16(place.of(text.sent)),
        message=f"{finding.message} {finding.question}{others}",
        shortMessage=" · ".join((title(finding.rule), *also)),
        replacements=list(_replacements(match)) if replaceable else [],
        context=_context(text.sent, place),
        sentence=match.objective.of(text.read),
        rule=lt.Rule(
            id=rule_id(finding.rule),
            description=title(finding.rule),
            category=lt.Category(id=STYLE, name=f"SMART: {finding.criterion.replace('_', '-')}"),
            urls=[lt.Link(value=link) for link in links],
            tags=["picky"] if match.verdict is Verdict.CANNOT_TELL else [],
        ),
        aimwell=lt.AimwellMatch(
            fingerprint=match.fingerprint,
            rule=finding.rule,
            criterion=finding.criterion,
            verdict=match.verdict,
            question=finding.question,
            source=finding.source,
            words=_place(text, match.words),
            objective=_place(text, match.objective),
        ),
    )


def _replacements(match: Match) -> Iterator[lt.Replacement]:
    return (lt.Replacement(value=words) for words in match.replacements[:MOST_REPLACEMENTS])


def _place(text: Annotated, read: Span) -> lt.Place:
    place = text.place(read)
    return lt.Place(offset=utf16(text.sent[: place.start]), length=utf16(place.of(text.sent)))


def _context(text: str, span: Span) -> lt.Context:
    start, end = max(0, span.start - AROUND), min(len(text), span.end + AROUND)
    before = ("..." if start else "") + text[start : span.start]
    after = text[span.end : end] + ("..." if end < len(text) else "")
    return lt.Context(
        text=f"{before}{span.of(text)}{after}".replace("\n", " "), offset=utf16(before), length=utf16(span.of(text))
    )
