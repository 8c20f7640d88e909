"""A Llama that lies in a GGUF file, with a low-rank adapter added, written as a CTranslate2 int8 model.

It needs neither torch nor transformers, and holds one matrix at a time in float32. GGUF keeps the rows of the query and key
matrices in pairs, as llama.cpp rotates them; adapters and CTranslate2 keep them in halves, as they were trained (llama.cpp,
`convert_hf_to_gguf.py`, `LlamaModel.permute`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from model.errors import BundleDamaged

Matrix = NDArray[np.float32]

MATRICES = {
    "q_proj": "attn_q",
    "k_proj": "attn_k",
    "v_proj": "attn_v",
    "o_proj": "attn_output",
    "gate_proj": "ffn_gate",
    "up_proj": "ffn_up",
    "down_proj": "ffn_down",
}
"""What a layer's matrices are called by the trainer, and in the file."""


@dataclass(frozen=True, slots=True)
class Adapter:
    """What training adds to a model: `scale` · B · A for the matrix `layers.{i}.{name}`, for any of them.

    `factors` maps `layers.{i}.{name}.A` to `[rank, in]` and `layers.{i}.{name}.B` to `[out, rank]`. `file` names it in errors.
    """

    file: str
    scale: float
    factors: Mapping[str, NDArray[Any]]

    def check(self, layers: int) -> None:
        """Refuse factors that belong to no matrix of a model with so many layers, or lack their other half.

        Raises:
            BundleDamaged: when there are some; passed over, they would give a model that nobody trained.
        """
        known = {f"layers.{i}.{name}" for i in range(layers) for name in MATRICES}
        found = {key.rpartition(".")[0] for key in self.factors}
        if not found <= known or self.factors.keys() != {f"{name}.{half}" for name in found for half in "AB"}:
            raise BundleDamaged(self.file, f"pairs A and B for the matrices of {layers} layers", "others")

    def added(self, name: str, weight: Matrix) -> Matrix:
        """Return the matrix `[out, in]` with what was learned for it.

        Raises:
            BundleDamaged: when the factors have another shape than the matrix.
        """
        if f"{name}.A" not in self.factors:
            return weight
        a, b = (self.factors[f"{name}.{half}"].astype(np.float32) for half in "AB")
        if (b.shape[0], a.shape[-1]) != weight.shape or b.shape[1:] != a.shape[:1]:
            raise BundleDamaged(self.file, f"{name} for {weight.shape}", f"{b.shape} and {a.shape}")
        changed: Matrix = weight + np.float32(self.scale) * (b @ a)
        return changed


def read_adapter(path: Path) -> Adapter:
    """Return the adapter of a safetensors file whose metadata gives its `scale`.

    Raises:
        BundleDamaged: when the file is not there or is not one.
    """
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(str(path), framework="numpy") as file:
            scale = float((file.metadata() or {})["scale"])
            return Adapter(path.name, scale, {key: file.get_tensor(key) for key in file.keys()})  # noqa: SIM118
    except (SafetensorError, OSError, KeyError, ValueError) as error:
        raise BundleDamaged(path.name, "an adapter with its scale", type(error).__name__) from None


