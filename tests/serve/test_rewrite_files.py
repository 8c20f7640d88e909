from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from data.documents.rewriting.changes import Way
from model.assessor import Assessor
from model.detector import RulesDetector
from model.rules_generator import RulesGenerator
from model.suggester import Suggester
from serve.houses import Houses
from serve.plan_paths import PlanPath, plan_paths
from serve.rewrite_files import Outcome, PlanRewriter, Where
from serve.rewrite_formats import NOTHING_WRITTEN, render
from tests.conftest import AS_OF
from tests.data.documents.builders import docx, p

WEAK = "- Kwame will stop disrupting the class.\n"
IN_PLACE = Where(in_place=True)


@pytest.fixture
def rewriter() -> PlanRewriter:
    suggester = Suggester(Assessor(), [RulesGenerator()])
    now = datetime(2026, 11, 22, 9, tzinfo=UTC)
    return PlanRewriter(suggester, Houses(isolated=True), RulesDetector(), AS_OF, now)


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.md"
    path.write_text(WEAK)
    return path


def test_a_plan_rewritten_in_place_is_kept_as_it_was_where_its_words_go(rewriter: PlanRewriter, plan: Path) -> None:
    done = rewriter.rewrite(PlanPath(plan), IN_PLACE, None)
    assert (done.way, done.target, done.objectives) == (Way.TEXT, plan, 1)
    assert plan.read_text().startswith("- Instead of disrupting the class, Kwame will [what]")
    assert done.backup == plan.with_name("plan.md.bak")
    assert done.backup.read_text() == WEAK


def test_comments_leave_the_words_and_need_no_copy(rewriter: PlanRewriter, tmp_path: Path) -> None:
    path = tmp_path / "plan.docx"
    path.write_bytes(docx(p("Kwame will stop disrupting the class.", style="ListBullet")))
    assert rewriter.rewrite(PlanPath(path), IN_PLACE, None).backup is None
    assert [file.name for file in tmp_path.iterdir()] == ["plan.docx"]


def test_a_plan_without_a_fault_stays_as_it_is_in_place_and_is_copied_elsewhere(
    rewriter: PlanRewriter, tmp_path: Path
) -> None:
    plan, new = tmp_path / "plan.txt", tmp_path / "new.txt"
    plan.write_text("Meera Nair will take Priya to the dentist in Larch Street on Friday 12 March 2027.")
    before = plan.stat().st_mtime_ns
    assert rewriter.rewrite(PlanPath(plan), IN_PLACE, None).objectives == 0
    assert plan.stat().st_mtime_ns == before
    rewriter.rewrite(PlanPath(plan), Where(output=new), None)
    assert new.read_text() == plan.read_text()


def test_without_a_destination_nothing_is_written(rewriter: PlanRewriter, plan: Path) -> None:
    done = rewriter.rewrite(PlanPath(plan), Where(), None)
    assert (done.target, plan.read_text()) == (None, WEAK)
    lines = render([done], preview=True).splitlines()
    assert lines[1] == "  list item 1"
    assert "  - Kwame will stop disrupting the class." in lines
    assert any(line.startswith("  + Instead of disrupting the class, Kwame will [what]") for line in lines)
    assert lines[-1] == NOTHING_WRITTEN


def test_a_folders_plans_lie_in_the_new_folder_as_they_lay(rewriter: PlanRewriter, tmp_path: Path) -> None:
    for name in ("plans/a/plan.md", "plans/b/plan.md"):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_text(WEAK)
    where = Where(output=tmp_path / "new", into_folder=True)
    done = [rewriter.rewrite(plan, where, None) for plan in plan_paths([tmp_path / "plans"])]
    assert [outcome.target for outcome in done] == [tmp_path / "new/a/plan.md", tmp_path / "new/b/plan.md"]
    assert all(outcome.target and outcome.target.exists() for outcome in done)


def test_one_plan_that_fails_does_not_stop_the_others(rewriter: PlanRewriter, tmp_path: Path, plan: Path) -> None:
    broken = tmp_path / "broken.docx"
    broken.write_bytes(b"junk")
    done = [rewriter.rewrite(PlanPath(path), IN_PLACE, None) for path in (broken, plan)]
    assert [outcome.error is None for outcome in done] == [False, True]
    assert broken.read_bytes() == b"junk"


@pytest.mark.parametrize(
    ("where", "way", "reason"),
    [
        (Where(output=Path("plan.docx")), None, "must be a .md file too"),
        (IN_PLACE, Way.TRACKED, "cannot be written as tracked; use --as text"),
    ],
)
def test_what_cannot_be_written_says_what_to_do(
    rewriter: PlanRewriter, plan: Path, where: Where, way: Way | None, reason: str
) -> None:
    error = rewriter.rewrite(PlanPath(plan), where, way).error
    assert error is not None
    assert reason in error
    assert plan.read_text() == WEAK


def test_the_plan_itself_is_only_written_over_in_place(rewriter: PlanRewriter, plan: Path) -> None:
    error = rewriter.rewrite(PlanPath(plan), Where(output=plan.parent, into_folder=True), None).error
    assert error == "its new file would be the plan itself; say --in-place if that is meant"


def test_two_plans_never_go_to_one_file(rewriter: PlanRewriter, tmp_path: Path) -> None:
    paths = [tmp_path / "a" / "plan.md", tmp_path / "b" / "plan.md"]
    for path in paths:
        path.parent.mkdir()
        path.write_text(WEAK)
    where = Where(output=tmp_path / "new", into_folder=True)
    first, second = (rewriter.rewrite(PlanPath(path), where, None) for path in paths)
    assert first.error is None
    assert second.error == f"another plan goes to {tmp_path / 'new/plan.md'} already; give the plans different names"


def test_a_plan_that_is_open_in_word_is_left_alone(rewriter: PlanRewriter, plan: Path) -> None:
    plan.with_name("~$plan.md").touch()
    error = rewriter.rewrite(PlanPath(plan), IN_PLACE, Way.TEXT).error
    assert error == "it is open elsewhere (~$plan.md says so); close it, and try again"
    assert plan.read_text() == WEAK
    assert not plan.with_name("plan.md.bak").exists()


def test_house_rules_and_what_is_ignored_hold_for_plans_too(rewriter: PlanRewriter, plan: Path) -> None:
    (plan.parent / "aimwell.toml").write_text("[nonsense]\n")
    error = replace(rewriter, houses=Houses()).rewrite(PlanPath(plan), IN_PLACE, None).error
    assert error is not None
    assert error.startswith("its house rules do not hold: ")


def test_the_outcomes_say_what_was_written_kept_and_left(rewriter: PlanRewriter, plan: Path, tmp_path: Path) -> None:
    notes = tmp_path / "notes.md"
    notes.write_text("# Nothing here\n")
    done = [
        rewriter.rewrite(PlanPath(plan), IN_PLACE, None),
        rewriter.rewrite(PlanPath(notes, tmp_path), IN_PLACE, None),
        Outcome(Path("x.docx"), error="it is\x1b[31m broken"),
    ]
    assert render(done, preview=False).splitlines() == [
        f"{plan}: 1 of 1 objective rewritten, in {plan}",
        f"  the plan as it was is kept in {plan}.bak",
        f"{notes}: there is no objective in it",
        "x.docx: it is [31m broken",
    ]
