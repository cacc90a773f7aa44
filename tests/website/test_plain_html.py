"""Formulas, explorables and folds as the pages have them: plain HTML that needs no library."""

import json
import re
from contextlib import ExitStack
from pathlib import Path
from types import SimpleNamespace

import ipywidgets as widgets
import pytest
from bs4 import BeautifulSoup
from ipywidgets.embed import embed_data

import actloss as al
from publish.chapters import formulas
from publish.chapters.contents import SITE
from publish.chapters.markup import mend
from publish.website.pages import explorables
from publish.website.pages.preload import preload
from visits import visit


@pytest.fixture
def app(tmp_path):
    scripts = []
    return SimpleNamespace(
        doctreedir=tmp_path,
        scripts=scripts,
        add_js_file=lambda name, **attributes: scripts.append(name),
    )


@pytest.fixture
def warnings(monkeypatch):
    found = []
    for module in (explorables, formulas):
        monkeypatch.setattr(
            module.LOGGER, "warning", lambda text, *parts: found.append(text % parts)
        )
    return found


# Formulas.


def with_formulas(app, body):
    html = f"<head></head><body>{body}</body>"
    context = {"pagename": "page", "pathto": lambda path, resource: f"../{path}"}
    return BeautifulSoup(formulas.set_formulas(app, html, context), "html.parser")


def test_formulas_are_set(app, warnings):
    page = with_formulas(
        app,
        r'<p><span class="math notranslate">\(a &lt; b\)</span> and \(c\)</p>'
        r'<div class="math">\[\frac{d}{e}\]</div>'
        r'<div class="math">\begin{align}f &amp;= g\end{align}</div>',
    )
    assert [math.get_text() for math in page.select("mjx-assistive-mml > math")] == [
        "a<b",
        "de",
        "f=g",
    ]
    assert [one.get("display") for one in page.select("mjx-container")] == [None, "true", "true"]
    assert r"and \(c\)" in page.p.get_text()
    assert 'url("../_static/vendor/mathjax/' in page.style.get_text()
    assert warnings == []


def test_a_page_without_formulas_gets_no_style(app):
    assert with_formulas(app, "<p>none</p>").style is None


@pytest.mark.parametrize("wrong", [r"\nosuchcommand", r"\frac{a}", r"\left( a"])
def test_a_wrong_formula_is_named(wrong, app, warnings):
    with_formulas(app, rf'<span class="math">\({wrong}\)</span>')
    assert len(warnings) == 1
    assert warnings[0].startswith("page: ")
    assert warnings[0].endswith(f"in the formula {wrong}")


def test_formulas_are_set_once(app, monkeypatch):
    body = r'<span class="math">\(a\)</span>'
    first = with_formulas(app, body)
    monkeypatch.setattr(formulas, "node", None)
    assert with_formulas(app, body) == first


# Explorables.


def page_of(app, widget):
    """The page that MyST-NB makes of a widget, and what becomes of it."""
    state = {
        "type": explorables.STATE,
        "body": json.dumps(embed_data([widget], drop_defaults=False)["manager_state"]),
    }
    view = json.dumps({"model_id": widget.model_id})
    context = {
        "body": f'<script type="application/vnd.jupyter.widget-view+json">{view}</script>',
        "script_files": [SimpleNamespace(attributes=state), SimpleNamespace(attributes={})],
    }
    explorables.write(app, "page", "page.html", context, None)
    assert len(context["script_files"]) == 1
    return BeautifulSoup(context["body"], "html.parser")


def draw(ax, size, kind="<a>"):
    ax.plot([0, size])
    return f"size {size} kind {kind}"


def test_an_explorable_is_written_with_its_controls(app):
    control = {"size": "play", "kind": "dropdown"}
    start = {"size": 2, "kind": "b"}
    kinds = ["<a>", "b", "c"]
    page = page_of(app, al.explore(draw, control=control, start=start, size=[1, 2], kind=kinds))
    group = page.select_one("div.actloss-explore[role=group]")
    assert group["aria-label"] == "Explorable: size and kind"
    slider = group.select_one("label.widget-slider input")
    assert (slider["value"], slider["max"], slider["aria-valuetext"]) == ("1", "1", "2")
    assert json.loads(slider["data-labels"]) == ["1", "2"]
    options = group.select("label.widget-dropdown option")
    assert [option.get_text() for option in options] == kinds
    assert [option.get_text() for option in options if option.has_attr("selected")] == ["b"]
    assert group.select_one("button.widget-play")["data-interval"] == "500"
    assert app.scripts == ["explore.js"]


