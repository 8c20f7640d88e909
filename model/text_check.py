"""Running text under the linter: its objectives found and judged, each finding on its words, with what to write instead.

Editors know one operation: replace this stretch by these words. A rewrite changes more than the words that caused a
finding, so a match stretches from the finding's words over everything that its rewrites change: whichever replacement
is taken, the sentence that stands there afterwards is the suggestion, whole.
"""

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from model.criteria import Assessment, Criterion, Field, Finding, Objective, Span, Verdict
from model.detector import Detector
from model.fingerprint import fingerprint
from model.suggester import Suggester

REMEMBERED = 512
"""Sentences whose matches are kept: editors send a whole paragraph again for every word that is typed."""


@dataclass(frozen=True, slots=True)
class Match:
    """One finding on an objective in a text; spans are in code points of that text.

    `objective` is where the whole objective stands, `words` what caused the finding, and `span` what a replacement
    replaces: it holds `words`. `replacements` are the rewrites' proposals and blank forms, best first, cut to `span`.
    """

    objective: Span
    words: Span
    span: Span
    finding: Finding
    verdict: Verdict
    replacements: tuple[str, ...]
    fingerprint: str

    def moved(self, by: int) -> "Match":
        """Return the same match `by` code points further on."""
        return Match(
            self.objective.moved(by), self.words.moved(by), self.span.moved(by),
            self.finding, self.verdict, self.replacements, self.fingerprint,
        )  # fmt: skip


class TextChecker:
    """Checks running text; give it a quick suggester, because an editor waits for the answer.

    `ignored` knows the fingerprints of the matches that nobody wants to see; it is asked anew each time.
    """

    def __init__(
        self, detector: Detector, suggester: Suggester, suggestions: int = 2, ignored: Container[str] = frozenset()
    ) -> None:
        self.detector = detector
        self.suggester = suggester
        self.suggestions = suggestions
        self.ignored = ignored
        self._of_sentence = lru_cache(maxsize=REMEMBERED)(self._matches)

    def check(self, text: str, as_of: date, *, picky: bool = False) -> tuple[Match, ...]:
        """Return the findings on the objectives of `text` that are not SMART, in order.

        Running text seldom says which need an objective answers. What Aimwell cannot tell is therefore no finding here,
        unless `picky` asks for it.
        """
        return tuple(self.each(text, as_of, picky=picky))

    def each(self, text: str, as_of: date, *, picky: bool = False) -> Iterator[Match]:
        """Yield the same findings as they are found, so that whoever reads a long text may stop."""
        for span in self.detector.find(text):
            for match in self._of_sentence(span.of(text), as_of):
                if (picky or match.verdict is Verdict.NOT_MET) and match.fingerprint not in self.ignored:
                    yield match.moved(span.start)

    def _matches(self, sentence: str, as_of: date) -> tuple[Match, ...]:
        assessment, suggestions = self.suggester.suggest(Objective(sentence), self.suggestions, as_of)
        rewrites = dict.fromkeys(words for s in suggestions for words in (s.draft.text, s.draft.blank_text))
        return tuple(_match(sentence, finding, verdict, tuple(rewrites)) for verdict, finding in reasons(assessment))


def reasons(assessment: Assessment) -> list[tuple[Verdict, Finding]]:
    """Return the findings on criteria that are not met or cannot be told, in the order of the criteria."""
    judged = [assessment[c] for c in Criterion]
    return [(j.verdict, f) for j in judged if not j.met for f in j.findings]


def _match(sentence: str, finding: Finding, verdict: Verdict, rewrites: Sequence[str]) -> Match:
    whole = Span(0, len(sentence))
    words = finding.span if finding.field is Field.TEXT and finding.span.start < finding.span.end else whole
    span = words
    for rewrite in rewrites:
        changed = _changed(sentence, rewrite)
        span = Span(min(span.start, changed.start), max(span.end, changed.end))
    after = len(sentence) - span.end
    replacements = tuple(dict.fromkeys(r[span.start : len(r) - after] for r in rewrites))
    return Match(whole, words, span, finding, verdict, replacements, fingerprint(finding, Objective(sentence)))


def _changed(before: str, after: str) -> Span:
    """Return the stretch of `before` outside which both read the same, widened to whole words."""
    shorter = min(len(before), len(after))
    start = next((i for i in range(shorter) if before[i] != after[i]), shorter)
    while start and before[start - 1].isalnum():
        start -= 1
    same = 0
    while same < shorter - start and before[-1 - same] == after[-1 - same]:
        same += 1
    while same and before[len(before) - same].isalnum():
        same -= 1
    return Span(start, len(before) - same)
