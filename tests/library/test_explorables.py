"""Sliders without a kernel: the frames, the links, the words, and a real browser."""

import base64
import re
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from ipywidgets.embed import dependency_state, embed_snippet

from actloss.show.explorables import MOST_FRAMES, Explorable, explore
from programs import absent
from visits import visit

ROOT = Path(__file__).parents[2]
INSTALLED = "tests/web/node_modules/.installed"
EMBED = ROOT / "tests/web/node_modules/@jupyter-widgets/html-manager/dist/embed.js"


def draw(ax, **values):
    """A frame whose line and sentence say what it was drawn for."""
    ax.plot([0, 1, 2], [0, 1 / 3, sum(v for v in values.values() if not isinstance(v, str))])
    ax.set_axis_off()  # drawing ticks takes most of the time
    return f"Drawn for <{', '.join(map(str, values.values()))}>."


def draw_in_full(ax, **values):
    """The same with ticks."""
    draw(ax, **values)
    ax.set_axis_on()


def pages(explorable):
    """The frames' HTML, in order."""
    stack = explorable.children[-1]
    rows = [child.children if hasattr(child, "children") else [child] for child in stack.children]
    return [page.value for row in rows for page in row]


def picture(page):
    """The frame's SVG, parsed."""
    return ElementTree.fromstring(page[: page.index("</svg>") + len("</svg>")])


def links(explorable):
    """What is linked in the browser: {(control, trait): [(widget, trait), ...]}, by model id."""
    found = {}
    for entry in dependency_state(explorable, drop_defaults=False).values():
        if entry["model_name"] == "LinkModel":
            source, target = (tuple(entry["state"][end]) for end in ("source", "target"))
            found.setdefault(source, []).append(target)
    return found


def model(widget, trait):
    return (f"IPY_MODEL_{widget.model_id}", trait)


