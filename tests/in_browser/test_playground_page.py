"""The playground in a real browser, as a reader uses it."""

from contextlib import contextmanager

import pytest

from axe import script, violations
from hosts import ODD, host, under_policy, with_odd_scripts, without_webassembly
from publish.chapters.contents import SITE
from visits import Quiet, serve, visit

PAGE = "book/playground.html"
DEAD = "?layers=8.relu-8.relu&bias=-10&epochs=20&b.bias=0"
SHORT = "?data=xor&layers=6.tanh-4.gelu&rate=0.3&epochs=15&seed=4"
# What the page sends its worker, and what comes back.
COUNT = """
window.sent = window.back = window.most = 0;
const Before = Worker;
window.Worker = class extends Before {
  constructor(...given) {
    super(...given);
    this.addEventListener("message", ({ data }) => (window.back += data.kind === "played"));
  }
  postMessage(message) {
    window.sent += message.do === "play";
    window.most = Math.max(window.most, window.sent - window.back);
    super.postMessage(message);
  }
};"""

# The sentence for those who do not see has the numbers that are shown.
SAID = """() => document.querySelector("#play-area [role=status]").textContent
    .includes(`Epochs: ${document.querySelector(".playground-numbers dd").textContent}.`)"""
DRAWN = """(canvas) => canvas.getContext("2d")
    .getImageData(0, 0, canvas.width, canvas.height).data.some((value) => value)"""


class Player:
    """What a reader does on the page."""

    def __init__(self, seen):
        self.seen, self.page = seen, seen.page
        self.page.set_default_timeout(120_000)

    def press(self, name):
        self.page.get_by_role("button", name=name, exact=True).click()

    def fact(self, name, run=0):
        """A number of a run, as exact as it is known."""
        stage = self.page.locator(".playground-stage").nth(run)
        value = stage.locator(f"dt:text-is('{name}') + dd").first
        return float(value.get_attribute("title") or value.inner_text())

    def epochs(self, run=0):
        return int(self.fact("Epochs", run))

    def said(self):
        return self.page.locator("#play-area [role=status]").inner_text()

    def trouble(self):
        return self.page.locator("#play-area [role=alert]").inner_text()

    def wait(self, epochs):
        self.page.wait_for_function(
            """(epochs) => [...document.querySelectorAll(".playground-numbers")]
                .some((numbers) => Number(numbers.querySelector("dd").textContent) >= epochs)""",
            arg=epochs,
        )

    def play_to_end(self, epochs):
        self.press("Play")
        self.wait(epochs)
        self.page.get_by_role("button", name="Play", exact=True).wait_for()

    def codes(self):
        self.press("Show the code")
        self.page.locator(".playground-codes pre").first.wait_for()
        return self.page.locator(".playground-codes pre").all_inner_texts()


@contextmanager
def playing(browser, site, search="", handler=Quiet, **options):
    with (
        serve(site, handler) as home,
        visit(browser, home + PAGE + search, home, **options) as seen,
    ):
        yield Player(seen)
        assert seen.foreign == []


def losses(cell):
    names = {}
    exec(cell, names)
    return names["history"].loss[-1], names["history"]["validation"][-1]


# Before the press.


def test_nothing_of_python_is_loaded_before_the_press(browser, built):
    with playing(browser, SITE) as player:
        assert player.page.get_by_role("button", name="Play", exact=True).is_visible()
        assert not any("/lite/" in address for address in player.seen.loaded)
        assert player.seen.complaints == []


def test_an_address_sets_the_controls_and_the_controls_the_address(browser, built):
    with playing(browser, SITE, DEAD) as player:
        page = player.page
        assert page.get_by_label("Activation of layer 2 of A").input_value() == "relu"
        biases = page.get_by_label("First bias of hidden layers").all()
        assert [one.input_value() for one in biases] == ["-10", "0"]
        assert player.trouble() == ""
        page.get_by_label("Rate").nth(1).fill("2")
        page.get_by_label("Rate").nth(1).press("Tab")
        assert "b.rate=2" in page.url
        page.get_by_label("A second run beside it").uncheck()
        assert "b." not in page.url
        page.get_by_label("Data").select_option("wave")
        assert page.get_by_label("Loss").first.input_value() == "squared_error"
        again = page.url
        page.reload()
        assert page.get_by_label("Data").input_value() == "wave"
        assert page.get_by_label("Loss").first.input_value() == "squared_error"
        assert page.url == again


