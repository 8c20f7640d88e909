import json
import shutil
from pathlib import Path

import pytest

from data.reviews.exports import export
from data.reviews.files.names import Format
from data.reviews.store import Named, ReviewStore
from data.reviews.withdrawal import BARRED, forget
from model.bundle import MANIFEST
from model.criteria import Criterion, Objective, Verdict
from model.errors import RegistryError, RewriterBarred
from model.places import State
from model.promotion import REPORTS, GateSaid, keep, promote
from model.registry import Registry
from model.rewriter_bundle import open_rewriter
from tests.data.reviews.conftest import Write
from tests.model.test_registry import bundle
from training.gate import Changed, Ruling
from training.gate_report import markdown, page

SECRET = "Fintan will carry the blue ladder home </table>"


@pytest.fixture
def state(tmp_path: Path) -> State:
    return State(tmp_path / "state")


@pytest.fixture
def office(state: State, write: Write) -> ReviewStore:
    """Return a store from which a bundle has learned, with an export, what training prepared, and the gate's reports."""
    made = ReviewStore(state.reviews)
    made.add([write(1), write(20, objective=Objective(SECRET))])
    made.learned("local-1", ["r20"])
    export(state, made, state.folder / "out.jsonl", Format.JSONL)
    for folder in (state.cache / "rewriter", state.bundles / ".making-dead", state.bundles / "local-1"):
        folder.mkdir(parents=True)
        (folder / "lessons.jsonl").write_text(SECRET if folder.name != "local-1" else "")
    quoted = Changed(SECRET, Criterion.SPECIFIC, Verdict.MET, Verdict.NOT_MET, Verdict.MET, 0.5)
    ruling = Ruling("shipped", "local-1", {}, {}, None, frozenset(), (quoted,), ("a reason",))
    for name, report in zip(REPORTS, (markdown, page), strict=True):
        (state.bundles / "local-1" / name).write_text(report(ruling, {}))
    return made


def holding(state: State) -> list[str]:
    return sorted(p.name for p in state.folder.rglob("*") if p.is_file() and b"blue ladder" in p.read_bytes())


def test_the_words_leave_the_store_the_exports_what_training_prepared_and_the_reports(
    state: State, office: ReviewStore
) -> None:
    assert {"out.jsonl", "lessons.jsonl", *REPORTS} <= set(holding(state))
    done = forget(state, office, Named.SOURCE, "plan 2", "Bo")
    assert (done.erased.count, done.erased.bundles) == (1, ("local-1",))
    assert holding(state) == []
    assert {p.name for p in done.reports} == set(REPORTS)
    kept = (state.bundles / "local-1" / REPORTS[0]).read_text()
    assert "should not take the place" in kept
    assert (state.bundles / "local-1" / REPORTS[1]).read_text().endswith("</body></html>\n")


def test_erasing_again_finishes_and_names_the_same_bundles(state: State, office: ReviewStore) -> None:
    office.erase(Named.SOURCE, "plan 2", "Bo")  # and then it was killed
    done = forget(state, office, Named.SOURCE, "plan 2", "Bo")
    assert (done.erased.count, done.erased.bundles) == (0, ("local-1",))
    assert holding(state) == []


def test_a_bundle_that_learned_from_it_is_promoted_for_a_stated_reason_only(state: State, office: ReviewStore) -> None:
    registry = Registry(state.bundles)
    shutil.rmtree(state.bundles / "local-1")
    bundle(state.bundles, "local-1")
    keep(state.bundles / "local-1", GateSaid(registry.live_id(), ()))
    forget(state, office, Named.SOURCE, "plan 2", "Bo")
    with pytest.raises(RegistryError, match="withdrawn since"):
        promote(registry, "local-1", by="Bo", why="better")
    decision = promote(registry, "local-1", by="Bo", why="better", force="nothing else judges our goals")
    assert decision.gate == BARRED


def test_a_rewriter_that_learned_from_it_writes_no_more_and_another_does(state: State, office: ReviewStore) -> None:
    for folder, name in ((state.rewriter, "rewriter-1"), (state.rewriter_candidate, "rewriter-2")):
        bundle(folder.parent, folder.name)
        manifest = json.loads((folder / MANIFEST).read_text())
        (folder / MANIFEST).write_text(json.dumps({**manifest, "id": name}))
    office.learned("rewriter-1", ["r20"])
    done = forget(state, office, Named.SOURCE, "plan 2", "Bo")
    assert done.rewriters == (state.rewriter,)
    with pytest.raises(RewriterBarred, match="withdrawn since"):
        open_rewriter(state.rewriter)
    assert open_rewriter(state.rewriter_candidate).id == "rewriter-2"
