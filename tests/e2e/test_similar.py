"""The similar objectives that ship, under the encoder that embedded them and under another that is just as wide."""

from collections.abc import Iterator, Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from model.bundle import DEFAULT_BUNDLE, load
from model.classifier import OnnxClassifier
from model.rewriter_bundle import open_rewriter
from model.similar import SimilarObjectives
from serve.live import under_bundle
from tests.serve.conftest import services

pytestmark = pytest.mark.e2e
ASKED = ("Kyle to stop shouting out in class", "Mum will pay more of the rent arrears", "Be more active at weekends")


class Deep:
    """As good as a classifier whose encoder was tuned at an office: the same likenesses, in another space."""

    encoder = "a digest of its own"

    def __init__(self, shipped: OnnxClassifier) -> None:
        self.shipped, self.width = shipped, shipped.width

    def encode(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float32]:
        return self.shipped.encode(pairs)[:, ::-1].copy()


@pytest.fixture(scope="module")
def shipped() -> OnnxClassifier:
    return load()


@pytest.fixture(scope="module")
def under_deep(shipped: OnnxClassifier, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SimilarObjectives]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AIMWELL_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield open_rewriter().similar(Deep(shipped))


def test_the_shipped_index_was_made_with_the_shipped_encoder(shipped: OnnxClassifier) -> None:
    assert open_rewriter().encoder == shipped.encoder


def test_under_another_encoder_the_nearest_are_those_that_were_nearest(
    shipped: OnnxClassifier, under_deep: SimilarObjectives
) -> None:
    assert_alike(open_rewriter().similar(shipped), under_deep)


def test_the_index_that_is_live_keeps_its_encoder_under_a_bundle_with_another(
    shipped: OnnxClassifier, under_deep: SimilarObjectives
) -> None:
    now = services()
    now.suggester.similar = under_deep
    swapped = under_bundle(now, DEFAULT_BUNDLE)
    assert swapped.assessor.bundle == shipped.bundle
    for suggester in (swapped.suggester, swapped.checker.suggester):
        assert suggester.similar is not None
        assert_alike(open_rewriter().similar(shipped), suggester.similar)


def assert_alike(one: SimilarObjectives, other: SimilarObjectives) -> None:
    for text in ASKED:
        (was,), likely = one.nearest(text, 1), other.nearest(text, 3)
        assert was.text in {s.text for s in likely}
        assert abs(was.likeness - likely[0].likeness) < 0.02
