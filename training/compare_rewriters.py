"""Rewriters of every kind side by side: full tuning and adapters, with and without a neighbour, an encoder-decoder.

All learn from the same lessons and are judged on the same validation records; nothing here opens the test split. The
loss is counted a character, because their tokenizers cut differently. What each writes is greedy and unconstrained:
its own skill, before the service's constraints and the guard put anything right.

    aimwell-train compare-rewriters
"""

import json
import math
import random
import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from sacrebleu.metrics.chrf import CHRF
from transformers import AutoTokenizer, EncoderDecoderModel

from model.facts import keys
from model.suggestion import Kind
from training.encoder import default_base as default_encoder
from training.pairs import Pair
from training.rewriter import IGNORED, Lessons, Padded, Say, Trained, tokenised, train

LONGEST_ANSWER = 90
"""Tokens after which a rewrite is given up."""
_SPACED = re.compile(r"\[\s*(\w+)\s*\]")
"""A blank as tokenizers that part every mark put it together again."""
_BLANK = re.compile(r"\[(?:" + "|".join(Kind) + r")\]")


@dataclass(frozen=True, slots=True)
class Way:
    """One way of making a rewriter; `rank` 0 tunes every weight, `neighbours` stand in each prompt.

    `base` is another model than the default one. `paired` warm-starts an encoder-decoder from the sentence encoder on
    both sides (Rothe and others, "Leveraging Pre-trained Checkpoints for Sequence Generation Tasks", 2020); it is cheap,
    so that it sees the lessons more often.
    """

    name: str
    rank: int = 0
    neighbours: int = 0
    rate: float = 8e-4
    epochs: float = 1
    paired: bool = False
    base: str | Path | None = None

    def kept(self, folder: Path) -> Path:
        """Return where what this way came to is kept."""
        return folder / f"{self.name.replace(' ', '-')}.json"


WAYS = (
    Way("adapters of rank 16", rank=16),
    Way("adapters of rank 16, one neighbour", rank=16, neighbours=1),
    Way("adapters of rank 32", rank=32),
    Way("every weight tuned", rate=1e-4),
    Way("encoder-decoder from MiniLM, ten rounds", rate=3e-4, epochs=10, paired=True),
    Way("adapters of rank 32, one neighbour", rank=32, neighbours=1),
    Way("every weight tuned, one neighbour", rate=1e-4, neighbours=1),
)


@dataclass(frozen=True, slots=True)
class Worth:
    """What one way came to: nats a character on validation, what it writes, what it costs.

    `readable` is the share of rewrites whose brackets balance and whose kinds are known, `kept` the share of the facts of
    the texts that stand in the rewrites, `copied` the share that repeat their text; `parameters` are those tuned.
    """

    name: str
    loss: float
    readable: float
    kept: float
    copied: float
    chrf: float
    minutes: float
    parameters: int
    written: Mapping[str, str]