class TestFrames:
    def test_there_is_one_for_each_value_and_it_says_which(self):
        labels = [picture(p).get("aria-label") for p in pages(explore(draw, slope=[-1, 0.5]))]
        assert labels == ["slope = −1. Drawn for <-1>.", "slope = 0.5. Drawn for <0.5>."]

    def test_two_parameters_make_all_pairs(self):
        shown = pages(explore(draw, title="A & B", start_weight=[1, 2], kind=["a", "b", "c"]))
        labels = [picture(p).get("aria-label") for p in shown]
        assert len(labels) == 6
        assert labels[1] == "A & B. start weight = 1, kind = b. Drawn for <1, b>."
        assert labels[5] == "A & B. start weight = 2, kind = c. Drawn for <2, c>."

    def test_the_sentence_stands_under_the_picture(self):
        page = pages(explore(draw, slope=[1, 2]))[1]
        assert re.search(r'<p class="actloss-caption"[^>]*>Drawn for &lt;2&gt;.</p>$', page)

    def test_without_a_sentence_there_is_no_caption(self):
        def silent(ax, slope):
            ax.plot([0, slope])

        page = pages(explore(silent, slope=[1, 2]))[0]
        assert picture(page).get("aria-label") == "slope = 1"
        assert page.endswith("</svg>")

    def test_they_fit_a_page(self):
        root = picture(pages(explore(draw, slope=[1, 2]))[0])
        assert root.get("role") == "img"
        assert root.get("class") == "actloss-frame"
        assert root.get("viewBox") == "0 0 460.8 345.6"
        assert root.get("width") is None
        assert "width: 100%" in root.get("style")
        assert "var(--actloss-paper, white)" in root.get("style")

    def test_they_bring_no_style_sheet_that_would_reach_the_whole_page(self):
        def titled(ax, slope):
            ax.set_title(f"$z = {slope}$ > 0")  # matplotlib repeats a formula in a comment
            draw(ax, slope=slope)

        page = pages(explore(titled, slope=[1, 2]))[0]
        assert "<style" not in page
        assert "<metadata" not in page
        assert "<!--" not in page

    def test_coordinates_are_short_and_words_are_left_alone(self):
        def labelled(ax, slope):
            draw(ax, slope=slope)
            ax.set_title("1.23456 exactly")

        page = pages(explore(labelled, slope=[1, 2]))[0]
        assert "1.23456 exactly" in page
        assert not re.search(r'd="[^"]*\.\d{3}', page)

    def test_a_prime_in_a_formula_is_a_prime(self):
        def primed(ax, slope):
            draw(ax, slope=slope)
            ax.set_title("$f'(z)$")

        page = pages(explore(primed, slope=[1, 2]))[0]
        assert "′" in page
        assert "cmsy10" not in page

    def test_references_stay_within_the_frame(self):
        for page in pages(explore(draw_in_full, slope=[1, 2])):
            ids = re.findall(r' id="([^"]+)"', page)
            assert len(ids) == len(set(ids)) > 0
            assert set(re.findall(r'href="#([^"]+)"|url\(#([^)]+)\)', page)) > set()
            for groups in re.findall(r'href="#([^"]+)"|url\(#([^)]+)\)', page):
                assert "".join(groups) in ids

    def test_two_explorables_share_no_id(self):
        one, two = (pages(explore(draw_in_full, slope=s))[0] for s in ([1, 2], [1, 3]))
        find = re.compile(r' id="([^"]+)"').findall
        assert not set(find(one)) & set(find(two))

    def test_they_are_the_same_every_time(self):
        first, second = (explore(draw_in_full, slope=[1, 2]) for _ in range(2))
        assert pages(first) == pages(second)
        assert first.still == second.still

    def test_the_axes_do_not_move(self):
        def wide(ax, ticks):
            ax.plot([0, 1])
            ax.set_yticks([0], labels=[ticks])

        def frame_of(page):
            return [path.get("d") for path in picture(page).iter() if path.get("d")][1]

        first, second = pages(explore(wide, ticks=["1", "1000000000"]))
        assert frame_of(first) == frame_of(second)

    def test_several_axes(self):
        def pair(axes, slope):
            for ax, name in zip(axes, ["left", "right"], strict=True):
                ax.text(0, 0, f"the {name} one")

        page = pages(explore(pair, axes=(1, 2), slope=[1, 2]))[0]
        assert "the left one" in page
        assert "the right one" in page


class TestControls:
    def test_a_slider_turns_the_stack(self):
        explorable = explore(draw, start_weight=[1, 2, 3], start={"start_weight": 2})
        slider, stack = explorable.children
        assert slider.description == "start weight"
        assert slider.index == stack.selected_index == 1
        assert links(explorable) == {model(slider, "index"): [model(stack, "selected_index")]}

    def test_two_sliders_turn_a_stack_of_stacks(self):
        explorable = explore(draw, a=[1, 2, 3], b=[4, 5], start={"b": 5})
        first, second, stack = explorable.children
        assert [inner.selected_index for inner in stack.children] == [1, 1, 1]
        assert links(explorable) == {
            model(first, "index"): [model(stack, "selected_index")],
            model(second, "index"): [model(s, "selected_index") for s in stack.children],
        }

    def test_a_dropdown_for_one_of_two(self):
        explorable = explore(draw, kind=["a", "b"], slope=[1, 2], control={"kind": "dropdown"})
        names = [type(child).__name__ for child in explorable.children]
        assert names == ["Dropdown", "SelectionSlider", "Stack"]

    def test_play_moves_the_slider(self):
        explorable = explore(draw, slope=[1, 2, 3], control="play", start={"slope": 3})
        slider, play, stack = explorable.children
        assert (play.value, play.max) == (2, 2)
        assert links(explorable) == {
            model(play, "value"): [model(slider, "index")],
            model(slider, "index"): [model(stack, "selected_index")],
        }

    def test_start_forgives_rounding(self):
        explorable = explore(draw, slope=np.arange(0, 1, 0.1), start={"slope": 0.3})
        assert explorable.children[0].label == "0.3"

    @pytest.mark.parametrize(
        ("values", "labels"),
        [
            (np.arange(-0.2, 0.21, 0.1), ["−0.2", "−0.1", "0", "0.1", "0.2"]),
            ([-0.1, 1e-17, 0.1], ["−0.1", "0", "0.1"]),
            ([1, 2.0, np.int64(3)], ["1", "2", "3"]),
            ([0.00001, 123456, 1e7], ["1e−5", "123456", "1e7"]),
            ([1 / 3, 2 / 3], ["0.3333", "0.6667"]),
            ([1.00001, 1.00002], ["1.00001", "1.00002"]),
            (["relu", "leaky_relu"], ["relu", "leaky_relu"]),
            ([False, True], ["False", "True"]),
            ([1, np.inf], ["1", "inf"]),
        ],
        ids=str,
    )
    def test_values_are_written_as_one_writes_them(self, values, labels):
        explorable = explore(draw, v=values)
        assert list(explorable.children[0].options) == labels


