"""What is killed in `test_training_killed.py`, in a process of its own that has everything loaded.

python -m tests.e2e.killed /tmp/somewhere retrain=100 erase=20
"""

import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from shutil import copytree, rmtree

from data import corpus
from data.reviews.backup import back_up, restore
from data.reviews.exports import export
from data.reviews.files.formats import read_reviews
from data.reviews.files.names import Format
from data.reviews.opening import open_reviews
from data.reviews.review import Review
from data.reviews.store import Named
from data.reviews.withdrawal import forget
from model.bundle import DEFAULT_BUNDLE, MANIFEST, Manifest, verify
from model.criteria import Criterion, Objective
from model.places import State
from model.promotion import QUOTED, promote
from model.registry import Action, Registry
from tests.e2e.killing import in_child, moments
from training.retraining import Beside, Wish, run

REVIEWS = Path(__file__).parent.parent / "fixtures" / "office-reviews.jsonl"
KILLED = -9
SOONER = 0.95
"""By what the span is shortened when a run had ended before it was killed: the machine is quicker now."""
SECRET = "Fintan will carry the blue ladder home"
FEW = 40
"""Reviews that a training learns from here: enough for a convention, and few enough to be killed a hundred times."""


@dataclass(frozen=True, slots=True)
class Deed:
    """What is killed.

    `prepare` makes a new office, `ready` what cannot be copied with it; `do` runs in a child. `check` looks at what a kill
    left and says whether the deed had been done all the same, `finish` at what a run left that nobody killed. Such a run
    follows each kill where `resumed`; else the next one goes on from what the last one left, and is killed as well.
    """

    prepare: Callable[[State], None]
    do: Callable[[State], None]
    check: Callable[[State], bool]
    finish: Callable[[State], None]
    resumed: bool = False
    ready: Callable[[State], None] = lambda _: None


def drill(deed: Deed, count: int, folder: Path) -> str:
    """Kill the deed so many times, look at what is left each time, let it finish once, and return what happened."""
    template, office, said = State(folder / "template"), State(folder / "office"), folder / "said"
    deed.prepare(template)

    def anew() -> None:
        rmtree(office.folder, ignore_errors=True)
        copytree(template.folder, office.folder)
        deed.ready(office)

    def whole() -> float:
        took, code = in_child(lambda: deed.do(office), said)
        assert code == 0, said.read_text()
        deed.finish(office)
        return took

    span, interrupted = 0.0, 0
    for _ in range(2):  # the first loads what every run needs
        anew()
        span = whole()
    anew()
    for moment in moments(count):
        _, code = in_child(lambda: deed.do(office), said, kill_after=moment * span)
        assert code in (0, KILLED), said.read_text()
        interrupted += code == KILLED
        done = deed.check(office)
        span *= 1.0 if code == KILLED else SOONER
        if deed.resumed:
            span = min(span, whole())
        if done or deed.resumed or code == 0:
            anew()
    whole()
    assert interrupted > count // 4, f"only {interrupted} of {count} were killed on the way"
    return f"killed {count} times within {span:.2f} s, {interrupted} of them before it had ended; nothing was lost"


def _filled(state: State, some: list[Review]) -> None:
    store = open_reviews(state)
    store.add(some)
    store.close()


def _count(state: State) -> int:
    store = open_reviews(state)
    ids = [r.id for r in store.all()]
    store.close()
    assert len(set(ids)) == len(ids)
    return len(ids)


def _few() -> list[Review]:
    return [f.review for f in read_reviews(REVIEWS) if f.review][:FEW]


def _whole(state: State) -> Registry:
    """Return the registry, once every bundle that is listed and every decision is known to be whole."""
    registry = Registry(state.bundles)
    folders = {p.name for p in state.bundles.glob("*") if p.is_dir() and not p.name.startswith(".")}
    assert {m.id for m in registry.manifests()[1:]} == folders, "a half bundle is listed, or a whole one is not"
    history = registry.history()
    assert [d.number for d in history] == list(range(1, len(history) + 1))
    assert registry.live_id() == (history[-1].bundle if history else verify(DEFAULT_BUNDLE).id)
    verify(registry.live())
    return registry


def _left(folder: Path) -> list[str]:
    """Return the names of what killed runs left in a folder."""
    return [p.name for p in folder.glob(".*-*")]


TRAIN, TEST = corpus.load("train")[:60], corpus.load("validation")[:12]


def _retrain(state: State) -> None:
    wish = Wish("the drill", "a drill", force="a drill")
    done = run(state, state.reviews, wish, print, beside=Beside(TRAIN, TEST))
    assert done.live == done.bundle


def _retrained(state: State) -> bool:
    assert _count(state) == FEW
    assert len([name for name in _left(state.bundles) if name.startswith(".making-")]) <= 1
    registry = _whole(state)
    store = open_reviews(state)
    for manifest in registry.manifests()[1:]:
        assert store.taught(manifest.id), "nobody would know that it learned from a withdrawn plan"
    store.close()
    return bool(registry.history())


def _retrain_finished(state: State) -> None:
    assert _retrained(state)
    assert _left(state.bundles) == []


def _bundles(state: State) -> None:
    for name in ("local-1", "local-2"):
        made = state.bundles / name
        copytree(DEFAULT_BUNDLE, made)
        shipped = verify(DEFAULT_BUNDLE)
        (made / MANIFEST).write_text(Manifest(name, shipped.files, shipped.heads, {}).text())


