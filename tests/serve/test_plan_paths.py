from pathlib import Path

from serve.plan_paths import PlanPath, plan_paths


def test_folders_give_the_plans_in_them_by_name_each_once(tmp_path: Path) -> None:
    names = ("b.docx", "a/c.MD", "a/notes.pdf", ".hidden.md", ".git/x.txt", "~$b.docx", "b.docx.bak", "d.xlsx")
    for name in names:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    named = tmp_path / "d.xlsx"
    found = plan_paths([named, tmp_path])
    assert found == [
        PlanPath(named),
        PlanPath(tmp_path / "a" / "c.MD", tmp_path),
        PlanPath(tmp_path / "b.docx", tmp_path),
    ]
    assert [str(plan.under) for plan in found] == ["d.xlsx", "a/c.MD", "b.docx"]


def test_what_is_named_is_kept_even_where_it_is_no_plan(tmp_path: Path) -> None:
    paths = [tmp_path / "nothing.docx", tmp_path]
    assert plan_paths(paths) == [PlanPath(path) for path in paths]
