"""Which bundle is live, which were, and who decided it: promotion and rollback as one swap of a pointer.

A folder holds the bundles, each under its id, the pointer `live.json` and the append-only record `history.jsonl`. The
pointer is replaced whole and carries the decision behind it; a process that died between pointer and record has its
decision written by the next that opens the folder. The bundle that ships needs no folder: it is live until another is.
"""

import fcntl
import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from pathlib import Path

from model.barred import bar, barred
from model.bundle import DEFAULT_BUNDLE, Manifest, verify
from model.errors import BundleError, RegistryError
from model.files import put_whole, told_where

LIVE, HISTORY, LOCK = "live.json", "history.jsonl", ".lock"


class Action(StrEnum):
    """What was decided."""

    PROMOTE = "promote"
    ROLLBACK = "rollback"


@dataclass(frozen=True, slots=True)
class Decision:
    """One change of the live bundle: `number` counts from 1, `at` is UTC in ISO 8601.

    `learned_from` is the SHA-256 of the reviews that the bundle learned from, None for one that learned from none; `gate`
    is what the gate said, `forced` why somebody went against it.
    """

    number: int
    at: str
    action: Action
    bundle: str
    previous: str
    by: str
    why: str
    learned_from: str | None = None
    gate: str | None = None
    forced: str | None = None