class GgufLlama:
    """The weights and settings of a Llama with tied embeddings, read from the file as they are asked for.

    The file has been checked: one that is not such a model raises whatever its reader raises.
    """

    def __init__(self, path: Path) -> None:
        import gguf

        self._dequantize = gguf.quants.dequantize
        reader = gguf.GGUFReader(path)
        self._fields = reader.fields
        self._tensors = {tensor.name: tensor for tensor in reader.tensors}
        self.layers: int = self.setting("llama.block_count")
        self.heads: int = self.setting("llama.attention.head_count")
        self.key_heads: int = self.setting("llama.attention.head_count_kv")
        self.tokens: list[str] = self.setting("tokenizer.ggml.tokens")

    def setting(self, key: str) -> Any:
        """Return a value of the file's metadata."""
        return self._fields[key].contents()

    def token(self, role: str) -> str:
        """Return the token that plays a role: `bos`, `eos` or `unknown`."""
        return str(self.tokens[self.setting(f"tokenizer.ggml.{role}_token_id")])

    def tensor(self, name: str) -> Matrix:
        """Return a tensor of the file in float32."""
        tensor = self._tensors[f"{name}.weight"]
        # What is stored in float32 is a view of the file, and CTranslate2 quantises in place.
        values: Matrix = np.require(self._dequantize(tensor.data, tensor.tensor_type), requirements="W")
        return values

    def matrix(self, layer: int, name: str) -> Matrix:
        """Return a matrix `[out, in]` of a layer as it was trained; `name` is one of `MATRICES`."""
        weight = self.tensor(f"blk.{layer}.{MATRICES[name]}")
        heads = {"q_proj": self.heads, "k_proj": self.key_heads}.get(name)
        if heads is None:
            return weight
        return weight.reshape(heads, -1, 2, weight.shape[1]).swapaxes(1, 2).reshape(weight.shape)


def convert(base: Path, adapter: Path | None, folder: Path) -> None:
    """Write the model of `base`, changed by the adapter if there is one, into a folder that is there and empty.

    Raises:
        BundleDamaged: when the adapter is not one for this base.
        OSError: when the folder cannot be written.
    """
    # Where torch is installed this imports it (0.8 s, 190 MB): only a conversion pays, not whoever imports this module.
    from ctranslate2 import specs

    llama = GgufLlama(base)
    change = read_adapter(adapter) if adapter else Adapter("", 0.0, {})
    change.check(llama.layers)
    spec = specs.TransformerDecoderModelSpec.from_config(
        llama.layers,
        llama.heads,
        num_heads_kv=llama.key_heads if llama.key_heads != llama.heads else None,
        activation=specs.Activation.SWISH,
        ffn_glu=True,
        rms_norm=True,
        rotary_dim=0,
        rotary_interleave=False,
        rotary_base=llama.setting("llama.rope.freq_base"),
    )
    _fill(spec.decoder, llama, change)
    spec.config.bos_token = llama.token("bos")
    spec.config.eos_token = llama.token("eos")
    spec.config.unk_token = llama.token("unknown")
    spec.config.layer_norm_epsilon = llama.setting("llama.attention.layer_norm_rms_epsilon")
    spec.register_vocabulary(llama.tokens)
    spec.validate()
    spec.optimize()
    spec.save(str(folder))


def _fill(decoder: Any, llama: GgufLlama, change: Adapter) -> None:
    decoder.scale_embeddings = False
    _set(decoder.embeddings, llama.tensor("token_embd"))
    # Tied: `optimize` makes this a name for the embeddings, and the runtime takes their scale with them.
    decoder.projection.weight = decoder.embeddings.weight
    decoder.layer_norm.gamma = llama.tensor("output_norm")
    for i, layer in enumerate(decoder.layer):
        matrix = {name: change.added(f"layers.{i}.{name}", llama.matrix(i, name)) for name in MATRICES}
        layer.self_attention.layer_norm.gamma = llama.tensor(f"blk.{i}.attn_norm")
        fused = np.concatenate([matrix[name] for name in ("q_proj", "k_proj", "v_proj")])
        _set(layer.self_attention.linear[0], fused)
        _set(layer.self_attention.linear[1], matrix["o_proj"])
        layer.ffn.layer_norm.gamma = llama.tensor(f"blk.{i}.ffn_norm")
        _set(layer.ffn.linear_0, matrix["gate_proj"])
        _set(layer.ffn.linear_0_noact, matrix["up_proj"])
        _set(layer.ffn.linear_1, matrix["down_proj"])


def _set(part: Any, weight: Matrix) -> None:
    """Quantise one matrix now rather than all at the end, so that the whole model never stands in float32."""
    part.weight = weight
    part.validate()
    part.optimize("int8")
