"""CTranslate2 continues a prompt with words that were allowed: the run time of the rewriter.

Every token that no allowed word, mark or blank is made of is suppressed, so that facts are copied; pieces of words can
still join to others, which is for the guard to see.
"""

import time
from collections.abc import Collection, Iterable
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

import ctranslate2
from tokenizers import Tokenizer

from model.errors import BundleDamaged
from model.suggestion import Kind

LONGEST = 96
"""Tokens of a rewrite: 60 words and its blanks."""
MARKS = (
    *"[],.;:!?'’\"“”()/-–—%£$€&+… ",
    *(" [", "],", "].", "]:", "];", " (", "),", ").", " –", " —", " &", "...", "'s", "’s", "'ll", "n't"),
)


class CTranslate2Continuer:
    """A language model in a CTranslate2 folder; safe to share between threads, which take turns.

    `seconds` is what one request may wait for its turn, and then again what it may write for; what is not finished by
    then is left out. One thread unless told: a second helps only where nobody else computes, and waits for its core
    where somebody does.
    """

    def __init__(self, folder: Path, tokenizer: Path, *, seconds: float = 1.8, threads: int = 1) -> None:
        try:
            self._tokenizer = Tokenizer.from_file(str(tokenizer))
            self._model: Any = ctranslate2.Generator(
                str(folder), device="cpu", compute_type="int8", inter_threads=1, intra_threads=threads
            )
        except (RuntimeError, ValueError, OSError) as error:
            raise BundleDamaged(folder.name, "a CTranslate2 model and its tokenizer", type(error).__name__) from None
        self._seconds = seconds
        self._one_at_a_time = Lock()
        vocabulary = self._tokenizer.get_vocab()
        names = sorted(vocabulary, key=vocabulary.__getitem__)
        self._names = [[name] for name in names]
        self._end = "<|im_end|>" if "<|im_end|>" in vocabulary else names[-1]
        self._end_id = vocabulary[self._end]
        self._always = frozenset(
            self._pieces((*MARKS, *Kind, *(f"[{k}]" for k in Kind), *(f" [{k}]" for k in Kind)))
        ) | {vocabulary[self._end]}

    def continuations(self, asked: str, words: Collection[str], n: int) -> list[str]:
        """Return up to `n` different continuations, likeliest first, written with `words`, marks and blanks only.

        One that was not finished in time or in `LONGEST` tokens is left out.
        """
        if not self._one_at_a_time.acquire(timeout=self._seconds):
            return []
        try:
            return self._continuations(asked, words, n)
        except (RuntimeError, ValueError):
            return []  # the run time failed on this prompt: the other generators answer
        finally:
            self._one_at_a_time.release()

    def search(self, n: int) -> dict[str, Any]:
        """Return how CTranslate2 looks for `n`: each begins with another of the likeliest first tokens, then is greedy.

        They read the prompt once and are written side by side, which costs little more than writing one; a beam as wide
        ends in near copies (`docs/results.md`).
        """
        return {"num_hypotheses": n, "return_alternatives": n > 1}

    def _continuations(self, asked: str, words: Collection[str], n: int) -> list[str]:
        until = time.monotonic() + self._seconds
        allowed = self._always | self._word_pieces(frozenset(words))
        tokens = self._tokenizer.encode(asked, add_special_tokens=False).tokens
        asking: dict[str, Any] = {
            "max_length": LONGEST + (len(tokens) if n > 1 else 0),  # alternatives count the prompt, too
            "suppress_sequences": [name for i, name in enumerate(self._names) if i not in allowed],
            "end_token": [self._end],
            "return_end_token": True,
            "include_prompt_in_result": False,
            "return_scores": True,
            "callback": lambda _: time.monotonic() > until,
        }
        result = self._model.generate_batch([tokens], **asking | self.search(n))[0]
        scored = sorted(zip(result.scores, result.sequences_ids, strict=True), reverse=True)
        whole = [list(ids[:-1]) for _, ids in scored if ids and ids[-1] == self._end_id]
        said = [self._tokenizer.decode(ids).split("\n")[0].strip() for ids in whole]
        return list(dict.fromkeys(line for line in said if line))

    def _pieces(self, words: Iterable[str]) -> set[int]:
        return {i for word in words for i in self._tokenizer.encode(word, add_special_tokens=False).ids}

    @lru_cache(maxsize=64)  # noqa: B019  (one continuer lives as long as its process)
    def _word_pieces(self, words: frozenset[str]) -> frozenset[int]:
        spelled = {form for word in words for form in (word, word[:1].upper() + word[1:])}
        return frozenset(self._pieces([*spelled, *(f" {form}" for form in spelled)]))