class Registry:
    """The bundles of one office. Safe among several processes: who decides holds a lock, who reads needs none."""

    def __init__(self, folder: Path, shipped: Path = DEFAULT_BUNDLE) -> None:
        self.folder = folder
        self.shipped = shipped

    def live(self) -> Path:
        """Return the folder of the live bundle."""
        decision = self._pointer()
        return self.shipped if decision is None else self.path(decision.bundle)

    def live_id(self) -> str:
        """Return the id of the live bundle."""
        decision = self._pointer()
        return verify(self.shipped).id if decision is None else decision.bundle

    def path(self, bundle: str) -> Path:
        """Return where a bundle lies.

        Raises:
            RegistryError: when there is no bundle of that id.
        """
        if not bundle or Path(bundle).name != bundle or bundle.startswith("."):
            raise RegistryError(f"“{bundle}” is no bundle's id; `aimwell models list` names them")
        if (self.folder / bundle).is_dir():
            return self.folder / bundle
        if verify(self.shipped).id == bundle:
            return self.shipped
        raise RegistryError(
            f"there is no bundle {bundle} in {self.folder}; `aimwell models list` names those that are there"
        )

    def manifests(self) -> list[Manifest]:
        """Return the manifests of all whole bundles, the shipped one first, then by age; a damaged one is left out."""
        found = []
        entries = self.folder.iterdir() if self.folder.is_dir() else iter(())
        for entry in sorted(entries, key=lambda p: p.stat().st_mtime):
            if entry.is_dir() and not entry.name.startswith("."):
                try:
                    found.append(verify(entry))
                except BundleError:
                    continue
        return [verify(self.shipped), *found]

    def promote(
        self, bundle: str, *, by: str, why: str, gate: str | None = None, forced: str | None = None
    ) -> Decision:
        """Make a bundle live, once every byte of it has been verified.

        Raises:
            RegistryError: when there is no such bundle, or it is live already.
            BundleError: when it is damaged.
            NotWritten: when the decision cannot be written; then nothing was decided.
        """
        return self._decide(Action.PROMOTE, bundle, by=by, why=why, gate=gate, forced=forced)

    def rollback(self, *, by: str, why: str) -> Decision:
        """Make the bundle live that was live before the live one was promoted; again, the one before that.

        One that is barred is passed over.

        Raises:
            RegistryError: when none was.
            BundleError: when it is damaged.
            NotWritten: when the decision cannot be written; then nothing was decided.
        """
        stack = [verify(self.shipped).id]
        for decision in self.history():
            if decision.action is Action.PROMOTE:
                stack.append(decision.bundle)
            else:
                _go_back(stack, decision.bundle)
        live, before = stack[-1], stack[:-1]
        before = [bundle for bundle in before if bundle != live and barred(self.folder / bundle) is None]
        if not before:
            raise RegistryError("the bundle that ships is live, and nothing was before it")
        return self._decide(Action.ROLLBACK, before[-1], by=by, why=why)

    def bar(self, bundles: Iterable[str], why: str) -> None:
        """Let no rollback make these bundles live again, and a promotion only for a stated reason.

        Raises:
            NotWritten: when it cannot be written down.
        """
        for bundle in bundles:
            bar(self.folder / bundle, why)

    def history(self) -> list[Decision]:
        """Return every decision, the first one first."""
        found = _read(self.folder / HISTORY)
        pointer = self._pointer()
        if pointer is not None and all(d.number != pointer.number for d in found):
            found.append(pointer)
        return sorted(found, key=lambda d: d.number)

    def live_at(self, moment: datetime | date) -> str:
        """Return the id of the bundle that was live at a moment; a day means its end."""
        if not isinstance(moment, datetime):
            moment = datetime.combine(moment + timedelta(days=1), time(), UTC) - timedelta(microseconds=1)
        before = [d for d in self.history() if datetime.fromisoformat(d.at) <= moment]
        if before:
            return before[-1].bundle
        first = next(iter(self.history()), None)
        return first.previous if first else verify(self.shipped).id

    def _decide(
        self, action: Action, bundle: str, *, by: str, why: str, gate: str | None = None, forced: str | None = None
    ) -> Decision:
        manifest = verify(self.path(bundle))
        with told_where(self.folder), self._locked():
            live = self.live_id()
            if manifest.id == live:
                raise RegistryError(f"{bundle} is live already")
            for left in self.folder.glob(f".{LIVE}-*"):  # of one that was killed: whoever decides has the lock
                left.unlink(missing_ok=True)
            known = self.history()
            self._record(known)
            learned = manifest.card.get("reviews_sha256")
            decision = Decision(
                len(known) + 1,
                datetime.now(UTC).isoformat(),
                action,
                manifest.id,
                live,
                by,
                why,
                str(learned) if learned else None,
                gate,
                forced,
            )
            put_whole(self.folder / LIVE, json.dumps(asdict(decision), ensure_ascii=False, indent=2) + "\n")
            self._record([*known, decision])
        return decision

    def _record(self, decisions: list[Decision]) -> None:
        """Append the decisions that the record does not hold yet."""
        path = self.folder / HISTORY
        written = {d.number for d in _read(path)}
        missing = [d for d in decisions if d.number not in written]
        if missing:
            lines = "".join(json.dumps(asdict(d), ensure_ascii=False) + "\n" for d in missing)
            with path.open("ab") as file:
                if file.tell() and path.read_bytes()[-1:] != b"\n":  # a torn line ends here
                    lines = "\n" + lines
                file.write(lines.encode())
                file.flush()
                os.fsync(file.fileno())

    def _pointer(self) -> Decision | None:
        try:
            return _decision((self.folder / LIVE).read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        except (OSError, ValueError, TypeError, KeyError):
            raise RegistryError(
                f"{self.folder / LIVE} cannot be read; restore it from a backup, or remove it to serve the bundle that ships"
            ) from None

    @contextmanager
    def _locked(self) -> Iterator[None]:
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / LOCK).open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def _go_back(stack: list[str], bundle: str) -> None:
    """Take off a stack of promotions what a rollback to a bundle took back."""
    stack.pop()
    while stack and stack[-1] != bundle:
        stack.pop()


def _read(path: Path) -> list[Decision]:
    """Return the whole lines of the record; one that a dying process left half is passed over."""
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    except FileNotFoundError:
        return []
    found = []
    for line in lines:
        try:
            found.append(_decision(line))
        except (ValueError, TypeError, KeyError):
            continue
    return found


def _decision(text: str) -> Decision:
    fields = json.loads(text)
    return Decision(**{**fields, "action": Action(fields["action"])})