class TestBundle:
    def test_widget_still_and_one_line_of_text(self):
        data, _ = explore(draw, slope=[-2, 0, 2], kind=["a", "b"])._repr_mimebundle_()
        assert set(data) == {
            "application/vnd.jupyter.widget-view+json",
            "image/png",
            "text/plain",
        }
        assert (
            data["text/plain"]
            == "Explorable: slope from −2 to 2 (3 values), kind from a to b (2 values)"
        )
        png = base64.b64decode(data["image/png"])
        assert png.startswith(b"\x89PNG")
        assert len(png) < 60_000

    @pytest.mark.parametrize(("start", "shown"), [({}, 3), ({"slope": 1}, 1)])
    def test_the_still_shows_the_middle_or_the_start(self, start, shown):
        seen = []

        def remember(ax, slope):
            seen.append(slope)
            draw(ax, slope=slope)

        explore(remember, slope=[1, 2, 3, 4, 5], start=start)
        assert seen == [1, 2, 3, 4, 5, shown]

    def test_it_is_a_widget_that_the_page_knows(self):
        explorable = explore(draw, slope=[1, 2])
        assert isinstance(explorable, Explorable)
        assert explorable._model_name == "VBoxModel"
        assert "actloss-explore" in explorable._dom_classes


def two(ax, a, b):
    ax.plot([a, b])


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({}, TypeError, r"one or two parameters.*slope=\[0, 1, 2\].*got none"),
        ({"a": [1, 2], "b": [1, 2], "c": [1, 2]}, TypeError, "got a, b, c; fix the others"),
        ({"a": [], "b": [1, 2]}, ValueError, r"a must be a list of two values or more.*got \[\]"),
        ({"a": [1], "b": [1, 2]}, ValueError, "two values or more"),
        ({"a": "relu", "b": [1, 2]}, ValueError, "two values or more.*got 'relu'"),
        ({"a": 3, "b": [1, 2]}, ValueError, "two values or more.*got 3"),
        ({"a": [1, None], "b": [1, 2]}, TypeError, "numbers or words.*got NoneType None"),
        ({"a": [1, 2, 1], "b": [1, 2]}, ValueError, "must differ, but 1 comes twice"),
        ({"a": range(11), "b": range(10)}, ValueError, "at most 100.*11.*10.*makes 110; give few"),
        (
            {"a": [1, 2], "c": [1, 2]},
            TypeError,
            r"calls draw\(ax, a, c\), but yours is draw\(ax, a",
        ),
        ({"a": [1, 2], "b": [1, 2], "control": "knob"}, ValueError, "slider, dropdown.*'knob'"),
        ({"a": [1, 2], "b": [1, 2], "control": {"c": "play"}}, ValueError, "gives one to a or b"),
        ({"a": [1, 2], "b": [1, 2], "start": {"c": 1}}, ValueError, "a or b; got 'c'"),
        ({"a": [1, 2], "b": [1, 2], "start": {"a": 3}}, ValueError, r"3 is not among \[1, 2\]"),
    ],
)
def test_a_wrong_call_says_what_to_do(arguments, error, message):
    with pytest.raises(error, match=message):
        explore(two, **arguments)