def _promote(state: State) -> None:
    registry = Registry(state.bundles)
    for _ in range(3):
        if registry.live() == DEFAULT_BUNDLE:
            promote(registry, "local-1", by="the drill", why="a drill", force="a drill")
        elif registry.live_id() == "local-1":
            promote(registry, "local-2", by="the drill", why="a drill", force="a drill")
        else:
            registry.rollback(by="the drill", why="a drill")
            promote(registry, "local-2", by="the drill", why="a drill", force="a drill")


def _promoted(state: State) -> bool:
    _whole(state)
    return False


def _promote_finished(state: State) -> None:
    registry = _whole(state)
    assert {d.action for d in registry.history()} >= {Action.PROMOTE}
    assert _left(state.bundles) == []


def _write(state: State) -> None:
    store = open_reviews(state)
    acknowledged = state.folder / "acknowledged"
    for _ in range(4):
        start = store.count()
        assert start % 3 == 0, "a request was stored in part"
        store.add([_review(n) for n in range(start, start + 3)], whole=True)
        with acknowledged.open("w") as file:
            file.write(str(start + 3))
    store.close()


def _written(state: State) -> bool:
    told = state.folder / "acknowledged"
    acknowledged = int(told.read_text() or 0) if told.exists() else 0
    count = _count(state)
    assert count % 3 == 0
    assert count >= acknowledged
    return False


def _write_finished(state: State) -> None:
    assert _written(state) is False
    assert _count(state) >= 12


def _review(number: int, text: str | None = None, source: str | None = None) -> Review:
    moment = datetime(2026, 11, 3, 9, tzinfo=UTC)
    said = Objective(text or f"Ana will ring the clinic {number} times")
    return Review(
        f"r{number}", said, {Criterion.SPECIFIC: True}, "Bo", source or f"plan {number // 6}", moment, date(2026, 11, 3)
    )


MANY = 600


def _with_backup(state: State) -> None:
    """Give a store with as many reviews as its backup has, and more."""
    _filled(state, [_review(n) for n in range(MANY)])
    back_up(state.reviews, state.folder / "kept.sqlite")
    _filled(state, [_review(n) for n in range(MANY, 2 * MANY)])


def _back_up(state: State) -> None:
    back_up(state.reviews, state.folder / "kept.sqlite")


def _in_backup(state: State) -> int:
    with closing(sqlite3.connect(state.folder / "kept.sqlite")) as kept:
        assert kept.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return int(kept.execute("SELECT count(*) FROM reviews").fetchone()[0])


def _backed_up(state: State) -> bool:
    assert _count(state) == 2 * MANY
    count = _in_backup(state)
    assert count in (MANY, 2 * MANY), "a backup is half one"
    return count == 2 * MANY


def _backup_finished(state: State) -> None:
    assert _backed_up(state)
    assert not list(state.folder.glob(".backing-up-*"))


def _restore(state: State) -> None:
    restore(state.reviews, state.folder / "kept.sqlite")


def _restored(state: State) -> bool:
    count = _count(state)
    assert count in (MANY, 2 * MANY), "a backup was restored in part"
    assert _in_backup(state) == MANY
    return count == MANY


def _restore_finished(state: State) -> None:
    assert _restored(state)
    assert not list(state.folder.glob(".restoring-*"))


def _with_a_secret(state: State) -> None:
    """Give a store, a training's cache and a report that all hold what will be withdrawn."""
    _filled(state, [_review(n) for n in range(MANY)])
    store = open_reviews(state, pseudonyms=False)
    store.add([_review(MANY + n, f"{SECRET} {n} times", "the secret plan") for n in range(30)])
    store.learned("local-1", [f"r{MANY}"])
    store.close()
    state.cache.mkdir()
    (state.cache / "lessons.jsonl").write_text(SECRET)
    (state.bundles / "local-1").mkdir(parents=True)
    (state.bundles / "local-1" / "report.md").write_text(f"# Fine\n\n## {QUOTED}\n\n| {SECRET} |\n")


def _exported(state: State) -> None:
    store = open_reviews(state, pseudonyms=False)
    for name, format_ in (("a.jsonl", Format.JSONL), ("b.csv", Format.CSV)):
        export(state, store, state.folder / name, format_)
    store.close()


def _erase(state: State) -> None:
    store = open_reviews(state)
    done = forget(state, store, Named.SOURCE, "the secret plan", "the drill")
    store.close()
    assert done.erased.bundles == ("local-1",)


def _erased(state: State) -> bool:
    count = _count(state)
    assert count in (MANY, MANY + 30), "a plan was erased in part"
    return False


def _erase_finished(state: State) -> None:
    assert _count(state) == MANY
    for path in state.folder.rglob("*"):
        assert not path.is_file() or SECRET.encode() not in path.read_bytes(), (
            f"{path.name} still holds what was withdrawn"
        )
    store = open_reviews(state)
    assert store.add([_review(9999, SECRET, "the secret plan")]).withdrawn
    store.close()


DEEDS = {
    "retrain": Deed(lambda s: _filled(s, _few()), _retrain, _retrained, _retrain_finished),
    "promote": Deed(_bundles, _promote, _promoted, _promote_finished),
    "write": Deed(lambda s: _filled(s, []), _write, _written, _write_finished),
    "backup": Deed(_with_backup, _back_up, _backed_up, _backup_finished, resumed=True),
    "restore": Deed(_with_backup, _restore, _restored, _restore_finished, resumed=True),
    "erase": Deed(_with_a_secret, _erase, _erased, _erase_finished, resumed=True, ready=_exported),
}

if __name__ == "__main__":
    for asked in sys.argv[2:]:
        named, kills = asked.split("=")
        place = Path(sys.argv[1]) / named
        place.mkdir(parents=True)
        sys.stdout.write(f"{named}: {drill(DEEDS[named], int(kills), place)}\n")
        sys.stdout.flush()
