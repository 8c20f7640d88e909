"""What stands around a sentence speaks for or against it too: its heading, the items beside it, what leads to it, the title.

In a list of objectives "No phone in the bedroom" is one; among the rules of a house it is not. A line sent by itself, as
some editors send it, has no company, and the detector has to be surer of it.
"""

import re
from collections.abc import Sequence

from model.headings import Topic, whole
from model.place import Passage
from model.signs import Signs, signs_of, together

_RULEBOOK = whole("titles_of_rulebooks")
_PLANNED = re.compile(r"(?i)\b(?:plan|strategy|agreement|goals|objectives|targets|okrs|actions|review)\b")
_ANNOUNCED = whole("announcements")
_TITLE_LINES = 3
_FEWEST_FOR_TITLE = 5
"""A text of fewer sentences has no title."""
_BACK = 4
"""So many sentences back "We settled three things" is still heard."""
_NEAR = 2
_SEVERAL = 3
_WITH_FAMILY = frozenset(["told_action", "told_other", "announced", "title_rules", "among_rules"])


class Company:
    """The sentences of one text, each with its signs and those of what stands around it."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self.passages = passages
        self.own: list[Signs] = [signs_of(p.words) for p in passages]
        self._lists: dict[int, list[int]] = {}
        for at, passage in enumerate(passages):
            if passage.group is not None and not passage.heads:
                self._lists.setdefault(passage.group, []).append(at)
        # Summed once: a list may be as long as the text.
        self._promises = {g: sum(self.own[i].promises for i in items) for g, items in self._lists.items()}
        self._against = {g: sum(self.own[i].against for i in items) for g, items in self._lists.items()}
        self._everywhere = self._of_text()

    def signs(self, at: int) -> frozenset[str]:
        """Return all signs of a sentence: its own, its place's, and its company's."""
        own, around = self.own[at], self._of_place(at) | self._of_company(at) | self._everywhere
        if own.family == "told" and self._tells_reader:
            around |= {"tells_reader"}
        return own.names | around | together(own.family, around & _WITH_FAMILY)

    def listed(self, at: int) -> bool:
        """Say whether a sentence is an item of a list, a cell, or one of several lines that go together."""
        passage = self.passages[at]
        return passage.item or passage.cell or (passage.group is not None and len(self._lists[passage.group]) > 1)

    def _of_text(self) -> frozenset[str]:
        title = " ".join(p.words for p in self.passages if p.line < _TITLE_LINES)
        titled = len(self.passages) >= _FEWEST_FOR_TITLE
        rules = sum(not s.names.isdisjoint(("must", "rule", "should")) for s in self.own)
        told = (s for s in self.own if s.family == "told" and not s.names.isdisjoint(("you", "your")))
        self._tells_reader = len({id(s) for s in told} | {id(s) for s in self.own if "dont_first" in s.names}) > 1
        shown = {
            "title_rules": titled and _RULEBOOK.search(title) is not None,
            "title_plan": titled and _PLANNED.search(title) is not None,
            "among_rules": rules >= _SEVERAL,
            "many_promises": sum(s.promises for s in self.own) >= _SEVERAL,
        }
        return frozenset(name for name, is_so in shown.items() if is_so)

    def _of_place(self, at: int) -> frozenset[str]:
        passage = self.passages[at]
        told = passage.label or passage.lead or passage.heading
        back = range(max(0, at - _BACK), at)
        shown = {
            "place_item": passage.item,
            "place_cell": passage.cell,
            "place_alone": passage.alone,
            "near_top": passage.line < _TITLE_LINES,
            f"label_{passage.label}": passage.label is not None,
            f"lead_{passage.lead}": passage.lead is not None,
            f"told_{told}": told is not None,
            "listed_action": (passage.item or passage.cell) and told is Topic.ACTION,
            "listed_aside": (passage.item or passage.cell) and told is Topic.OTHER,
            "announced": any(_ANNOUNCED.search(self.passages[i].words) and not self.own[i].promises for i in back),
        }
        return frozenset(name for name, is_so in shown.items() if is_so)

    def _of_company(self, at: int) -> frozenset[str]:
        count, promises, against, kind = self._others(at)
        if not count:
            return frozenset()
        shown = {
            f"in_{kind}": True,
            f"{kind}_promises": promises > 0,
            f"{kind}_mostly_promises": promises * 2 >= count,
            f"{kind}_mostly_against": against * 2 >= count,
        }
        return frozenset(name for name, is_so in shown.items() if is_so)

    def _others(self, at: int) -> tuple[int, int, int, str]:
        """Return how many other items a sentence's list has, or else how many stand near it in its paragraph.

        Then how many of them promise, how many speak against it, and which of the two they are.
        """
        passage, own = self.passages[at], self.own[at]
        group = passage.group
        items = self._lists.get(group, []) if group is not None else []
        inside = 0 if passage.heads else 1
        if group is not None and len(items) > inside:
            promises = self._promises[group] - inside * own.promises
            return len(items) - inside, promises, self._against[group] - inside * own.against, "list"
        near = range(max(0, at - _NEAR), min(len(self.passages), at + _NEAR + 1))
        others = [i for i in near if i != at and self.passages[i].line == passage.line]
        promised = sum(self.own[i].promises for i in others)
        return len(others), promised, sum(self.own[i].against for i in others), "neighbours"
