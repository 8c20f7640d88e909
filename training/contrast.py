"""Supervised contrastive pre-tuning: records of one label pattern attract each other, all others are pushed away.

Khosla and others, "Supervised Contrastive Learning" (2020), the loss with the sum outside the logarithm (their L_out), at
their temperature; as there, it is taken on a projection of the embedding that is thrown away afterwards.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn

from training.encoder import Encoder, Pair, half_precision

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Contrast:
    """One recipe for pre-tuning; `batch` is large because a record attracts only those that share its batch."""

    epochs: int = 2
    batch: int = 64
    rate: float = 5e-5
    temperature: float = 0.1
    projected: int = 128
    seed: int = 7


def attract(encoder: Encoder, pairs: Sequence[Pair], patterns: Sequence[str], recipe: Contrast, say: Say) -> None:
    """Pre-tune `encoder` in place so that pairs of one label pattern come to lie together; word embeddings stay.

    A pair whose pattern is its own alone is left out: nothing attracts it.
    """
    shared = Counter(patterns)
    kept = [i for i, pattern in enumerate(patterns) if shared[pattern] > 1]
    codes = np.unique(np.array(patterns), return_inverse=True)[1]
    torch.manual_seed(recipe.seed)
    rng = np.random.default_rng(recipe.seed)
    projection = nn.Sequential(
        nn.Linear(encoder.width, encoder.width), nn.ReLU(), nn.Linear(encoder.width, recipe.projected)
    )
    encoder.body.embeddings.requires_grad_(False)
    tuned = [p for p in [*encoder.parameters(), *projection.parameters()] if p.requires_grad]
    optimiser = torch.optim.AdamW(tuned, lr=recipe.rate)
    encoder.train()
    for epoch in range(recipe.epochs):
        order = rng.permutation(kept)
        losses = []
        for start in range(0, len(order), recipe.batch):
            rows = order[start : start + recipe.batch]
            with torch.autocast("cpu", dtype=torch.bfloat16, enabled=half_precision()):
                embedded = encoder(**encoder.tokens([pairs[i] for i in rows]))
            loss = contrastive_loss(projection(embedded.float()), torch.from_numpy(codes[rows]), recipe.temperature)
            if loss is None:
                continue
            optimiser.zero_grad()
            torch.autograd.backward(loss)
            nn.utils.clip_grad_norm_(tuned, 1.0)
            optimiser.step()
            losses.append(loss.item())
        told = f"{np.mean(losses):.4f}" if losses else "none, no two records of a batch are alike"
        say(f"contrast {epoch + 1} of {recipe.epochs}: loss {told}")
    encoder.eval()


def contrastive_loss(embedded: Tensor, patterns: Tensor, temperature: float) -> Tensor | None:
    """Return the loss of a batch, `[rows, width]` with one pattern a row; None where no two rows share a pattern."""
    unit = nn.functional.normalize(embedded, dim=1)
    oneself = torch.eye(len(unit), dtype=torch.bool)
    likeness = (unit @ unit.T / temperature).masked_fill(oneself, -torch.inf)
    among_all = likeness - likeness.logsumexp(dim=1, keepdim=True)
    friends = (patterns[:, None] == patterns[None, :]) & ~oneself
    attracted = friends.any(dim=1)
    if not attracted.any():
        return None
    drawn = among_all.masked_fill(~friends, 0.0).sum(dim=1)[attracted] / friends.sum(dim=1)[attracted]
    return -drawn.mean()
