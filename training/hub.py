"""The corpus for people who use the library `datasets`: its features declared, absent and null labels told apart.

load_dataset("json", data_files="data/corpus/train.jsonl", features=FEATURES)
"""

from datasets import Features, Json, Value

FEATURES = Features(
    {
        **{name: Value("string") for name in ("id", "domain", "need", "baseline", "text")},
        "labels": Json(),
        **{name: Value("string") for name in ("rewrite", "source", "batch")},
    }
)
"""`labels` is JSON as it stands in the file, because a struct would turn "not judged" (absent) into "cannot tell" (null)."""
