"""Plan files rewritten: read, advised on, written where they should go; one that fails never stops the others.

Free of any command-line framework: `aimwell rewrite` hands in the files and where they go, and prints the outcomes.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from data.documents.entry import Entry
from data.documents.read import content_of, entries_of
from data.documents.rewriting.advice import Advice, Adviser
from data.documents.rewriting.changes import Note, Way
from data.documents.rewriting.save import back_up, save
from data.documents.rewriting.write import way_for, write
from data.documents.whole import whole_plan
from model.detector import Detector
from model.errors import DocumentError, HouseRulesError, NoObjective
from model.suggester import Suggester
from serve.houses import Houses
from serve.plan_paths import PlanPath

FOR_GOOD = (Way.TABLE, Way.TEXT)
"""The ways that write over the author's words, so that a plan rewritten in place is copied first."""

Shown = Callable[[Path, Sequence[Entry]], Iterable[Entry]]
"""Hands the entries of a file on one by one, and may show how far it is."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one plan: what was said of its objectives, and the new file; or in `error` why there is none.

    `target` is None where nothing was written, `backup` where nothing needed to be kept.
    """

    path: Path
    advice: tuple[Advice, ...] = ()
    way: Way | None = None
    target: Path | None = None
    objectives: int = 0
    notes: tuple[Note, ...] = ()
    backup: Path | None = None
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Where:
    """Where new files go: over the old ones, to one file, or into a folder; nowhere for a preview."""

    in_place: bool = False
    output: Path | None = None
    into_folder: bool = False

    def of(self, plan: PlanPath) -> Path | None:
        """Return where the plan's new file goes.

        Raises:
            DocumentError: when that is the plan itself, or a file of another kind.
        """
        if self.in_place or self.output is None:
            return plan.path if self.in_place else None
        target = self.output / plan.under if self.into_folder else self.output
        if target.suffix.casefold() != plan.path.suffix.casefold():
            raise DocumentError(
                plan.path, f"its new file must be a {plan.path.suffix} file too, and {target.name} is none"
            )
        if target.exists() and target.samefile(plan.path):
            raise DocumentError(plan.path, "its new file would be the plan itself; say --in-place if that is meant")
        return target


@dataclass(slots=True)
class PlanRewriter:
    """Rewrites plan files, each by the rules of its own house, as of a day; `now` dates what is written."""

    suggester: Suggester
    houses: Houses
    detector: Detector
    as_of: date
    now: datetime
    suggestions: int = 2
    shown: Shown = lambda _, entries: entries
    _taken: set[Path] = field(default_factory=set)

    def rewrite(self, plan: PlanPath, where: Where, wanted: Way | None) -> Outcome:
        """Rewrite one plan; whatever is wrong with it is told in the outcome."""
        try:
            return self._rewrite(plan, where, wanted)
        except NoObjective as error:
            return Outcome(plan.path, error=error.reason if plan.named else None)
        except DocumentError as error:
            return Outcome(plan.path, error=error.reason)
        except HouseRulesError as error:
            return Outcome(plan.path, error=f"its house rules do not hold: {error}")

    def _rewrite(self, plan: PlanPath, where: Where, wanted: Way | None) -> Outcome:
        path = plan.path
        content = content_of(path)
        entries = entries_of(path, content, self.detector)
        way, target = way_for(path, wanted), where.of(plan)
        if target in self._taken:
            raise DocumentError(path, f"another plan goes to {target} already; give the plans different names")
        adviser = self._adviser(path, whole_plan(path, content, entries, self.as_of).review)
        advice = tuple(adviser.advise(entry, self.as_of) for entry in self.shown(path, entries))
        if target is None:
            return Outcome(path, advice, way)
        new = write(path, content, advice, way, self.now)
        kept = back_up(path) if where.in_place and way in FOR_GOOD and new.content != content else None
        if not (where.in_place and new.content == content):
            _save(target, new.content, path)
        self._taken.add(target)
        return Outcome(path, advice, way, target, new.objectives, new.notes, kept)

    def _adviser(self, path: Path, review: date | None) -> Adviser:
        house = self.houses.of(path)
        assessor = self.suggester.assessor.under(house.rules)
        suggester = Suggester(assessor, self.suggester.generators, self.suggester.similar)
        return Adviser(suggester, self.suggestions, house.ignored, review)


def _save(target: Path, content: bytes, like: Path) -> None:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DocumentError(like, f"the folder {target.parent} cannot be made; choose another --output") from error
    save(target, content, like=like)
