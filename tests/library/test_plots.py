"""Figures: the data that the artists carry, not their pixels."""

import matplotlib

matplotlib.use("agg")

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.colors import to_hex

import actloss as al
from actloss import plots

CORNERS = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
XOR = np.array([0, 1, 1, 0])


@pytest.fixture
def ax():
    figure, axes = plt.subplots()
    yield axes
    plt.close(figure)


def luminance(color):
    """Relative luminance, as WCAG 2 defines it."""
    rgb = np.array(matplotlib.colors.to_rgb(color))
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    return linear @ [0.2126, 0.7152, 0.0722]


def test_house_style_stands_out_from_white_and_from_dark():
    with plt.style.context("actloss.house"):
        colors = plt.rcParams["axes.prop_cycle"].by_key()["color"]
    assert len(set(colors)) == 7
    for color in colors:
        assert 1.05 / (luminance(color) + 0.05) >= 3, color


def test_house_style_is_transparent_and_repeatable():
    with plt.style.context("actloss.house"):
        assert plt.rcParams["figure.facecolor"] == "none"
        assert plt.rcParams["axes.facecolor"] == "none"
        assert plt.rcParams["svg.fonttype"] == "none"
        assert plt.rcParams["svg.hashsalt"]


@pytest.mark.parametrize(
    "draw",
    [
        lambda ax: plots.curve(np.tanh, -1, 1, ax),
        lambda ax: plots.points(CORNERS, XOR, ax),
        lambda ax: plots.decision_boundary(lambda x: x[:, 0], CORNERS, XOR, ax),
        lambda ax: plots.decision_line([1, 1], -1, ax),
        lambda ax: plots.training_curves({"run": [3, 2, 1]}, ax),
        lambda ax: plots.bars_with_spread({"relu": [1, 2]}, ax),
    ],
    ids=["curve", "points", "decision_boundary", "decision_line", "training_curves", "bars"],
)
class TestAll:
    def test_draws_on_the_axes_given_and_returns_them(self, draw, ax):
        _, other = plt.subplots()
        assert draw(ax) is ax
        assert ax.has_data()
        assert not other.has_data()
        plt.close(other.figure)

    def test_draws_on_the_current_axes_otherwise(self, draw, ax):
        assert draw(None) is ax


class TestCurve:
    def test_function_and_derivative(self, ax):
        plots.curve(np.square, -2, 2, ax, derivative=lambda z: 2 * z, label="f", count=5)
        f, prime = ax.lines
        assert f.get_xydata().tolist() == [[-2, 4], [-1, 1], [0, 0], [1, 1], [2, 4]]
        assert prime.get_ydata().tolist() == [-4, -2, 0, 2, 4]
        assert [t.get_text() for t in ax.get_legend().texts] == ["f", "f′"]

    def test_without_a_label_there_is_no_legend(self, ax):
        plots.curve(np.tanh, -1, 1, ax, derivative=np.cos)
        assert ax.get_legend() is None

    def test_style_goes_to_the_line(self, ax):
        plots.curve(np.tanh, -1, 1, ax, color="#0072b2")
        assert to_hex(ax.lines[0].get_color()) == "#0072b2"


class TestPoints:
    def test_each_class_has_its_points_and_its_marker(self, ax):
        plots.points(CORNERS, XOR, ax, names=["equal", "different"])
        equal, different = ax.collections
        assert equal.get_offsets().tolist() == [[0, 0], [1, 1]]
        assert different.get_offsets().tolist() == [[0, 1], [1, 0]]
        shapes = [len(group.get_paths()[0].vertices) for group in ax.collections]
        assert shapes[0] != shapes[1]
        assert to_hex(equal.get_facecolor()) != to_hex(different.get_facecolor())
        assert [t.get_text() for t in ax.get_legend().texts] == ["equal", "different"]

    def test_a_class_keeps_its_look_when_another_is_missing(self, ax):
        plots.points(CORNERS, np.ones(4), ax)
        plots.points(CORNERS, XOR, ax)
        alone, _, beside = ax.collections
        assert to_hex(alone.get_facecolor()) == to_hex(beside.get_facecolor())