def test_an_explorable_has_each_picture_once(app):
    start = {"size": 2, "kind": "b"}
    page = page_of(app, al.explore(draw, start=start, size=[1, 2], kind=["a", "b", "c"]))
    wanted = [f"size {size} kind {kind}" for size in (1, 2) for kind in "abc"]
    shown = page.select_one(".actloss-shown")
    assert shown["data-at"] == "4"
    assert wanted[4] in shown.decode_contents()
    templates = [one.decode_contents() for one in page.select("template")]
    assert templates.pop(4) == ""
    for sentence, picture in zip(wanted[:4] + wanted[5:], templates, strict=True):
        assert f">{sentence}</p>" in picture


def test_another_widget_is_refused(app, warnings):
    page = page_of(app, widgets.IntSlider())
    assert page.get_text() == ""
    assert warnings == [
        "page: the widget IntSlider needs a kernel, which a static page has not; use al.explore"
    ]


# Explorables in a browser.

SCRIPT = Path(__file__).parents[2] / "publish" / "website" / "static" / "explore.js"


@pytest.fixture
def opened(app, browser, tmp_path):
    """Open a page that has one explorable."""
    visits = ExitStack()

    def opened(**choices):
        page = tmp_path / "page.html"
        html = page_of(app, al.explore(draw, **choices))
        script = f'<script src="{SCRIPT.as_uri()}"></script>'
        page.write_text(f'<!doctype html><meta charset="utf-8">{html}{script}', encoding="utf-8")
        return visits.enter_context(visit(browser, page.as_uri(), "file:")).page

    with visits:
        yield opened


def shown(page):
    return page.locator(".actloss-frame").get_attribute("aria-label").partition(".")[0]


def test_keys_move_a_slider(opened):
    page = opened(size=[1, 2, 3], start={"size": 2})
    slider = page.get_by_role("slider", name="size")
    for key, value in [("ArrowRight", 3), ("Home", 1), ("ArrowRight", 2), ("End", 3)]:
        slider.press(key)
        assert slider.get_attribute("aria-valuetext") == str(value)
        assert page.locator(".widget-readout").inner_text() == str(value)
        assert shown(page) == f"size = {value}"


def test_two_controls_work_together(opened):
    page = opened(size=[1, 2], kind=["a", "b", "c"], control={"kind": "dropdown"})
    for size, kind in [(2, "b"), (1, "c"), (2, "a"), (1, "a")]:
        page.get_by_role("slider", name="size").press("End" if size == 2 else "Home")
        page.get_by_role("combobox", name="kind").select_option(kind)
        assert shown(page) == f"size = {size}, kind = {kind}"


def test_the_sentence_is_read_out_after_a_move(opened):
    page = opened(size=[1, 2, 3])
    status = page.locator("[role=status]")
    page.wait_for_timeout(900)
    assert status.text_content() == ""
    page.get_by_role("slider").press("ArrowRight")
    assert status.text_content() == ""
    status.get_by_text("size 2 kind <a>").wait_for(state="attached", timeout=3_000)


def test_play_goes_on_to_the_end_and_begins_again(opened):
    page = opened(size=[1, 2, 3], control="play", start={"size": 2})
    page.clock.install(time=0)
    page.clock.pause_at(3_600_000)  # from here on time passes when we say so
    page.get_by_role("button", name="Play").click()
    page.clock.run_for(5_000)
    page.get_by_role("button", name="Play").wait_for()
    assert shown(page) == "size = 3"
    page.get_by_role("button", name="Play").click()
    assert shown(page) == "size = 1"
    page.get_by_role("button", name="Pause").click()
    page.clock.run_for(5_000)
    assert shown(page) == "size = 1"


# What others write.


@pytest.mark.parametrize(
    ("written", "mended"),
    [
        (
            '<summary aria-label="Toggle hidden content">\n'
            '<p class="collapsed admonition-title">Show</p>\n'
            '<p class="expanded admonition-title">Hide</p>\n</summary>',
            '<summary><span class="collapsed">Show</span>'
            '<span class="expanded">Hide</span></summary>',
        ),
        ('<th class="head"><p></p></th>', "<td></td>"),
        (
            '<th class="head right"><p>a</p></th>',
            '<th class="head right" scope="col"><p>a</p></th>',
        ),
        ('<script src="doctools.js">', '<script defer="defer" src="doctools.js">'),
        ('<script src="documentation_options.js">', '<script src="documentation_options.js">'),
    ],
)
def test_markup_is_mended(written, mended):
    assert mend(None, written, {}) == mended


def test_a_page_asks_at_once_for_the_letters_that_it_needs():
    context = {"pathto": lambda path, resource: f"../{path}"}
    html = preload(None, '<link rel="icon"><body><p>a <em>b</em></p></body>', context)
    addresses = json.loads(re.search(r"\? \[\] : (\[.*\])", html)[1])
    assert [address.rpartition("-")[2] for address in addresses] == ["normal.woff2", "italic.woff2"]
    assert all((SITE / address.removeprefix("../")).exists() for address in addresses)
    assert html.index("<script>") < html.index("<link ")
