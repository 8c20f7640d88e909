"""A versioned model folder: what it is, from which data, and that every byte of it is the one that was made.

`manifest.json` names every file with its SHA-256. No file is a pickle: ONNX graphs, a tokenizer and JSON. A bundle is
verified when it is loaded; one that is missing or damaged raises a `BundleError`, and the rules answer instead.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from model.errors import BundleDamaged, BundleMissing

if TYPE_CHECKING:
    from model.classifier import OnnxClassifier

DEFAULT_BUNDLE = Path(__file__).parent / "bundles" / "default"
MANIFEST = "manifest.json"
FORMAT = 1
"""The shape of the manifest that this code reads."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a bundle says of itself.

    `files` maps each file's name to its SHA-256 in hexadecimal. `heads` holds what the classifier needs to know of its
    heads, `card` what a reader wants to know: data by hash, metrics, versions, licence.
    """

    id: str
    files: Mapping[str, str]
    heads: Mapping[str, Any]
    card: Mapping[str, Any]

    def text(self) -> str:
        """Return the manifest as it stands on disk."""
        body = {
            "format": FORMAT,
            "id": self.id,
            "files": dict(self.files),
            "heads": dict(self.heads),
            "card": dict(self.card),
        }
        return json.dumps(body, indent=2, ensure_ascii=False) + "\n"


def digest(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal.

    Raises:
        BundleMissing: when it cannot be read.
    """
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        raise BundleMissing(path) from None


def verify(folder: Path) -> Manifest:
    """Return the manifest of a bundle whose every file is the one that it names.

    Raises:
        BundleMissing: when the folder, the manifest or a file is not there.
        BundleDamaged: when a file is not the one that was made, or the manifest cannot be read.
    """
    manifest = _read(folder)
    for name, expected in manifest.files.items():
        if Path(name).name != name:
            raise BundleDamaged(MANIFEST, "file names without folders", name)
        found = digest(folder / name)
        if found != expected:
            raise BundleDamaged(name, expected[:12], found[:12])
    return manifest


def load(folder: Path = DEFAULT_BUNDLE, threads: int = 1, cache: Path | None = None) -> "OnnxClassifier":
    """Return the classifier of a verified bundle; the runtime is imported only when there is something to run.

    One statement is judged on `threads` cores: a second one helps little, and harms as soon as anybody else computes.
    Several processes share the weights where a `cache` is given, in which they are laid out once
    (`model/mapped_encoder.py`); without it nothing is written.

    Raises:
        BundleError: when it is missing, damaged, or not made for this code.
    """
    manifest = verify(folder)
    from model.classifier import OnnxClassifier

    return OnnxClassifier(folder, manifest, threads=threads, cache=cache)


def _read(folder: Path) -> Manifest:
    path = folder / MANIFEST
    try:
        body = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise BundleMissing(path) from None
    except (OSError, ValueError):
        raise BundleDamaged(MANIFEST, "a JSON object", "something else") from None
    try:
        if body["format"] != FORMAT:
            raise BundleDamaged(MANIFEST, f"format {FORMAT}", f"format {body['format']}")
        return Manifest(str(body["id"]), dict(body["files"]), dict(body["heads"]), dict(body["card"]))
    except (KeyError, TypeError, ValueError):
        raise BundleDamaged(MANIFEST, "format, id, files, heads and card", "something less") from None