def test_what_is_not_a_function_is_refused():
    with pytest.raises(TypeError, match=r"needs a function draw\(ax, a\); got 3"):
        explore(3, a=[1, 2])


def test_a_frame_drawn_elsewhere_is_refused():
    with pytest.raises(ValueError, match=r"left them empty at a = 1; call ax\.plot"):
        explore(lambda ax, a: None, a=[1, 2])


def test_an_error_in_draw_says_in_which_frame():
    with pytest.raises(ZeroDivisionError) as caught:
        explore(lambda ax, a: ax.plot([1 / a]) and None, a=[1, 0])
    assert caught.value.__notes__ == ["explore was drawing the frame a = 0"]


def test_as_many_frames_as_allowed_are_not_refused():
    def stop(ax, a, b):
        raise InterruptedError

    with pytest.raises(InterruptedError):
        explore(stop, a=range(MOST_FRAMES // 10), b=range(10))


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    """A page with four explorables, shown by Jupyter's own library as in JupyterLab."""
    if not EMBED.exists():
        reason = f"the widgets' script is not there yet; `make {INSTALLED}` brings it"
        absent(reason, "that explorables move in JupyterLab")
    shown = [
        explore(draw, slope=[-1, -0.5, 0]),
        explore(draw, weight=[1, 2], bias=[3, 4], start={"bias": 4}),
        explore(draw, kind=["a", "b"], control="dropdown"),
        explore(draw, slope=[1, 2, 3], control="play"),
    ]
    snippet = embed_snippet(shown, embed_url="", requirejs=False, drop_defaults=False)
    snippet = re.sub(r'<script src=""[^>]*>', f'<script src="{EMBED.as_uri()}">', snippet)
    file = tmp_path_factory.mktemp("explore") / "page.html"
    file.write_text(f'<!doctype html><meta charset="utf-8"><body>{snippet}', encoding="utf-8")
    return file


@pytest.fixture
def page(browser, file):
    """The page in a browser, from the file and without a kernel."""
    with visit(browser, file.as_uri(), "file:") as seen:
        seen.page.wait_for_function("document.querySelectorAll('.actloss-frame').length === 4")
        yield seen.page
        # Jupyter's library warns of a schema of its own.
        assert [text for text in seen.complaints if not text.startswith("strict mode")] == []


def wait_for(page, number, words):
    """Wait until the picture of an explorable begins with these words."""
    page.wait_for_function(
        """([number, words]) => document.querySelectorAll(".actloss-explore")[number]
            .querySelector(".actloss-frame")?.getAttribute("aria-label").startsWith(words)""",
        arg=[number, words],
    )


def test_in_jupyter_arrow_keys_move_the_slider(page):
    wait_for(page, 0, "slope = −1. Drawn for <-1>.")
    page.locator("[role=slider]").first.press("ArrowRight")
    wait_for(page, 0, "slope = −0.5. Drawn for <-0.5>.")
    page.locator("[role=slider]").first.press("End")
    wait_for(page, 0, "slope = 0. Drawn for <0>.")


def test_in_jupyter_two_sliders_work_together(page):
    wait_for(page, 1, "weight = 1, bias = 4. Drawn for <1, 4>.")
    sliders = page.locator(".actloss-explore").nth(1).locator("[role=slider]")
    sliders.nth(0).press("ArrowRight")
    wait_for(page, 1, "weight = 2, bias = 4")
    sliders.nth(1).press("ArrowLeft")
    wait_for(page, 1, "weight = 2, bias = 3")


def test_in_jupyter_a_dropdown_works(page):
    page.get_by_role("combobox", name="kind").select_option("b")
    wait_for(page, 2, "kind = b")


def test_in_jupyter_play_runs(page):
    page.locator(".actloss-explore").nth(3).locator(".widget-play button").first.click()
    wait_for(page, 3, "slope = 2")
