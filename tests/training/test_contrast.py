from collections import Counter
from pathlib import Path

import numpy as np
import pytest
import torch

from data.corpus import load
from model.encoder_input import encoder_input, whole_words
from training.contrast import Contrast, attract, contrastive_loss
from training.corpora import prepare
from training.encoder import Encoder, embed

pytestmark = pytest.mark.filterwarnings("ignore")  # torch and transformers warn of themselves

PATTERNS = torch.tensor([0, 0, 1, 1])
NEAR = torch.tensor([[1.0, 0.0], [1.0, 0.1], [0.0, 1.0], [0.1, 1.0]])


def test_the_loss_is_small_where_like_patterns_lie_together() -> None:
    together = contrastive_loss(NEAR, PATTERNS, 0.1)
    apart = contrastive_loss(NEAR, torch.tensor([0, 1, 0, 1]), 0.1)
    assert together is not None
    assert apart is not None
    assert together < 0.1 < apart


def test_the_loss_is_the_one_of_the_paper() -> None:
    unit = torch.nn.functional.normalize(NEAR, dim=1)
    likeness = (unit @ unit.T / 0.5).exp()
    terms = torch.stack([(likeness[i, j] / (likeness[i].sum() - likeness[i, i])).log() for i, j in ((0, 1), (1, 0))])
    found = contrastive_loss(NEAR, torch.tensor([0, 0, 1, 2]), 0.5)  # rows 2 and 3 attract nothing, and only repel
    assert found is not None
    assert found.item() == pytest.approx(-terms.mean().item(), abs=1e-5)


def test_a_batch_without_two_alike_teaches_nothing() -> None:
    assert contrastive_loss(NEAR, torch.arange(4), 0.1) is None


def test_records_of_a_pattern_come_to_lie_together_and_word_embeddings_stay(tiny_base: Path) -> None:
    examples = load("train")[:200]
    common = [p for p, _ in Counter(e.pattern for e in examples).most_common(2)]
    prepared = prepare([e for e in examples if e.pattern in common])
    encoder = Encoder(tiny_base).eval()
    words = whole_words(encoder.tokenizer.get_vocab())
    pairs = [encoder_input(r, words).pair for r in prepared.readings]
    patterns = np.array([e.pattern for e in prepared.examples])
    table = encoder.body.embeddings.word_embeddings.weight.detach().clone()
    before = _closeness(embed(encoder, pairs), patterns)
    said: list[str] = []
    attract(encoder, pairs, list(patterns), Contrast(epochs=12, batch=32, rate=3e-3), said.append)
    assert _closeness(embed(encoder, pairs), patterns) > before + 0.01
    assert len(said) == 12
    assert torch.equal(table, encoder.body.embeddings.word_embeddings.weight)
    assert not encoder.training


def _closeness(embedded: np.ndarray, patterns: np.ndarray) -> float:
    """Return by how much cosines within a pattern exceed those between patterns."""
    centred = embedded - embedded.mean(axis=0)
    unit = centred / np.linalg.norm(centred, axis=1, keepdims=True)
    alike = patterns[:, None] == patterns[None, :]
    cosines = unit @ unit.T
    return float(cosines[alike & ~np.eye(len(unit), dtype=bool)].mean() - cosines[~alike].mean())