def test_the_set_ups_of_the_list_fill_the_controls(browser, built):
    with playing(browser, SITE) as player:
        links = player.page.locator("a.setup")
        for place in range(links.count()):
            link = links.nth(place)
            address = link.get_attribute("href")
            link.click()
            assert player.trouble() == "", address
            assert player.page.url.endswith(address)
            asked = dict(part.split("=") for part in address[1:].split("&"))
            number = player.page.get_by_label("Epochs to play")
            assert number.input_value() == asked.get("epochs", "200")
            second = player.page.get_by_label("A second run beside it")
            assert second.is_checked() == any(key.startswith("b.") for key in asked)
        player.page.go_back()
        assert player.page.url.endswith(links.nth(links.count() - 2).get_attribute("href"))


@pytest.mark.parametrize(
    ("search", "said"),
    [
        ("?data=mnist&rate=0.5", "“data” cannot be “mnist”"),
        ("?layers=8.tahn", "“layers” cannot be “8.tahn”"),
        ("?rate=-1&colour=red", "nothing is called “colour”"),
        ("?b.seed=3", "nothing is called “b.seed”"),
        ("?rate=<img src=x onerror=alert(1)>", "“rate” cannot be “<img"),
    ],
)
def test_what_an_address_asks_for_in_vain_is_said(search, said, browser, built):
    with playing(browser, SITE, search) as player:
        assert said in player.trouble()
        assert player.page.locator("#play-area img").count() == 0
        assert player.page.get_by_label("Data").input_value() == "moons"


def test_a_number_out_of_its_range_is_said_and_not_taken(browser, built):
    with playing(browser, SITE) as player:
        rate = player.page.get_by_label("Rate").first
        rate.fill("99999")
        rate.press("Tab")
        assert player.trouble().startswith("Rate: ")
        assert "rate" not in player.page.url
        rate.fill("0.5")
        rate.press("Tab")
        assert player.trouble() == ""
        assert "rate=0.5" in player.page.url


def test_the_arrow_keys_double_and_halve_a_rate(browser, built):
    with playing(browser, SITE, "?rate=0.3") as player:
        rate = player.page.get_by_label("Rate").first
        rate.press("ArrowUp")
        assert rate.input_value() == "0.6"
        assert "rate=0.6" in player.page.url
        rate.press("ArrowDown")
        rate.press("ArrowDown")
        assert rate.input_value() == "0.15"
        rate.fill("1000")
        rate.press("ArrowUp")
        assert rate.input_value() == "1000"


def test_a_page_from_a_file_says_why_it_cannot(browser, built):
    with visit(browser, (SITE / PAGE).as_uri(), SITE.as_uri()) as seen:
        player = Player(seen)
        player.press("Play")
        assert "from a file" in player.trouble()


def test_without_a_script_the_page_says_so_and_lists_the_set_ups(browser, served):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(served + PAGE)
    assert page.get_by_text("needs JavaScript").is_visible()
    assert page.locator("a.setup").count() >= 12
    assert page.locator("#play-area button").count() == 0
    context.close()


# Playing.


@pytest.mark.slow
def test_a_run_from_an_address_and_its_code_at_home(browser, site_with_python):
    with playing(browser, site_with_python, SHORT) as player:
        player.play_to_end(15)
        assert player.epochs() == 15
        (cell,) = player.codes()
        training, validation = losses(cell)
        assert player.fact("Training loss") == pytest.approx(training, rel=1e-6)
        assert player.fact("Validation loss") == pytest.approx(validation, rel=1e-6)
        # Play again goes on, and the code follows.
        player.play_to_end(30)
        assert player.epochs() == 30
        (cell,) = player.codes()
        assert player.fact("Training loss") == pytest.approx(losses(cell)[0], rel=1e-6)
        assert player.seen.complaints == []


