import pytest
from typer.testing import CliRunner

from serve.cli import app
from serve.guide.book import places


def run(*words: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(app, ["guide", *words])
    return done.exit_code, done.stdout, done.stderr


@pytest.mark.parametrize("rule", places())
def test_a_finding_is_explained_with_its_examples(rule: str) -> None:
    code, said, _ = run(rule)
    _, section = places()[rule]
    assert code == 0
    assert said.lstrip().startswith(section.title)
    assert "What to do" in said
    assert "](" not in said


@pytest.mark.parametrize("name", ["time-bound", "time_bound", "Time-Bound"])
def test_a_criterion_is_explained_and_its_findings_are_named(name: str) -> None:
    code, said, _ = run(name)
    assert code == 0
    assert "aimwell guide undated-event" in said


def test_without_a_name_it_lists_what_can_be_explained() -> None:
    _, said, _ = run()
    assert [rule for rule in places() if rule not in said] == []


@pytest.mark.parametrize(("name", "said"), [("no-aktor", "did you mean “no-actor”?"), ("xyz", "`aimwell guide` lists")])
def test_a_name_that_the_guide_does_not_have_is_refused_with_the_nearest(name: str, said: str) -> None:
    code, out, error = run(name)
    assert (code, out) == (2, "")
    assert said in error
