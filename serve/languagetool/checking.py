"""Checks what was asked, for as long as its client waits: a long text may hold more objectives than there is time for."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from time import monotonic

from model.text_check import Match, TextChecker
from serve.languagetool.asked import Asked


@dataclass(frozen=True, slots=True)
class Checked:
    """The matches in a text, and whether all of it was read."""

    matches: tuple[Match, ...]
    complete: bool = True


def checked(
    checker: TextChecker, asked: Asked, as_of: date, seconds: float, clock: Callable[[], float] = monotonic
) -> Checked:
    """Return the matches in the text, those at its end left out where there was no time for them.

    A text in another language than English has none.
    """
    found: list[Match] = []
    if not asked.language.english:
        return Checked(())
    give_up = clock() + seconds
    for match in checker.each(asked.text.read, as_of, picky=True):
        found.append(match)
        if clock() > give_up:
            return Checked(tuple(found), complete=False)
    return Checked(tuple(found))