@pytest.mark.slow
def test_play_pause_step_and_reset_by_keyboard_alone(browser, site_with_python):
    with playing(browser, site_with_python, "?epochs=5000") as player:
        keyboard = player.page.keyboard
        player.page.get_by_label("A second run beside it").focus()
        keyboard.press("Tab")
        keyboard.press("Enter")
        player.wait(5)
        assert player.page.evaluate("document.activeElement.textContent") == "Pause"
        keyboard.press("Enter")
        player.page.get_by_role("button", name="Play", exact=True).wait_for()
        player.page.wait_for_function(SAID)
        epochs = player.epochs()
        assert f"Epochs: {epochs}. Training loss: " in player.said()
        player.page.wait_for_timeout(300)
        assert player.epochs() == epochs
        keyboard.press("Tab")
        keyboard.press("Enter")
        player.wait(epochs + 1)
        assert player.epochs() == epochs + 1
        keyboard.press("Tab")
        keyboard.press("Enter")
        player.page.wait_for_function(
            "document.querySelector('.playground-numbers dd').textContent === '0'"
        )


@pytest.mark.slow
def test_two_runs_side_by_side_and_what_is_inside(browser, site_with_python):
    with playing(browser, site_with_python, DEAD) as player:
        player.play_to_end(20)
        assert player.epochs(0) == player.epochs(1) == 20
        stages = player.page.locator(".playground-stage")
        dead, alive = (stages.nth(at).locator(".playground-cards").inner_text() for at in (0, 1))
        assert dead.count("100 %") >= 4
        assert "Layer 2: 8 relu" in dead
        assert alive.count("100 %") < 4
        assert player.fact("Training loss", 0) > player.fact("Training loss", 1)
        assert "B: Epochs: 20" in player.said()
        for at, cell in enumerate(player.codes()):
            assert player.fact("Training loss", at) == pytest.approx(losses(cell)[0], rel=1e-6)
        # Pictures are drawn, and said.
        for picture in stages.nth(1).locator("canvas").all():
            assert picture.get_attribute("aria-label")
            assert picture.evaluate(DRAWN)


@pytest.mark.slow
def test_a_change_begins_anew_and_frames_never_queue(browser, site_with_python):
    with serve(site_with_python) as home:
        context = browser.new_context()
        context.add_init_script(COUNT)
        page = context.new_page()
        page.set_default_timeout(120_000)
        page.goto(f"{home}{PAGE}?epochs=5000")
        page.get_by_role("button", name="Play", exact=True).click()
        page.wait_for_function("window.back > 20")
        for rate in ("0.2", "0.4", "0.01"):
            page.get_by_label("Rate").first.fill(rate)
            page.get_by_label("Rate").first.press("Tab")
        before = page.evaluate("window.back")
        page.wait_for_function("(before) => window.back > before + 20", arg=before)
        # One picture is on its way, and at most what each change asked for.
        assert page.evaluate("window.most") <= 4
        assert page.evaluate("window.sent - window.back") <= 1
        page.get_by_label("Rate").first.fill("0.05")
        page.get_by_label("Rate").first.press("Tab")
        page.get_by_role("button", name="Pause", exact=True).click()
        page.get_by_role("button", name="Show the code").click()
        assert "SGD(0.05)" in page.locator(".playground-codes pre").inner_text()
        context.close()


@pytest.mark.slow
@pytest.mark.parametrize("data", ["wave", "digits", "blobs"])
def test_each_kind_of_data_has_its_picture(data, browser, site_with_python):
    with playing(browser, site_with_python, f"?data={data}&layers=6.relu&epochs=3") as player:
        player.play_to_end(3)
        label = player.page.locator(".playground-stage canvas").first.get_attribute("aria-label")
        assert {"wave": "curve", "digits": "row", "blobs": "each point"}[data] in label
        assert player.seen.complaints == []


