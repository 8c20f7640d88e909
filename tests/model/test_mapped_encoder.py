"""The bundle that is shipped, from memory of its own and from the mapped file."""

from pathlib import Path

import numpy as np
import pytest

from model.bundle import DEFAULT_BUNDLE, load
from model.mapped_encoder import GRAPH, WEIGHTS

pytestmark = pytest.mark.e2e
PAIRS = [("John will walk to school by Friday 5 March 2027", "He is late on most days"), ("We will be better", "")]


def test_the_mapped_encoder_says_the_same_to_the_last_bit(tmp_path: Path) -> None:
    own, mapped = load(DEFAULT_BUNDLE, 1), load(DEFAULT_BUNDLE, 1, tmp_path)
    assert np.array_equal(own.encode(PAIRS), mapped.encode(PAIRS))


def test_it_is_laid_out_once_and_its_weights_are_mapped(tmp_path: Path) -> None:
    load(DEFAULT_BUNDLE, 1, tmp_path)
    (folder,) = tmp_path.glob("encoder-*")
    made = (folder / WEIGHTS).stat()
    loaded = load(DEFAULT_BUNDLE, 1, tmp_path)
    assert (folder / WEIGHTS).stat() == made
    assert str(folder / WEIGHTS) in Path("/proc/self/maps").read_text(encoding="utf-8")
    assert loaded.encode(PAIRS).shape == (2, loaded.width)


def test_a_damaged_file_is_laid_out_anew(tmp_path: Path) -> None:
    load(DEFAULT_BUNDLE, 1, tmp_path)
    (folder,) = tmp_path.glob("encoder-*")
    (folder / GRAPH).write_bytes(b"not a graph")
    assert load(DEFAULT_BUNDLE, 1, tmp_path).encode(PAIRS).any()


def test_a_cache_that_cannot_be_written_costs_memory_and_no_verdict(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    assert load(DEFAULT_BUNDLE, 1, tmp_path / "file" / "cache").encode(PAIRS).any()
