"""The gallery: it follows the catalogue, its numbers are right, its notebook is well stored."""

import dataclasses
import math
import re
from pathlib import Path

import numpy as np
import pytest
from bs4 import BeautifulSoup

import actloss as al
import chapter_rules
from actloss import gallery
from publish.chapters.chapter import Chapter

NOTEBOOK = Chapter(Path(__file__).parents[2] / "book" / "gallery.ipynb")
RULES = [
    chapter_rules.executed_in_order,
    chapter_rules.no_error_stored,
    chapter_rules.normal_form,
    chapter_rules.imports_are_light,
    chapter_rules.cells_are_short,
]
RECORDS = [*al.ACTIVATIONS.values(), *al.LOSSES.values()]


def parsed(page):
    return BeautifulSoup(page.html, "html.parser")


def output_of(source):
    """The HTML that the cell is stored with whose last line begins like this."""
    cell = next(c for c in NOTEBOOK.code if c.source.splitlines()[-1].startswith(source))
    return BeautifulSoup("".join(cell.outputs[0]["data"]["text/html"]), "html.parser")


def rows_of(table):
    return [[cell.get_text() for cell in row.find_all(["th", "td"])] for row in table.select("tr")]


# The notebook.


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_notebook_keeps_the_rules_of_chapters(rule):
    assert list(rule(NOTEBOOK)) == []


@pytest.mark.parametrize("records", [al.ACTIVATIONS, al.LOSSES], ids=["ACTIVATIONS", "LOSSES"])
def test_notebook_shows_every_record_as_it_is_now(records):
    name = "ACTIVATIONS" if records is al.ACTIVATIONS else "LOSSES"
    stored = output_of(f"gallery.cards(al.{name}.values())")
    assert str(stored) == str(parsed(gallery.cards(records.values())))


def test_the_picture_of_times_grows_with_the_catalogue():
    cell = next(c for c in NOTEBOOK.code if "timing" in c.tags)
    height = int(re.search(r"x(\d+)", cell.text_output)[1])
    assert height == pytest.approx(144 * (0.8 + 0.25 * len(al.ACTIVATIONS)), abs=1)


# Cards.


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.name)
def test_card_tells_what_the_record_tells(record):
    card = parsed(gallery.cards([record]))
    assert card.select_one("code").get_text() == f"al.{record.name}"
    assert record.formula in card.select_one(".math").get_text()
    assert record.reference in card.get_text()
    for name, value in record.params.items():
        assert f"{name} = {value}" in card.get_text()
    assert card.select_one("svg")["aria-label"].startswith(f"Graph of {record.name}")
    assert len(card.select("svg path[d]")) == 3
    assert "nan" not in str(card)
    assert "inf" not in str(card)


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.name)
def test_card_leads_to_the_lines_of_other_libraries(record):
    card = parsed(gallery.cards([record]))
    links = [link["href"] for link in card.select("a")]
    try:
        al.in_frameworks(record.name)
    except ValueError:  # no library was asked for it
        assert links == []
    else:
        assert links == [f"in_your_framework.md#{record.name}"]


def test_a_new_record_needs_no_more_than_its_line():
    cube = dataclasses.replace(
        al.ACTIVATIONS["identity"],
        name="cube",
        function=lambda z: z**3,
        prime=lambda z: 3 * z**2,
        formula="z^3",
    )
    page = gallery.cards([cube])
    assert "At −4, 0, 4 the value is −64, 0, 64 and the derivative is 48, 0, 48." in page.html
    assert "cube" in repr(page)
    assert rows_of(parsed(gallery.facts([cube])))[1] == [
        "cube", "−∞\u00a0to\u00a0∞", "none", "0", "never", "never",
    ]  # fmt: skip


def test_a_loss_that_takes_nothing_plain_is_named():
    def picky(prediction, target):
        raise ValueError("never")

    loss = dataclasses.replace(al.LOSSES["huber"], name="picky", function=picky)
    with pytest.raises(ValueError, match="picky takes none of the plain examples"):
        gallery.cards([loss])


@pytest.mark.parametrize("loss", al.LOSSES.values(), ids=lambda loss: loss.name)
def test_the_gradient_drawn_is_the_slope_of_the_loss_drawn(loss):
    graph = gallery.graph_of_loss(loss)
    inside = np.isfinite(graph.value) & (np.abs(graph.value) < 5)
    x, value, slope = graph.x[inside], graph.value[inside], graph.slope[inside]
    between = np.abs(np.diff(slope)) < 0.3
    rises = np.diff(value)[between] / np.diff(x)[between]
    assert between.sum() > 40
    if loss.name != "zero_one":  # which jumps where its slope does not
        np.testing.assert_allclose(rises, (slope[1:] + slope[:-1])[between] / 2, atol=0.01)