@pytest.mark.slow
def test_a_run_that_diverges_ends_in_a_sentence(browser, site_with_python):
    with playing(browser, site_with_python, "?data=wave&rate=1000&layers=4.relu") as player:
        player.press("Play")
        player.page.get_by_text("no longer finite").first.wait_for()
        player.page.get_by_role("button", name="Play", exact=True).wait_for()
        assert "diverged" in player.said()


@pytest.mark.slow
def test_a_pair_that_does_not_fit_is_said(browser, site_with_python):
    with playing(browser, site_with_python, "?loss=binary_cross_entropy") as player:
        player.press("Play")
        player.page.get_by_text("takes probabilities").wait_for()
        player.page.get_by_label("Activation of the output").first.select_option("sigmoid")
        player.play_to_end(1)
        assert player.trouble() == ""


# For everyone.


@pytest.mark.slow
@pytest.mark.parametrize("mode", ["light", "dark"])
def test_axe_finds_nothing_while_it_shows_all(mode, browser, site_with_python):
    with playing(browser, site_with_python, DEAD, mode=mode) as player:
        player.play_to_end(20)
        player.codes()
        assert violations(player.page) == []
        assert player.page.evaluate(script("../contrast.js")) == []


@pytest.mark.slow
@pytest.mark.parametrize("data", ["moons", "digits"])
def test_it_fits_narrow_screens_and_large_letters(data, browser, site_with_python):
    search = DEAD + f"&data={data}"
    with playing(browser, site_with_python, search, width=320, height=640) as player:
        player.play_to_end(20)
        player.codes()
        assert player.page.evaluate(script("layout.js")) == []
        player.page.set_viewport_size({"width": 1280, "height": 900})
        player.page.add_style_tag(content="html { font-size: 200% !important; }")
        assert player.page.evaluate(script("layout.js")) == []


# Faults.


@pytest.mark.slow
@pytest.mark.parametrize(
    ("handler", "said"),
    [
        (host(spoil="numpy"), "not everything came"),
        (host(spoil="edition.json"), "not everything came"),
        (host(spoil="worker-"), "not everything came"),
        (host(headers={"Content-Security-Policy": "script-src 'self' 'unsafe-inline'"}),
         "content security policy"),
    ],
    ids=["numpy lost", "edition lost", "worker lost", "WebAssembly forbidden"],
)  # fmt: skip
def test_python_that_does_not_start_says_why(handler, said, browser, site_with_python):
    with playing(browser, site_with_python, handler=handler) as player:
        player.press("Play")
        player.page.get_by_text("did not start").wait_for()
        assert said in player.trouble()
        player.page.get_by_role("button", name="Play", exact=True).wait_for()


@pytest.mark.slow
def test_what_did_not_come_is_asked_for_at_the_next_press(browser, site_with_python):
    with playing(browser, site_with_python, SHORT) as player:
        player.page.route("**/numpy*", lambda route: route.abort())
        player.press("Play")
        player.page.get_by_text("did not start").wait_for()
        player.page.unroute("**/numpy*")
        player.play_to_end(15)
        assert player.trouble() == ""


def test_a_script_of_an_odd_type_is_named(browser, built):
    with playing(browser, SITE, handler=with_odd_scripts()) as player:
        player.press("Play")
        player.page.get_by_text(f"as {ODD}").wait_for()


@pytest.mark.slow
def test_without_webassembly_the_page_says_so(browser, site_with_python, tmp_path):
    with without_webassembly(browser, site_with_python, PAGE, tmp_path) as page:
        page.get_by_role("button", name="Play", exact=True).click()
        page.get_by_text("runs no WebAssembly").wait_for(timeout=60_000)


@pytest.mark.slow
def test_it_works_below_a_folder_under_the_stated_security_policy(
    browser, site_with_python, tmp_path
):
    (tmp_path / "course").symlink_to(site_with_python)
    with (
        serve(tmp_path, under_policy()) as home,
        visit(browser, f"{home}course/{PAGE}{SHORT}", home) as seen,
    ):
        Player(seen).play_to_end(15)
        assert seen.complaints == []
