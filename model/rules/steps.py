"""The next step from a baseline: small, in the direction that the objective asks for, in the baseline's own unit.

LIAP, "Achievable": small steps, individually assessed; a stepped change.
"""

import re
from dataclasses import dataclass

from model.rules.lexicon import lemma
from model.rules.phrases import words
from model.rules.reading import Reading

_UNITS = (
    r"times?|days?|nights?|mornings?|afternoons?|evenings?|minutes?|words?|sessions?|lessons?|calls?|fights?|spells?|weeks?|"
    r"visits?|meals?|pages?|classes|appointments?|shifts?|transfers?|tasks?|records?|forms?|schools?|families|children"
)
_ALONE = r"(?<![\d.,/£$€])"
_ENDS = r"(?![\d/]|[.,]\d)"
_PART = re.compile(
    rf"(?i){_ALONE}(?P<n>\d{{1,3}})\s*(?P<mid>/|out of|of|in)\s*(?P<of>\d{{1,2}}){_ENDS}(?P<unit>(?:\s+(?:{_UNITS})\b)?)"
)
_PERCENT = re.compile(rf"(?i){_ALONE}(?P<n>\d{{1,3}})(?P<mark>\s*(?:%|per ?cent\b))")
_TIMES = re.compile(rf"(?i){_ALONE}(?P<n>\d{{1,3}})(?P<unit>\s+(?:{_UNITS})\b(?:\s+(?:a|an|per)\s+[a-z]+)?)")
_AGAINST = re.compile(
    r"(?i)\b(?:miss\w*|absen\w*|late\w*|without|fail\w*|refus\w*|off|not|no|never|lost|los\w*|unpaid|unkempt|alone|skip\w*|"
    r"truan\w*|wrong\w*|reject\w*|vacan\w*|overdue|empty|only|just|drop\w*|left|gone|n['’]t)\b"
)
"""Words after which a figure counts what is missing: more of it would be worse."""
SHARE_OF_THE_WAY = 0.25
MOST_OF_A_WHOLE = 0.15
"""A step covers a quarter of what is missing, at least one, and at most fifteen in a hundred of the whole."""
_DOWN = frozenset(
    {"reduce", "cut", "lower", "decrease", "stop", "lessen", "limit", "drop", "quit", "minimise", "minimize", "avoid"}
)
_UP = frozenset(
    {"increase", "raise", "improve", "grow", "build", "attend", "extend", "boost", "gain", "lift", "learn", "read"}
)
_FEWER = frozenset({"less", "fewer", "lower"})
_MORE = frozenset({"more", "better", "higher", "oftener"})


@dataclass(frozen=True, slots=True)
class NextStep:
    """A figure to aim at, in words ("4 of 7 nights"), and the words that lead to it ("at least ")."""

    words: str
    lead: str


def next_step(reading: Reading) -> NextStep | None:
    """Return the next step from the baseline; None unless one figure stands in it and its direction is plain.

    A baseline that counts what is missing ("misses 3 of 5 lessons") has no step here: the figure falls as things get
    better, and only a reader can say to what.
    """
    baseline = reading.statement.objective.baseline
    up = direction(reading)
    if baseline is None or up is None or (up and _AGAINST.search(baseline)):
        return None
    found = [kind for kind in (_PART, _PERCENT, _TIMES) if kind.search(baseline)]
    first = found[0].search(baseline) if found else None
    if first is None or re.search(r"\d", baseline[: first.start()] + baseline[first.end() :]):
        return None
    n, lead = int(first["n"]), "at least " if up else "at most "
    if found[0] is _PART:
        whole = int(first["of"])
        target = _step(n, whole if up else 0, whole) if 0 < n <= whole else None
        said = f"{target} {'of' if first['mid'] == '/' else first['mid']} {whole}{first['unit']}"
    elif found[0] is _PERCENT:
        target = _step(n, 100 if up else 0, 100) if n <= 100 else None
        said = f"{target}{first['mark']}"
    else:
        target = _step(n, 2 * n if up else 0)
        said = f"{target}{first['unit']}"
    return None if target is None else NextStep(said, lead)


def direction(reading: Reading) -> bool | None:
    """Return True when the figures should rise, False when they should fall, None when the words do not say."""
    said = {s.of(reading.text).lower() for s in words(reading.text)}
    stems = {lemma(w) or w for w in said}
    down, up = bool(stems & _DOWN or said & _FEWER), bool(stems & _UP or said & _MORE)
    return None if down == up else up


def _step(start: int, end: int, whole: int | None = None) -> int | None:
    missing = end - start
    if not missing:
        return None
    most = abs(missing) if whole is None else max(1, round(whole * MOST_OF_A_WHOLE))
    step = min(max(1, round(abs(missing) * SHARE_OF_THE_WAY)), most)
    return start + step if missing > 0 else start - step