def compare(
    lessons_of: Callable[[int], tuple[Sequence[Pair], Sequence[Pair]]],
    folder: Path,
    say: Say,
    *,
    lessons: int,
    judged: int,
    written: int,
    seed: int,
    ways: Sequence[Way] = WAYS,
) -> Iterator[Worth]:
    """Yield what each way is worth, made now or kept from before in `folder`; a killed run goes on where it was.

    `lessons_of` gives what is taught and what is held out with so many neighbours; of these the same `lessons`, `judged`
    and `written` records are drawn for every way.
    """
    for way in ways:
        kept = way.kept(folder)
        if not kept.exists():
            say(f"{way.name}: {lessons} lessons")
            taught, held_out = lessons_of(way.neighbours)
            drawn, asked = _draw(taught, lessons, seed), _draw(held_out, judged, seed)
            worth = _worth(way, drawn, asked, written, folder, seed, say)
            kept.parent.mkdir(parents=True, exist_ok=True)
            part = kept.with_suffix(".part")
            part.write_text(json.dumps(asdict(worth), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
            part.replace(kept)
        yield Worth(**json.loads(kept.read_text(encoding="utf-8")))


def table(found: Sequence[Worth]) -> str:
    """Return the comparison as Markdown, the lowest loss first."""
    rows = [
        f"| {w.name} | {w.parameters / 1e6:.1f} M | {w.loss:.3f} | {w.chrf:.1f} | {w.readable:.2f} | {w.kept:.2f} "
        f"| {w.copied:.2f} | {w.minutes:.0f} |"
        for w in sorted(found, key=lambda w: w.loss)
    ]
    head = "| way | weights tuned | nats a character | chrF | readable | facts kept | copies | minutes |"
    return "\n".join([head, "| --- |" + " --- |" * 7, *rows])


def _draw(pairs: Sequence[Pair], most: int, seed: int) -> list[Pair]:
    """Return at most so many pairs, the same ones whatever stands in their prompts."""
    order = sorted(pairs, key=lambda p: p.id)
    random.Random(seed).shuffle(order)  # noqa: S311  (nothing secret is drawn)
    return order[:most]


def _worth(
    way: Way, taught: Sequence[Pair], asked: Sequence[Pair], written: int, folder: Path, seed: int, say: Say
) -> Worth:
    started = time.monotonic()
    base = _paired(folder / "paired") if way.paired else way.base
    steps = math.ceil(len(taught) / 8)
    recipe = Lessons(rank=way.rank, depth=15, epochs=way.epochs, rate=way.rate, batch=8, every=steps, seed=seed)
    trained = train(base, taught, asked[: 2 * written], recipe, folder / "work" / way.name.replace(" ", "-"), say)
    minutes = (time.monotonic() - started) / 60
    trained.model.eval()
    answers = {p.id: _written(trained, p.prompt) for p in asked[:written]}
    wanted = {p.id: p for p in asked[:written]}
    stated = {i: {k for _, k in keys(_text(wanted[i].prompt))} for i in answers}
    held = sum(len(stated[i] & {k for _, k in keys(a)}) for i, a in answers.items())
    return Worth(
        way.name,
        _nats_a_character(trained, asked),
        float(np.mean([_readable(a) for a in answers.values()])),
        held / max(1, sum(map(len, stated.values()))),
        float(np.mean([a.strip(" .") == _text(wanted[i].prompt).strip(" .") for i, a in answers.items()])),
        float(CHRF().corpus_score(list(answers.values()), [[wanted[i].target for i in answers]]).score),
        minutes,
        sum(p.numel() for p in trained.model.parameters() if p.requires_grad),
        answers,
    )


def _nats_a_character(trained: Trained, pairs: Sequence[Pair]) -> float:
    """Return the mean negative log-likelihood of the references, summed over tokens and counted a character."""
    both = bool(trained.model.config.is_encoder_decoder)
    pad = Padded(trained.tokenizer.pad_token_id if trained.tokenizer.pad_token_id is not None else 0)
    nats = characters = 0.0
    for pair in pairs:
        rows = list(tokenised([pair], trained.tokenizer, encoder_decoder=both))
        if rows:
            batch = pad(rows)
            with torch.inference_mode():
                loss = trained.model(**batch).loss
            nats += float(loss) * int((batch["labels"][:, 0 if both else 1 :] != IGNORED).sum())
            characters += len(pair.target)
    return nats / characters


def _written(trained: Trained, prompt: str) -> str:
    tokenizer = trained.tokenizer
    both = bool(trained.model.config.is_encoder_decoder)
    asked = tokenizer(prompt, add_special_tokens=both, return_tensors="pt", truncation=True, max_length=420)
    start = {"decoder_start_token_id": trained.model.config.decoder_start_token_id} if both else {}
    with torch.inference_mode():
        out = trained.model.generate(
            input_ids=asked["input_ids"], attention_mask=asked["attention_mask"], do_sample=False,
            max_new_tokens=LONGEST_ANSWER, **start, eos_token_id=tokenizer.eos_token_id,
            pad_token_id=tokenizer.pad_token_id if tokenizer.pad_token_id is not None else tokenizer.eos_token_id,
        )[0]  # fmt: skip
    said: Any = tokenizer.decode(out if both else out[asked["input_ids"].shape[1] :], skip_special_tokens=True)
    return _SPACED.sub(r"[\1]", str(said).strip().split("\n")[0].strip())


def _readable(answer: str) -> bool:
    """Say whether every bracket of a blank form is a blank of a known kind."""
    rest = _BLANK.sub("", answer)
    return bool(answer) and "[" not in rest and "]" not in rest


def _text(prompt: str) -> str:
    return prompt.rsplit("Text: ", 1)[1].split("\n")[0]


def _paired(folder: Path) -> Path:
    """Write an encoder-decoder of two sentence encoders to `folder`, once, and return it."""
    if not (folder / "config.json").exists():
        base = str(default_encoder())
        tokenizer = AutoTokenizer.from_pretrained(base)
        model: Any = EncoderDecoderModel.from_encoder_decoder_pretrained(base, base)
        model.config.decoder_start_token_id = tokenizer.cls_token_id
        model.config.eos_token_id, model.config.pad_token_id = tokenizer.sep_token_id, tokenizer.pad_token_id
        model.config.vocab_size = model.config.decoder.vocab_size
        model.save_pretrained(folder)
        tokenizer.eos_token = tokenizer.sep_token
        tokenizer.save_pretrained(folder)
    return folder
