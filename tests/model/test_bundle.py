import json
from pathlib import Path

import pytest

from model import bundle
from model.bundle import Manifest, digest, verify
from model.errors import BundleDamaged, BundleMissing


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "heads.onnx").write_bytes(b"weights")
    manifest = Manifest("b-1", {"heads.onnx": digest(tmp_path / "heads.onnx")}, {}, {})
    (tmp_path / "manifest.json").write_text(manifest.text(), encoding="utf-8")
    return tmp_path


def rewritten(folder: Path, **changes: object) -> None:
    path = folder / "manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_text(encoding="utf-8")), **changes}), encoding="utf-8")


def test_a_whole_bundle_is_verified(folder: Path) -> None:
    assert verify(folder).id == "b-1"


def test_a_flipped_byte_is_found(folder: Path) -> None:
    (folder / "heads.onnx").write_bytes(b"weightz")
    with pytest.raises(BundleDamaged, match=r"heads\.onnx is damaged"):
        verify(folder)


@pytest.mark.parametrize("name", ["heads.onnx", "manifest.json"])
def test_a_missing_file_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()
    with pytest.raises(BundleMissing, match=name):
        verify(folder)


@pytest.mark.parametrize(
    "text", ["", "[]", "{", '{"format": 1}', '{"format": 1, "id": "x", "files": 3, "heads": {}, "card": {}}']
)
def test_a_manifest_that_is_none_is_refused(folder: Path, text: str) -> None:
    (folder / "manifest.json").write_text(text, encoding="utf-8")
    with pytest.raises(BundleDamaged):
        verify(folder)


def test_a_manifest_of_another_format_or_with_a_path_out_of_the_folder_is_refused(folder: Path) -> None:
    rewritten(folder, files={"../heads.onnx": "0"})
    with pytest.raises(BundleDamaged, match="without folders"):
        verify(folder)
    rewritten(folder, format=99)
    with pytest.raises(BundleDamaged, match="format"):
        verify(folder)


def test_the_runtime_is_given_only_what_was_verified(folder: Path) -> None:
    (folder / "heads.onnx").write_bytes(b"other")
    with pytest.raises(BundleDamaged):
        bundle.load(folder)
