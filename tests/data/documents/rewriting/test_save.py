from pathlib import Path

import pytest

from data.documents.rewriting.save import back_up, open_in, save
from model.errors import DocumentError


def test_a_file_is_put_in_place_whole_with_the_mode_of_the_old_one(tmp_path: Path) -> None:
    plan = tmp_path / "plan.docx"
    plan.write_bytes(b"old")
    plan.chmod(0o640)
    save(plan, b"new", like=plan)
    assert (plan.read_bytes(), plan.stat().st_mode & 0o777) == (b"new", 0o640)
    assert [path.name for path in tmp_path.iterdir()] == ["plan.docx"]


def test_a_link_goes_on_pointing_at_the_plan(tmp_path: Path) -> None:
    (tmp_path / "real.docx").write_bytes(b"old")
    link = tmp_path / "plan.docx"
    link.symlink_to("real.docx")
    save(link, b"new", like=link)
    assert link.is_symlink()
    assert (tmp_path / "real.docx").read_bytes() == b"new"


@pytest.mark.parametrize(
    ("plan", "lock"),
    [
        ("action-plan.docx", "~$tion-plan.docx"),
        ("planned.docx", "~$lanned.docx"),
        ("plan.docx", "~$plan.docx"),
        ("action-plan.xlsx", "~$action-plan.xlsx"),
        ("plan.odt", ".~lock.plan.odt#"),
    ],
)
def test_a_plan_that_is_open_elsewhere_is_not_written(tmp_path: Path, plan: str, lock: str) -> None:
    (tmp_path / plan).write_bytes(b"old")
    assert open_in(tmp_path / plan) is None
    (tmp_path / lock).touch()
    with pytest.raises(DocumentError, match="open elsewhere"):
        save(tmp_path / plan, b"new", like=tmp_path / plan)
    assert (tmp_path / plan).read_bytes() == b"old"


def test_a_copy_is_kept_under_a_name_that_is_free(tmp_path: Path) -> None:
    plan = tmp_path / "plan.docx"
    plan.write_bytes(b"first")
    assert back_up(plan).name == "plan.docx.bak"
    plan.write_bytes(b"second")
    assert back_up(plan).name == "plan.docx.bak1"
    assert [p.read_bytes() for p in sorted(tmp_path.glob("*.bak*"))] == [b"first", b"second"]


def test_a_folder_that_takes_no_file_is_told_and_nothing_is_left_there(tmp_path: Path) -> None:
    (tmp_path / "plan.docx").mkdir()
    with pytest.raises(DocumentError, match=r"cannot be written .*--output"):
        save(tmp_path / "plan.docx", b"new", like=tmp_path)
    with pytest.raises(DocumentError, match="cannot be written"):
        save(tmp_path / "nowhere" / "plan.docx", b"new", like=tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["plan.docx"]
