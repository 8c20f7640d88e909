"""What the service needs of a trained rewriter: its adapter, its tokenizer, and the similar objectives it was taught with."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from safetensors.numpy import save_file

from data.example import Example
from model.classifier import OnnxClassifier
from model.similar import EMBEDDINGS, RECORDS
from model.suggestion import read

ADAPTER, TOKENIZER = "adapter.safetensors", "tokenizer.json"


def export_adapter(model: Any, folder: Path) -> None:
    """Write a PEFT model's low-rank matrices as float16: `layers.N.q_proj.A` `[rank, in]` and `.B` `[out, rank]`."""
    config = model.peft_config["default"]
    arrays = {}
    for name, tensor in model.state_dict().items():
        if ".lora_A." in name or ".lora_B." in name:
            layer, matrix = name.split(".layers.")[1].split(".")[0], name.split(".lora_")[0].rsplit(".", 1)[1]
            letter = "A" if ".lora_A." in name else "B"
            arrays[f"layers.{layer}.{matrix}.{letter}"] = tensor.detach().float().numpy().astype(np.float16)
    save_file(arrays, folder / ADAPTER, metadata={"scale": str(config.lora_alpha / config.r)})


def export_tokenizer(tokenizer: Any, folder: Path) -> None:
    """Write the tokenizer as one JSON file."""
    tokenizer.backend_tokenizer.save(str(folder / TOKENIZER))


def export_similar(examples: Sequence[Example], classifier: OnnxClassifier, folder: Path) -> None:
    """Write the flawed records with their rewrites, and their embeddings in float16."""
    flawed = [e for e in examples if e.rewrite]
    rows = [{"text": e.text, "rewrite": e.rewrite, "domain": e.domain, "batch": e.batch or e.id} for e in flawed]
    for e in flawed:
        read(e.rewrite or "")
    (folder / RECORDS).write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows), encoding="utf-8")
    np.save(folder / EMBEDDINGS, classifier.encode([(e.text, "") for e in flawed]).astype(np.float16))
