"""The rewriter's folder in the package, and what is made of it: an index of similar objectives, and a model to write with."""

from dataclasses import dataclass
from pathlib import Path

from model import rewriter_weights, similar
from model.barred import barred
from model.bundle import verify
from model.errors import RewriterBarred, RewriterNotPrepared
from model.prepared import cache_or_none
from model.rewriter import Continuer, Rewriter
from model.similar import Embedder, SimilarObjectives

DEFAULT_REWRITER = Path(__file__).parent / "bundles" / "rewriter"
ADAPTER, TOKENIZER = "adapter.safetensors", "tokenizer.json"


@dataclass(frozen=True, slots=True)
class RewriterBundle:
    """A verified rewriter's folder.

    `neighbours` is how many similar pairs its model was taught to read, `encoder` the SHA-256 of the encoder that embedded
    them; it is empty where nobody wrote it down.
    """

    folder: Path
    id: str
    neighbours: int
    encoder: str = ""

    def similar(self, classifier: Embedder) -> SimilarObjectives:
        """Return the index of similar objectives, searched with the classifier's encoder.

        Where that is another than the one it was made with (`retrain --deep` tunes its own), the index is made anew.

        Raises:
            BundleDamaged: when it cannot be read.
        """
        return similar.load(self.folder, classifier, self.encoder, cache_or_none())

    def prepare(self, cache: Path) -> Path:
        """Make the language model in the cache, unless it is there; return its folder.

        Raises:
            BundleError: when the base is missing or damaged, or the cache cannot be written.
        """
        return rewriter_weights.build(rewriter_weights.find_base(), self.folder / ADAPTER, cache)

    def language_model(self, cache: Path) -> Path:
        """Return the folder of its language model.

        Raises:
            BundleError: when it has not been made yet.
        """
        made = rewriter_weights.built(self.folder / ADAPTER, cache)
        if made is None:
            raise RewriterNotPrepared(cache)
        return made

    def continuer(self, cache: Path, seconds: float) -> Continuer:
        """Return its language model, loaded, which answers within `seconds`.

        Raises:
            BundleError: when it has not been made yet, or cannot be used.
        """
        made = self.language_model(cache)
        from model.continuer import CTranslate2Continuer  # only here, so that judging alone stays light

        return CTranslate2Continuer(made, self.folder / TOKENIZER, seconds=seconds)

    def rewriter(self, continuer: Continuer, index: SimilarObjectives | None) -> Rewriter:
        """Return the trained rewriter, which writes with a language model, its own or one that it asks."""
        return Rewriter(continuer, index, self.neighbours)


def open_rewriter(folder: Path = DEFAULT_REWRITER) -> RewriterBundle:
    """Return the rewriter of a folder whose every file is the one that was made.

    Raises:
        BundleError: when it is missing or damaged, or barred.
    """
    manifest = verify(folder)
    if (why := barred(folder)) is not None:
        raise RewriterBarred(folder, why)
    heads = manifest.heads
    return RewriterBundle(folder, manifest.id, int(heads.get("neighbours", 0)), str(heads.get("encoder", "")))
