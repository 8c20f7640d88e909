"""A bundle made end to end from a tiny, randomly initialised encoder: seconds, and no weights."""

from datetime import date
from pathlib import Path

import pytest
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

from data.corpus import load
from model.assessor import Assessor
from model.bundle import verify
from model.criteria import Criterion, Engine, Objective, Verdict
from model.errors import BundleDamaged
from training.corpora import OUTPUTS, prepare
from training.encoder import Tuning
from training.evaluate import bag_of_words, evaluate, judged_by, reliability, table
from training.fit import Recipe, make_bundle

pytestmark = pytest.mark.filterwarnings("ignore")  # the tracing exporter and the quantiser warn of themselves


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tiny")
    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    vocabulary = {
        w: i
        for i, w in enumerate(
            [
                *special,
                *"abcdefghijklmnopqrstuvwxyz0123456789",
                *(f"##{c}" for c in "abcdefghijklmnopqrstuvwxyz0123456789"),
            ]
        )
    }
    tokenizer = Tokenizer(models.WordPiece(vocabulary, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        pad_token="[PAD]",
        unk_token="[UNK]",
        cls_token="[CLS]",
        sep_token="[SEP]",
        mask_token="[MASK]",
        model_input_names=["input_ids", "token_type_ids", "attention_mask"],
    ).save_pretrained(folder)
    config = BertConfig(
        vocab_size=len(vocabulary), hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=32
    )
    BertModel(config).save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def bundle(tiny: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bundles") / "made"
    said: list[str] = []
    train = load("train")[:160]
    make_bundle(
        train,
        load("validation")[:60],
        folder,
        Recipe(Tuning(epochs=1)),
        said.append,
        base=tiny,
        card={"what": "a test"},
    )
    assert any(s.startswith("epoch 1 of 1") for s in said)
    return folder


def test_a_bundle_is_whole_and_says_what_it_is(bundle: Path) -> None:
    manifest = verify(bundle)
    assert set(manifest.files) == {"encoder.onnx", "tokenizer.json", "heads.onnx"}
    assert sorted(p.name for p in bundle.iterdir()) == ["encoder.onnx", "heads.onnx", "manifest.json", "tokenizer.json"]
    assert 0.9 <= manifest.card["int8_agreement"] <= 1.0
    assert manifest.card["versions"]["torch"]


def test_heads_that_heard_the_encoder_on_unseen_records_are_sealed_the_same_way(tiny: Path, tmp_path: Path) -> None:
    said: list[str] = []
    recipe = Recipe(Tuning(epochs=1), strangers=1, folds=2)
    make_bundle(load("train")[:120], load("validation")[:60], tmp_path / "made", recipe, said.append, base=tiny)
    assert set(verify(tmp_path / "made").files) == {"encoder.onnx", "tokenizer.json", "heads.onnx"}
    assert sum(s.startswith("fold ") for s in said) == 2


def test_it_judges_and_keeps_the_promise_of_cannot_tell(bundle: Path) -> None:
    from model.bundle import load as load_bundle

    assessor = Assessor(load_bundle(bundle))
    plain, needed = assessor.assess(
        [Objective("Ms Ncube will phone the surgery"), Objective("Ana will ring", need="No jabs")], date(2026, 8, 20)
    )
    assert plain.engine is Engine.MODEL
    assert plain[Criterion.RELEVANT].verdict is Verdict.CANNOT_TELL
    assert needed[Criterion.RELEVANT].probability is not None
    assert assessor.assess([], date(2026, 8, 20)) == []


def test_a_bundle_for_other_features_is_refused(bundle: Path, tmp_path: Path) -> None:
    import json
    import shutil

    from model.bundle import load as load_bundle

    other = tmp_path / "other"
    shutil.copytree(bundle, other)
    manifest = json.loads((other / "manifest.json").read_text(encoding="utf-8"))
    manifest["heads"]["features"] = ["one"]
    (other / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(BundleDamaged, match="retrain"):
        load_bundle(other)


def test_the_judges_are_told_side_by_side() -> None:
    examples = load("validation")[:60]
    rows = [
        evaluate("rules", judged_by(None), examples),
        evaluate("words", bag_of_words(load("train")[:200]), examples),
    ]
    said = table(rows)
    assert said.count("\n") == 3
    assert 0.3 < rows[0].mean.value <= 1.0
    assert "| specific |" in reliability(examples)


def test_labels_become_targets_and_what_was_not_judged_teaches_nothing() -> None:
    prepared = prepare([e for e in load("train") if not e.need][:5] + [e for e in load("train") if e.need][:5])
    at = {name: OUTPUTS.index(name) for name in (Criterion.RELEVANT, "purpose")}
    assert (
        list(map(bool, prepared.targets[:, at[Criterion.RELEVANT]] != prepared.targets[:, at[Criterion.RELEVANT]]))
        == [True] * 5 + [False] * 5
    )
    assert (
        list(map(bool, prepared.targets[:, at["purpose"]] != prepared.targets[:, at["purpose"]]))
        == [False] * 5 + [True] * 5
    )
