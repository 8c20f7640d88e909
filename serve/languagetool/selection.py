"""Rules and categories under LanguageTool's names, and which of them a request wants to hear of."""

from collections.abc import Mapping
from dataclasses import dataclass

from model.criteria import Criterion, Verdict
from model.rules.catalogue import MODEL_EVIDENCE, RULES
from model.text_check import Match
from serve.languagetool.refused import Refused

STYLE = "STYLE"
"""The category of every finding: LibreOffice draws a blue line for it, and an orange one for any other."""
_PREFIX = "AIMWELL_"


def rule_id(rule: str) -> str:
    """Return a finding's id in LanguageTool's form: `AIMWELL_NO_DEADLINE` for "no-deadline"."""
    return _PREFIX + rule.upper().replace("-", "_")


def criterion_id(criterion: Criterion) -> str:
    """Return the name by which a request may ask for, or turn off, all findings on one criterion: `AIMWELL_TIME_BOUND`."""
    return _PREFIX + criterion.upper()


def title(rule: str) -> str:
    """Return what a finding is called in a few words."""
    return "The trained model doubts it" if rule == MODEL_EVIDENCE else RULES[rule].title


@dataclass(frozen=True, slots=True)
class Selection:
    """What a request wants to hear of; `only` means nothing but what is enabled by name.

    Rules are named by `rule_id`, categories by `criterion_id`, or `STYLE` for all.
    """

    picky: bool = False
    only: bool = False
    enabled_rules: frozenset[str] = frozenset()
    disabled_rules: frozenset[str] = frozenset()
    enabled_categories: frozenset[str] = frozenset()
    disabled_categories: frozenset[str] = frozenset()

    def wants(self, match: Match) -> bool:
        """Say whether the request wants to hear of a match: what cannot be told only where it is picky or asks by name."""
        rule = rule_id(match.finding.rule)
        categories = {STYLE, criterion_id(match.finding.criterion)}
        asked = rule in self.enabled_rules or bool(categories & self.enabled_categories)
        if rule in self.disabled_rules or (categories & self.disabled_categories and rule not in self.enabled_rules):
            return False
        return asked or (not self.only and (self.picky or match.verdict is Verdict.NOT_MET))


def selection_of(fields: Mapping[str, str]) -> Selection:
    """Return what a request's fields select.

    Raises:
        Refused: when `level` is none, or `enabledOnly` contradicts the lists beside it.
    """
    level = fields.get("level") or "default"
    if level not in ("default", "picky"):
        raise Refused("If set, 'level' must be set to 'default' or 'picky'.")
    enabled = _ids(fields, "enabledRules"), _ids(fields, "enabledCategories")
    disabled = _ids(fields, "disabledRules"), _ids(fields, "disabledCategories")
    only = fields.get("enabledOnly", "").casefold() in ("true", "yes")
    if only and any(disabled):
        raise Refused("You cannot specify disabled rules or categories using enabledOnly=true.")
    if only and not any(enabled):
        raise Refused("You must specify enabled rules or categories when using enabledOnly=true.")
    return Selection(level == "picky", only, enabled[0], disabled[0], enabled[1], disabled[1])


def _ids(fields: Mapping[str, str], name: str) -> frozenset[str]:
    return frozenset(i.strip().upper() for i in fields.get(name, "").split(",") if i.strip())
