"""Everything that is done when a plan or a person is withdrawn: store, queue, exports, what training prepared, and reports.

Bundles that learned from it are barred: no rollback brings them back, and rewriters write no more.

Each step can be done again: an erasure that was cut short is finished by asking for it again.
"""

import contextlib
import re
import shutil
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from data.reviews.exports import Swept, sweep
from data.reviews.opening import withdraw
from data.reviews.store import Erased, Named, ReviewStore
from model.barred import bar
from model.bundle import verify
from model.errors import BundleError
from model.files import put_whole, told_where
from model.places import State
from model.promotion import QUOTED, REPORTS
from model.registry import Registry

BARRED = "it learned from a plan or a person that was withdrawn since"
_QUOTES = re.compile(rf"## {QUOTED}\n.*\Z|<h2>{QUOTED}</h2><table>.*?</table>", re.DOTALL)
"""The last part of a report, as Markdown and as HTML; what it quotes is escaped, so that none of it ends the table."""


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What was erased, and what followed.

    Exports were written anew, the gate's `reports` lost what they quoted, and the office's own `rewriters` that learned from
    it write no more once a service is started again.
    """

    erased: Erased
    swept: Swept
    reports: tuple[Path, ...]
    rewriters: tuple[Path, ...]


def forget(state: State, store: ReviewStore, kind: Named, reference: str, by: str) -> Forgotten:
    """Erase a withdrawn plan or person from wherever its text may be.

    Raises:
        StoreError: when the store cannot be written; nothing is erased then.
        NotWritten: when a report cannot be written anew, or a bundle not barred; ask again, and the rest is done.
    """
    erased = withdraw(state, store, kind, reference, by)
    Registry(state.bundles).bar(erased.bundles, BARRED)
    swept = sweep(state, store)
    shutil.rmtree(state.cache, ignore_errors=True)
    for left in state.bundles.glob(".making-*"):  # of a training that was killed; a running one fails, and is run again
        shutil.rmtree(left, ignore_errors=True)
    Registry(state.bundles).bar(erased.bundles, BARRED)  # again, for one that was made meanwhile
    reports = tuple(_quieted(state.bundles))
    return Forgotten(erased, swept, reports, tuple(_barred_rewriters(state, erased.bundles)))


def _barred_rewriters(state: State, learned: Collection[str]) -> Iterator[Path]:
    """Bar the office's own rewriters that learned from it, and name their folders."""
    for folder in (state.rewriter, state.rewriter_candidate):
        with contextlib.suppress(BundleError):  # none is there, or none that could be used
            if verify(folder).id in learned:
                bar(folder, BARRED)
                yield folder


def _quieted(bundles: Path) -> list[Path]:
    """Take what the gate's reports quote of objectives out of all of them: nothing tells whose words they are."""
    changed = []
    for path in sorted(found for name in REPORTS for found in bundles.glob(f"*/{name}")):
        with told_where(path):
            said = path.read_text(encoding="utf-8")
            quiet = _QUOTES.sub("", said)
            if quiet != said:
                put_whole(path, quiet)
                changed.append(path)
    return changed
