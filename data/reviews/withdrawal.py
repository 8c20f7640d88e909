"""Everything that is done when a plan or a person is withdrawn: store, queue, exports, what training prepared, and reports.

Bundles that learned from it are barred: no rollback brings them back.

Each step can be done again: an erasure that was cut short is finished by asking for it again.
"""

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from data.reviews.exports import Swept, sweep
from data.reviews.opening import withdraw
from data.reviews.store import Erased, Named, ReviewStore
from model.files import put_whole, told_where
from model.places import State
from model.promotion import QUOTED, REPORTS
from model.registry import Registry

BARRED = "it learned from a plan or a person that was withdrawn since"
_QUOTES = re.compile(rf"## {QUOTED}\n.*\Z|<h2>{QUOTED}</h2><table>.*?</table>", re.DOTALL)
"""The last part of a report, as Markdown and as HTML; what it quotes is escaped, so that none of it ends the table."""


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What was erased, which exports were written anew, and which of the gate's reports lost what they quoted."""

    erased: Erased
    swept: Swept
    reports: tuple[Path, ...]


def forget(state: State, store: ReviewStore, kind: Named, reference: str, by: str) -> Forgotten:
    """Erase a withdrawn plan or person from wherever its text may be.

    Raises:
        StoreError: when the store cannot be written; nothing is erased then.
        NotWritten: when a report cannot be written anew; ask again, and the rest is done.
    """
    erased = withdraw(state, store, kind, reference, by)
    Registry(state.bundles).bar(erased.bundles, BARRED)
    swept = sweep(state, store)
    shutil.rmtree(state.cache, ignore_errors=True)
    for left in state.bundles.glob(".making-*"):  # of a training that was killed; a running one fails, and is run again
        shutil.rmtree(left, ignore_errors=True)
    return Forgotten(erased, swept, tuple(_quieted(state.bundles)))


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
