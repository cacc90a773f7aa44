"""The collection of claims: how it is filtered, and how it shows itself."""

import json
from importlib.resources import files

import pytest

import actloss as al
from actloss.lessons.claims import Claim, ClaimsTable


def claim(**changes):
    fields = {
        "id": "A1",
        "text": "One draws a line.",
        "sources": ("000", "004"),
        "verdict": "true",
        "reason": "The gap is 0.25 at most. At 3 it is gone.",
        "chapter": "01_why_activations",
        "tried": True,
    }
    return Claim(**{**fields, **changes})


def test_all_claims_are_there_with_their_types():
    stored = json.loads(files("actloss").joinpath("data", "claims.json").read_text("utf-8"))
    claims = al.load_claims()
    assert [c.id for c in claims] == [record["id"] for record in stored]
    assert all(isinstance(c, Claim) and isinstance(c.sources, tuple) for c in claims)


@pytest.mark.parametrize(
    ("choice", "holds"),
    [
        ({"chapter": 7}, lambda c: c.id.startswith("M")),
        ({"source": "003"}, lambda c: "003" in c.sources),
        ({"verdict": "slip"}, lambda c: c.verdict == "slip"),
        ({"chapter": 1, "verdict": "false"}, lambda c: c.id[0] == "A" and c.verdict == "false"),
    ],
)
def test_a_choice_keeps_what_it_names_and_nothing_else(choice, holds):
    everything, chosen = al.load_claims(), al.load_claims(**choice)
    assert list(chosen) == [c for c in everything if holds(c)]
    assert 0 < len(chosen) < len(everything)


@pytest.mark.parametrize("choice", [{"chapter": 77}, {"source": "005"}, {"verdict": "wrong"}])
def test_an_unknown_choice_names_the_known_ones(choice):
    (name, value), *_ = choice.items()
    known = {"chapter": "[1, 2", "source": "['000', ", "verdict": "['false', "}[name]
    with pytest.raises(ValueError, match=f"{name} must be one of") as error:
        al.load_claims(**choice)
    assert known in str(error.value)
    assert repr(value) in str(error.value)


@pytest.mark.parametrize(
    ("reason", "finding"),
    [
        ("The gap is 0.25 at most. At 3 it is gone.", "The gap is 0.25 at most."),
        ("At e.g. $x$ it is 0.5. At 3 it is gone.", "At e.g. $x$ it is 0.5."),
        ("By Lin et al. (2017), it is new. Yes.", "By Lin et al. (2017), it is new."),
        ("The gap is 0.25", "The gap is 0.25"),
    ],
)
def test_the_finding_is_the_first_sentence(reason, finding):
    assert claim(reason=reason).finding == finding


def test_the_table_links_to_the_chapters():
    tried = claim()
    history = claim(id="A2", tried=False, verdict="slip", reason="Shannon (1948).")
    table = ClaimsTable([tried, history])._repr_markdown_().splitlines()
    assert table[2] == (
        "| [A1](01_why_activations.ipynb#claim-A1) | One draws a line. | 000, 004 | "
        '<span class="verdict verdict-true">true</span> | The gap is 0.25 at most. '
        "[Evidence](01_why_activations.ipynb#evidence-A1) |"
    )
    assert "Evidence" not in table[3]


def test_bars_do_not_split_a_cell():
    spiky = claim(text="Large |z| and $|z| \\|w\\| > 1$ \n too.", reason="See $p \\| q$: 1.")
    row = ClaimsTable([spiky])._repr_markdown_().splitlines()[2]
    assert r"Large \|z\| and $\vert z\vert  \Vert w\Vert  > 1$ too." in row
    assert r"$p \Vert  q$" in row
    assert row.replace(r"\|", "").count("|") == 6