def coordinates(drawn):
    return [[float(n) for n in re.findall(r"-?\d+\.\d", piece)] for piece in drawn.split("M")[1:]]


def test_lines_break_where_they_jump():
    x = np.linspace(0, 100, 11)
    assert len(coordinates(gallery.path(x, x**2))) == 1
    assert len(coordinates(gallery.path(x, np.where(x > 50, 100.0, 0.0)))) == 2
    left, dot, right = coordinates(gallery.path(x, 100 * np.sign(x - 50)))
    assert left[-2:] == [40.0, -100.0]
    assert dot == [50.0, 0.0]
    assert right[:2] == [60.0, 100.0]


# Numbers.

PHI = 1 / math.sqrt(2 * math.pi)


@pytest.mark.parametrize(
    ("name", "mean", "zeros", "flat"),
    [
        ("identity", 0, 0, 0),
        ("step", 1 / 2, 1 / 2, 1),
        ("sigmoid", 1 / 2, 0, 0),
        ("relu", PHI, 1 / 2, 1 / 2),
        ("leaky_relu", 0.99 * PHI, 0, 0),
        ("elu", PHI + math.exp(0.5) * math.erfc(math.sqrt(0.5)) / 2 - 1 / 2, 0, 0),
        ("gelu", PHI / math.sqrt(2), 0, 0),
        ("selu", 0, 0, 0),
        ("hard_tanh", 0, 0, math.erfc(math.sqrt(0.5))),
        ("hard_sigmoid", 1 / 2, math.erfc(3 / math.sqrt(2)) / 2, math.erfc(3 / math.sqrt(2))),
    ],
)
def test_what_a_normal_input_becomes(name, mean, zeros, flat):
    found = gallery.under_normal(al.ACTIVATIONS[name])
    np.testing.assert_allclose(found, [mean, zeros, flat], atol=1e-7)


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.39894, "0.399"), (-1.7581, "−1.76"), (-1e-17, "0"), (math.inf, "∞"), (-math.inf, "−∞")],
)
def test_numbers_are_short(value, text):
    assert gallery.number(value) == text


def test_shares_are_in_per_cent():
    assert (gallery.share(0.5), gallery.share(0.0)) == ("50.0 %", "never")


# Conventions at kinks: the stored columns "left", "right" and "ours". What PyTorch and JAX do was
# measured with the versions that the page names.

KINKS = rows_of(output_of("gallery.table("))
SLOPES = {
    "absolute_error, y = 0": lambda p: al.absolute_error_grad(p, 0.0),
    "quantile, τ = 0.9, y = 0": lambda p: al.quantile_grad(p, 0.0, tau=0.9),
    "huber, δ = 1, y = 0": lambda p: al.huber_grad(p, 0.0),
    "hinge, y = 1": lambda z: al.hinge_grad(z, 1.0),
    "elu, α = 2": lambda z: al.elu_prime(z, alpha=2.0),
}


def as_number(text):
    return float(text.replace("−", "-"))


def test_every_kink_of_the_catalogue_is_in_the_table():
    shown = {(row[0], as_number(row[1])) for row in KINKS[1:]}
    for name, activation in al.ACTIVATIONS.items():
        assert {(name, kink) for kink in activation.kinks} <= shown


@pytest.mark.parametrize("row", KINKS[1:-1], ids=lambda row: f"{row[0]} at {row[1]}")
def test_at_a_kink_ours_is_the_least_slope(row):
    name, at, left, right, ours = row[0], *map(as_number, row[1:5])
    slope = SLOPES.get(name) or al.ACTIVATIONS[name].derivative
    found = [slope(at - 1e-9), slope(at + 1e-9), slope(at)]
    np.testing.assert_allclose([left, right, ours], found, atol=0.005)
    least = 0.0 if left * right <= 0 else min(left, right, key=abs)
    assert ours == least


def test_a_tie_goes_to_the_first_piece():
    layer = al.Maxout(2)
    layer.forward(np.ones((1, 2)))
    assert layer.backward(np.ones((1, 1))).tolist() == [[1.0, 0.0]]
    assert KINKS[-1][:5] == ["maxout, first piece", "1", "0", "1", "1"]
