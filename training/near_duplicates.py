"""Records that are nearly the same: MinHash over runs of words, with the library datasketch."""

import re
from collections.abc import Sequence

from datasketch import MinHash, MinHashLSH

from data.example import Example

RUN = 3
SIMILAR = 0.6
"""Two texts share at least this much of their runs of three words to count as nearly the same."""
PERMUTATIONS = 128


def runs(text: str) -> set[str]:
    """Return the runs of three words of a text, whatever its case and marks; the whole text where it is shorter."""
    words = re.findall(r"[^\W_]+", text.lower())
    return {" ".join(words[i : i + RUN]) for i in range(max(1, len(words) - RUN + 1))}


def groups(examples: Sequence[Example]) -> list[list[str]]:
    """Return the ids of records whose texts are nearly the same, one sorted list a group, in the order of the corpus.

    The same words under another need are a lesson in Relevant and no duplicates.
    """
    index = MinHashLSH(threshold=SIMILAR, num_perm=PERMUTATIONS)
    group_of: dict[str, set[str]] = {}
    for example in examples:
        print_ = _print(f"{example.text} {example.need or ''}")
        near = index.query(print_)
        index.insert(example.id, print_)
        if near:
            joined = {example.id}.union(*(group_of.get(other, {other}) for other in near))
            for member in joined:
                group_of[member] = joined
    distinct = {id(group): group for group in group_of.values()}
    return [sorted(group) for group in distinct.values()]


def _print(text: str) -> MinHash:
    print_ = MinHash(num_perm=PERMUTATIONS)
    print_.update_batch([run.encode() for run in runs(text)])
    return print_
