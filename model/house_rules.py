"""The house rules of one office: its words, the rules that it switched off, its thresholds; and how `aimwell.toml` says them.

A file that does not hold is refused whole, with the key at fault: half of an office's rules would be a puzzle.
"""

import difflib
import math
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any, NoReturn

from model.criteria import Criterion
from model.errors import HouseRulesError
from model.plan_findings.catalogue import PLAN_RULES
from model.rules.catalogue import MODEL_EVIDENCE, RULES
from model.rules.local_words import NO_LOCAL_WORDS, LocalWords

LANGUAGES = ("en-GB",)
RULE_IDS = tuple(dict.fromkeys((*RULES, *PLAN_RULES, MODEL_EVIDENCE)))
"""What `rules-off` may name."""
KEYS = ("language", "agencies", "posts", "names", "instruments", "words", "rules-off", "ignore-file", "thresholds")
LONGEST = 80
"""Characters in an entry; a longer one is a sentence that got there by a slip."""
_KINDS = {str: "text in quotation marks", bool: "true or false", list: "a list", dict: "a table"}


@dataclass(frozen=True, slots=True)
class HouseRules:
    """What holds in one office; without any, everything is as Aimwell ships it.

    `off` are the ids of rules whose findings nobody wants. `thresholds` are the probabilities from which the trained
    model counts a criterion as met, in place of the bundle's. `ignore_file` keeps the ignored matches; `path` is the file
    that says all this. Both are None where there is no such file.
    """

    local: LocalWords = NO_LOCAL_WORDS
    off: frozenset[str] = frozenset()
    thresholds: Mapping[Criterion, float] = field(default_factory=lambda: MappingProxyType({}))
    language: str = LANGUAGES[0]
    ignore_file: Path | None = None
    path: Path | None = None


NO_HOUSE_RULES = HouseRules()
"""The rules of no house in particular."""


def read_house_rules(path: Path) -> HouseRules:
    """Return the house rules of an `aimwell.toml`; a path in it is relative to its folder.

    Raises:
        HouseRulesError: when it cannot be read or does not hold; it names the file and the key.
    """
    path = path.absolute()
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise HouseRulesError(path, None, "there is no such file; check its name and folder") from None
    except UnicodeDecodeError:
        raise HouseRulesError(path, None, "is not UTF-8; save it as UTF-8") from None
    except OSError as error:
        raise HouseRulesError(path, None, f"cannot be read: {error.strerror or 'no reason given'}") from None
    return house_rules(text, path)


def house_rules(text: str, path: Path) -> HouseRules:
    """Return the house rules that the `text` of the file at `path` states.

    Raises:
        HouseRulesError: when they do not hold; it names the file and the key.
    """
    said = _Said(path, text)
    return HouseRules(
        local=LocalWords(
            agencies=said.entries("agencies"),
            posts=said.entries("posts"),
            names=said.names("names"),
            instruments=said.entries("instruments"),
            plain=said.entries("words"),
        ),
        off=said.rules("rules-off"),
        thresholds=said.thresholds("thresholds"),
        language=said.language("language"),
        ignore_file=said.file("ignore-file"),
        path=path,
    )


class _Said:
    """What one file says, key by key; each key is checked as it is asked for."""

    def __init__(self, path: Path, text: str) -> None:
        self.path = path
        try:
            self.table: dict[str, Any] = tomllib.loads(text)
        except (tomllib.TOMLDecodeError, RecursionError) as error:
            raise HouseRulesError(path, None, f"is no TOML: {error}") from None
        for key in self.table:
            if key not in KEYS:
                self._refuse(key, f"is no key of aimwell.toml{_meant(key, KEYS)}")

    def entries(self, key: str) -> tuple[str, ...]:
        """Return the words and phrases of a list, each once, with plain apostrophes and single spaces."""
        entries: dict[str, None] = {}
        for entry in self._texts(key):
            words = " ".join(entry.replace("’", "'").split())
            if not any(c.isalnum() for c in words):
                self._refuse(key, f"“{entry}” holds no word; take it out or write one")
            if len(words) > LONGEST:
                self._refuse(key, f"“{words[:30]}…” has {len(words)} characters; at most {LONGEST} make a term")
            entries[words] = None
        return tuple(entries)

    def names(self, key: str) -> tuple[str, ...]:
        """Return a list of names; a name has a capital, because the word that it is has none."""
        names = self.entries(key)
        for name in names:
            if not all(word[0].isupper() for word in name.split()):
                self._refuse(key, f"“{name}” is written small; write names as they stand in plans, with capitals")
        return names

    def rules(self, key: str) -> frozenset[str]:
        """Return a list of rules' ids."""
        rules = self._texts(key)
        for rule in rules:
            if rule not in RULE_IDS:
                self._refuse(key, f"“{rule}” is no rule{_meant(rule, RULE_IDS)}")
        return frozenset(rules)

    def thresholds(self, key: str) -> Mapping[Criterion, float]:
        """Return a table of probabilities by criterion."""
        table = self._typed(key, dict, {})
        names = [c.value for c in Criterion]
        for name, value in table.items():
            where = f"{key}.{name}"
            if name not in names:
                self._refuse(where, f"is no criterion{_meant(name, names)}")
            if isinstance(value, bool) or not isinstance(value, int | float):
                self._refuse(where, f"must be a number from 0 to 1, not {_kind(value)}")
            if not 0 <= value <= 1 or math.isnan(value):
                self._refuse(where, f"must be a number from 0 to 1, not {value}")
        return MappingProxyType({Criterion(name): float(value) for name, value in table.items()})

    def language(self, key: str) -> str:
        """Return the language of the plans."""
        language: str = self._typed(key, str, LANGUAGES[0])
        if language not in LANGUAGES:
            self._refuse(key, f"“{language}” is not supported; supported: {', '.join(LANGUAGES)}")
        return language

    def file(self, key: str) -> Path | None:
        """Return the path of a file beside this one, or wherever it is said to be."""
        said: str | None = self._typed(key, str, None)
        if said is None:
            return None
        if not said.strip() or "\0" in said:
            self._refuse(key, "is blank; name a file, or take the key out")
        try:
            return self.path.parent / Path(said).expanduser()
        except RuntimeError:
            self._refuse(key, f"“{said}”: there is no such home folder; write the path whole")

    def _texts(self, key: str) -> list[str]:
        entries: list[Any] = self._typed(key, list, [])
        for entry in entries:
            if not isinstance(entry, str):
                self._refuse(key, f"must hold {_KINDS[str]} only, not {_kind(entry)}")
        return entries

    def _typed(self, key: str, kind: type, default: Any) -> Any:
        value = self.table.get(key, default)
        if key in self.table and not isinstance(value, kind):
            self._refuse(key, f"must be {_KINDS[kind]}, not {_kind(value)}")
        return value

    def _refuse(self, key: str, reason: str) -> NoReturn:
        raise HouseRulesError(self.path, key, reason)


def _meant(word: str, known: Collection[str]) -> str:
    """Return what was meant by a word that is not known, or else everything that is."""
    near = difflib.get_close_matches(word.lower(), known, 1)
    return f"; did you mean “{near[0]}”?" if near else f"; known: {', '.join(known)}"


def _kind(value: object) -> str:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return "a number"
    return _KINDS.get(type(value), "a date or time")
