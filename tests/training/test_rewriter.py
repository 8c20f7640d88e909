"""The rewriter trained end to end on tiny, randomly initialised models: an encoder-decoder and a decoder."""

from pathlib import Path

import pytest
from safetensors.numpy import load_file
from tokenizers import Tokenizer, models, pre_tokenizers
from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast, T5Config, T5ForConditionalGeneration

from data.corpus import load
from model.gguf_llama import read_adapter
from training.pairs import Pair, blank_pairs
from training.rewriter import Lessons, train
from training.rewriter_export import ADAPTER, export_adapter

pytestmark = pytest.mark.filterwarnings("ignore")  # the trainer warns of what it does not use
ONCE = Lessons(rank=0, epochs=1, batch=8, every=2, most_steps=4)


def tokenizer(folder: Path) -> int:
    marks = ["<pad>", "</s>", "<unk>"]
    vocabulary = {w: i for i, w in enumerate([*marks, *"abcdefghijklmnopqrstuvwxyz0123456789[].,:"])}
    made = Tokenizer(models.WordPiece(vocabulary, unk_token="<unk>", continuing_subword_prefix=""))
    made.pre_tokenizer = pre_tokenizers.Whitespace()
    PreTrainedTokenizerFast(
        tokenizer_object=made, pad_token="<pad>", eos_token="</s>", unk_token="<unk>"
    ).save_pretrained(folder)
    return len(vocabulary)


@pytest.fixture(scope="module")
def t5(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("t5")
    size = tokenizer(folder)
    config = T5Config(
        vocab_size=size,
        d_model=16,
        d_kv=4,
        d_ff=32,
        num_layers=1,
        num_heads=2,
        decoder_start_token_id=0,
        eos_token_id=1,
    )
    T5ForConditionalGeneration(config).save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def llama(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("llama")
    config = LlamaConfig(
        vocab_size=tokenizer(folder), hidden_size=16, intermediate_size=32, num_hidden_layers=2, num_attention_heads=2,
        num_key_value_heads=1,
    )  # fmt: skip
    LlamaForCausalLM(config).save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def lessons() -> list[Pair]:
    return blank_pairs(load("train")[:60], {})


def test_an_encoder_decoder_learns_end_to_end_and_says_how_far_it_is(
    t5: Path, lessons: list[Pair], tmp_path: Path
) -> None:
    said: list[str] = []
    made = train(t5, lessons[:24], lessons[24:32], ONCE, tmp_path / "work", said.append)
    assert len(made.losses) >= 2
    assert said[0].startswith("step 2 of 4: validation loss")


def test_a_run_that_was_killed_goes_on_from_its_last_checkpoint(t5: Path, lessons: list[Pair], tmp_path: Path) -> None:
    work = tmp_path / "work"
    train(t5, lessons[:24], lessons[24:32], ONCE, work, lambda _: None)
    said: list[str] = []
    longer = Lessons(rank=0, epochs=1, batch=8, every=2, most_steps=6)
    train(t5, lessons[:24], lessons[24:32], longer, work, said.append)
    assert [line.split(":")[0] for line in said] == ["step 6 of 6"]


def test_the_checkpoints_of_another_run_are_not_gone_on_from(t5: Path, lessons: list[Pair], tmp_path: Path) -> None:
    work = tmp_path / "work"
    train(t5, lessons[:24], lessons[24:32], ONCE, work, lambda _: None)
    said: list[str] = []
    train(t5, lessons[8:32], lessons[32:40], ONCE, work, said.append)
    assert said[0].startswith("step 2 of 4")


def test_adapters_of_a_decoder_are_written_as_the_service_reads_them(
    llama: Path, lessons: list[Pair], tmp_path: Path
) -> None:
    adapted = Lessons(rank=2, depth=1, epochs=1, batch=8, every=2, most_steps=2)
    made = train(llama, lessons[:16], lessons[16:24], adapted, tmp_path / "work", lambda _: None)
    export_adapter(made.model, tmp_path)
    arrays = load_file(tmp_path / ADAPTER)
    assert {name.split(".")[1] for name in arrays} == {"1"}
    assert arrays["layers.1.q_proj.A"].shape == (2, 16)
    assert read_adapter(tmp_path / ADAPTER).scale == 2.0
