"""The encoder as this machine multiplies it, in a file that all processes map: they share its weights in memory.

ONNX Runtime turns an int8 graph into the layout of the processor that it runs on whenever it loads it, into memory of its
own: 34 MB a process. Here that is done once and the outcome kept in the cache, weights beside the graph in a file of their
own, which is mapped. Several workers then hold one copy between them, and each starts sooner. The numbers that come out are
the same, bit by bit.
"""

import hashlib
import platform
from functools import lru_cache
from pathlib import Path

import onnxruntime as ort

from model.errors import CacheUnusable
from model.prepared import make_once, prepared

GRAPH, WEIGHTS = "encoder.onnx", "weights.bin"
SMALLEST = 1024
"""Bytes from which a tensor is kept in the mapped file."""
_CPUINFO = Path("/proc/cpuinfo")
_ERRORS_ONLY = 3


def mapped_encoder(encoder: Path, sha256: str, cache: Path) -> Path:
    """Return the graph to load in place of `encoder`, whose SHA-256 is given; made now unless it is there and whole.

    Raises:
        CacheUnusable: when the cache cannot be written.
    """
    folder = cache / _name(sha256)
    if not prepared(folder):
        make_once(folder, lambda place: _save(encoder, place))
    return folder / GRAPH


def _name(sha256: str) -> str:
    """Return a name that differs wherever the file would: by weights, run time and processor."""
    made_of = f"{sha256} {ort.__version__} {_processor()}"
    return f"encoder-{hashlib.sha256(made_of.encode()).hexdigest()[:16]}"


@lru_cache(maxsize=1)
def _processor() -> str:
    """Return what the processor can do, in its own words."""
    try:
        lines = _CPUINFO.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        lines = []
    said = [line for line in lines if line.startswith(("flags", "Features", "model name"))]
    return " ".join([platform.machine(), *sorted(set(said))])


def _save(encoder: Path, place: Path) -> None:
    options = ort.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = _ERRORS_ONLY  # it warns that the file is for this machine, which is its point
    options.optimized_model_filepath = str(place / GRAPH)
    for key, value in (
        ("optimized_model_external_initializers_file_name", WEIGHTS),
        ("optimized_model_external_initializers_min_size_in_bytes", str(SMALLEST)),
        ("save_external_prepacked_constant_initializers", "1"),
    ):
        options.add_session_config_entry(f"session.{key}", value)
    try:
        ort.InferenceSession(str(encoder), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # noqa: BLE001  (the run time has errors of its own, for a full disk too)
        raise CacheUnusable(place.parent.parent, type(error).__name__) from None