class TestDecisionBoundary:
    def edges(self, ax):
        """The corner points of all boundary lines."""
        sets = [c for c in ax.collections if hasattr(c, "filled") and not c.filled]
        return np.vstack([path.vertices for c in sets for path in c.get_paths()])

    @pytest.mark.parametrize("shape", [(-1,), (-1, 1)])
    def test_the_line_runs_where_the_probability_is_one_half(self, shape, ax):
        plots.decision_boundary(lambda x: (x[:, 0] - 0.2).reshape(shape), CORNERS, XOR, ax)
        assert np.allclose(self.edges(ax)[:, 0], 0.7)

    def test_each_side_has_the_colour_of_its_class(self, ax):
        plots.decision_boundary(lambda x: x[:, 0], CORNERS, CORNERS[:, 0].astype(int), ax)
        left, right = (c for c in ax.collections if getattr(c, "filled", False))
        assert left.get_paths()[0].vertices[:, 0].max() == pytest.approx(0.5)
        assert right.get_paths()[0].vertices[:, 0].min() == pytest.approx(0.5)
        points = [to_hex(c.get_facecolor()) for c in ax.collections[-2:]]
        assert [to_hex(c.get_facecolor()) for c in (left, right)] == points

    def test_the_largest_score_wins(self, ax):
        def scores(x):
            return np.stack([-x[:, 0], x[:, 0] - 1.2, np.full(len(x), -9.0)], axis=1)

        plots.decision_boundary(scores, CORNERS, XOR, ax)
        assert np.allclose(self.edges(ax)[:, 0], 0.6)
        assert sum(getattr(c, "filled", False) for c in ax.collections) == 2

    def test_one_class_everywhere_needs_no_line(self, ax):
        plots.decision_boundary(lambda x: np.ones(len(x)), CORNERS, XOR, ax)
        assert [c.filled for c in ax.collections if hasattr(c, "filled")] == [True]

    def test_the_points_lie_on_top(self, ax):
        plots.decision_boundary(lambda x: x[:, 0], CORNERS, XOR, ax)
        assert ax.collections[-1].get_offsets().tolist() == [[0, 1], [1, 0]]


class TestDecisionLine:
    @pytest.mark.parametrize(("w", "b"), [((1, 1), -2), ((2, 1), 4), ((0, 1), 3), ((1, 0), 0)])
    def test_the_line_is_where_the_score_is_zero_and_crosses_the_axes(self, w, b, ax):
        ax.set(xlim=(-5, 5), ylim=(-4, 4))
        plots.decision_line(w, b, ax)
        ends = ax.lines[0].get_xydata()
        assert np.allclose(ends @ w + b, 0)
        assert (np.abs(ends) >= [5, 4]).any(axis=1).all()
        assert np.all(np.sign(ends[0] - ends[1]) != 0) or 0 in w

    def test_the_limits_stay(self, ax):
        plots.points(CORNERS, XOR, ax)
        before = ax.get_xlim(), ax.get_ylim()
        plots.decision_line([1, 1], -100, ax)
        assert (ax.get_xlim(), ax.get_ylim()) == before


class TestTrainingCurves:
    RUNS = np.array([[4.0, 2, 1], [5, 3, 2], [6, 4, 9]])

    def band(self, ax):
        """The lower and the upper edge of the band at each step."""
        x, y = ax.collections[0].get_paths()[0].vertices.T
        return [(y[x == at].min(), y[x == at].max()) for at in np.unique(x)]

    def test_median_and_range(self, ax):
        plots.training_curves({"relu": self.RUNS}, ax)
        assert ax.lines[0].get_xydata().tolist() == [[1, 5], [2, 3], [3, 2]]
        assert self.band(ax) == [(4, 6), (2, 4), (1, 9)]

    def test_quartiles(self, ax):
        plots.training_curves({"relu": self.RUNS}, ax, spread="quartiles")
        assert self.band(ax) == [(4.5, 5.5), (2.5, 3.5), (1.5, 5.5)]

    def test_one_run_has_no_band(self, ax):
        plots.training_curves({"relu": [3, 2, 1]}, ax, steps=[0, 10, 20])
        assert ax.lines[0].get_xydata().tolist() == [[0, 3], [10, 2], [20, 1]]
        assert not ax.collections

    def test_diverged_runs_are_counted_not_hidden(self, ax):
        runs = self.RUNS.copy()
        runs[2, 1:] = np.nan
        plots.training_curves({"relu": runs, "tanh": self.RUNS}, ax)
        labels = [t.get_text() for t in ax.get_legend().texts]
        assert labels == ["relu (1 of 3 diverged)", "tanh"]
        assert ax.lines[0].get_ydata().tolist() == [5, 2.5, 1.5]

    def test_where_all_have_diverged_the_line_ends(self, ax):
        plots.training_curves({"relu": [2, 3, np.nan]}, ax)
        assert ax.lines[0].get_xydata().tolist() == [[1, 2], [2, 3]]


class TestBars:
    def test_median_and_whiskers(self, ax):
        plots.bars_with_spread({"relu": [1, 2, 4], "tanh": [3]}, ax)
        assert [bar.get_width() for bar in ax.patches] == [2, 3]
        (whisker,) = ax.containers[0].lines[2][0].get_segments()
        assert whisker[:, 0].tolist() == [1, 4]

    def test_the_first_stands_on_top(self, ax):
        plots.bars_with_spread({"relu": [1], "tanh": [3]}, ax)
        assert [t.get_text() for t in ax.get_yticklabels()] == ["relu", "tanh"]
        assert ax.yaxis_inverted()


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: plots.curve(np.tanh, 1, -1), "lo < hi, but got 1 and -1"),
        (lambda: plots.curve(lambda z: 1.0, -1, 1), r"f must return.*601 inputs.*shape \(\)"),
        (
            lambda: plots.curve(np.tanh, -1, 1, derivative=lambda z: z[:2]),
            r"derivative must return.*shape \(2,\)",
        ),
        (lambda: plots.points([1, 2], [0, 1]), r"shape \(n, 2\), but has shape \(2,\)"),
        (lambda: plots.points(np.ones((3, 4)), [0, 1, 1]), r"two columns"),
        (lambda: plots.points(CORNERS, XOR[:, None]), r"shape \(4, 1\).*use y\.ravel\(\)"),
        (lambda: plots.points(CORNERS, [-1, 1, 1, -1]), "count the classes from 0"),
        (lambda: plots.points(CORNERS, [0.5, 1, 1, 0]), "one class from 0"),
        (
            lambda: plots.decision_boundary(lambda x: x.T, CORNERS, XOR),
            r"one row per point.*returned shape \(2, 40000\)",
        ),
        (lambda: plots.decision_line([[1], [2]], 0), r"two weights.*w\.ravel\(\)"),
        (lambda: plots.decision_line([0, 0], 1), "not both 0"),
        (lambda: plots.decision_line([1, 1], [1, 2]), "one bias"),
        (lambda: plots.training_curves({"a": np.ones((2, 3, 4))}), r"'a' must have.*\(2, 3, 4\)"),
        (lambda: plots.training_curves({"a": [1, 2]}, steps=[1, 2, 3]), r"with 3 steps"),
        (lambda: plots.training_curves({"a": [1, 2]}, spread="std"), "'std'"),
        (lambda: plots.bars_with_spread({"a": [[1, 2]]}), r"'a' must be.*\(1, 2\)"),
        (lambda: plots.bars_with_spread({"a": [1, np.nan]}), "drop diverged runs"),
        (lambda: plots.bars_with_spread({"a": []}), "list of finite numbers"),
    ],
)
def test_what_does_not_fit_is_refused(call, message, ax):
    with pytest.raises(ValueError, match=message):
        call()


class TestFlow:
    x = np.random.default_rng(0).standard_normal((40, 3))
    y = np.arange(40) % 2

    def net(self, activation="tanh", sizes=(3, 4, 5, 2)):
        return al.mlp(sizes, activation, rng=np.random.default_rng(1))

    def drawn(self, network, axes=3):
        _, axes = plt.subplots(axes, 1)
        return axes, al.plots.flow(axes, network, self.x, self.y, "softmax_cross_entropy")

    def test_bars_are_the_errors_of_the_layers(self):
        network = self.net()
        axes, said = self.drawn(network)
        dense = network.layers[::2]
        for bar, layer in zip(axes[2].patches, dense, strict=True):
            squares = []
            for row, label in zip(self.x, self.y, strict=True):  # for one example δ is b's gradient
                logits = network.forward(row[np.newaxis])
                network.backward(al.LOSSES["softmax_cross_entropy"].grad(logits, [label]))
                squares.append(np.mean(layer.bias_grad**2))
            assert bar.get_height() == pytest.approx(np.mean(squares) ** 0.5)
        assert f"{axes[2].patches[0].get_height():.0e}" in said

    def test_units_without_slope_are_counted_and_left_white(self):
        network = self.net("relu")
        network.layers[0].bias[:2] = -100
        axes, said = self.drawn(network)
        assert "50%, " in said
        shades = axes[0].collections[-3].get_facecolor()[:, 0]  # of the first hidden layer
        assert shades[:2].tolist() == [1, 1]
        assert (shades[2:] < 1).all()

    def test_a_line_for_each_weight_that_can_be_seen(self):
        network = self.net(sizes=(3, 2))
        network.layers[0].weights[...] = [[1, -1], [0.5, 0], [-0.5, 1e-3]]
        axes, said = self.drawn(network)
        plus, minus = axes[0].collections[:2]
        assert len(plus.get_segments()) == len(minus.get_segments()) == 2
        assert max(plus.get_linewidths()) == 2 * min(plus.get_linewidths())
        assert "there are no hidden layers" in said

    def test_wide_layers_are_drawn_in_part(self):
        axes, _ = self.drawn(self.net(sizes=(3, 50, 2)))
        assert len(axes[0].collections[-2].get_offsets()) == 6

    @pytest.mark.parametrize("count", [1, 2, 3])
    def test_the_network_comes_first_and_errors_last(self, count):
        axes, said = self.drawn(self.net(), count)
        drawn = [len(ax.collections) + len(ax.patches) > 0 for ax in np.ravel(axes)]
        assert drawn == [True] * count
        assert said == self.drawn(self.net())[1]

    def test_a_span_is_where_the_errors_end(self):
        _, axes = plt.subplots(3, 1)
        al.plots.flow(axes, self.net(), self.x, self.y, "softmax_cross_entropy", span=(0.5, 2))
        assert axes[2].get_ylim() == (0.5, 2)
        assert min(bar.get_height() for bar in axes[2].patches) == 0.5

    def test_four_axes_are_too_many(self):
        with pytest.raises(ValueError, match="but has 4 axes"):
            self.drawn(self.net(), axes=4)
