"""A small drawing for each chapter: on its card on the title page, and on the picture that stands
beside a shared link (1200 × 630, with the chapter's question).

Each is drawn from the library itself, and again only when its chapter or this file has changed.
"""

import textwrap
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np

import actloss as al
from actloss.lessons.claims import VERDICTS
from publish.chapters.changes import outdated
from publish.chapters.chapter import chapters

HERE = Path(__file__)

BLUE, ORANGE, GREEN, PINK, GREY = "#0072B2", "#D55E00", "#009E73", "#B5568C", "#8A8F94"
VERDICT_COLOURS = dict(zip(VERDICTS, ("#1a6b3c", "#b07a12", "#a8322a", "#6a4a9c"), strict=True))
INK, PAPER = "#14304a", "#fbfbf8"
THUMBNAIL = (3.2, 1.8)
SHARED_SIZE = (6, 3.15)  # inches, at 200 dots each


def spirals(ax):
    """The points of the title page."""
    x, y = al.spirals(60, noise=0.0, rng=0, turns=1)
    for k, colour in enumerate((BLUE, ORANGE)):
        ax.plot(*x[y == k].T, "os"[k], color=colour, markersize=5)
    ax.set_aspect("equal")


def two_folds(ax):
    """XOR: a strip between two folds holds what no line divides."""
    x, y = al.xor()
    across = np.linspace(-0.9, 1.9, 2)
    ax.fill_between(across, 0.5 - across, 1.5 - across, color=ORANGE, alpha=0.2, linewidth=0)
    for level in (0.5, 1.5):
        ax.plot(across, level - across, color=INK, linewidth=2)
    for k, colour in enumerate((BLUE, ORANGE)):
        ax.plot(*x[y == k].T, "os"[k], color=colour, markersize=11)
    ax.set(xlim=(-0.9, 1.9), ylim=(-0.3, 1.3))


def flat_tail(ax):
    """The sigmoid with its steepest slope, and the one far out where learning stands still."""
    z = np.linspace(-6, 6, 200)
    ax.plot(z, al.sigmoid(z), color=BLUE, linewidth=4)
    for at, reach, colour in ((0.0, 1.7, GREEN), (4.2, 1.7, ORANGE)):
        near = np.array([at - reach, at + reach])
        height = al.sigmoid(at) + al.sigmoid_prime(at) * (near - at)
        ax.plot(near, height, color=colour, linewidth=3)
        ax.plot(at, al.sigmoid(at), "o", color=colour, markersize=10)


def fading_layers(ax):
    """A gradient on its way down the layers: sigmoids' factor, at most a quarter."""
    layers = np.arange(12)
    sizes = (4 * al.sigmoid_prime(1.2)) ** layers
    ax.bar(layers, sizes[::-1], color=BLUE, width=0.7)
    ax.set(ylim=(0, 1.1))


def three_probabilities(ax):
    """softmax(3, 1, -3)."""
    shares = al.softmax(np.array([3.0, 1.0, -3.0]))
    for at, (share, colour) in enumerate(zip(shares, (BLUE, ORANGE, GREEN), strict=True)):
        ax.vlines(at, 0, share, color=colour, linewidth=5)
        ax.plot(at, share, "o", color=colour, markersize=13)
    ax.set(xlim=(-0.8, 2.8), ylim=(-0.12, 1))


def focal_family(ax):
    """The focal loss: cross-entropy, and what is left of it for larger gammas."""
    scores = np.linspace(-2.5, 3.5, 120)
    for gamma, colour in zip((0, 0.5, 1, 2, 5), (INK, BLUE, GREEN, ORANGE, PINK), strict=True):
        losses = [al.focal(np.array([z]), np.ones(1), gamma=gamma) for z in scores]
        ax.plot(al.sigmoid(scores), losses, color=colour, linewidth=2.5)


def bent_relatives(ax):
    """Relatives of ReLU on the negative side."""
    z = np.linspace(-4, 2.2, 200)
    colours = (INK, BLUE, GREEN, ORANGE, PINK)
    for f, colour in zip((al.relu, al.elu, al.leaky_relu, al.silu, al.gelu), colours, strict=True):
        ax.plot(z, f(z), color=colour, linewidth=2.5)
    ax.set(ylim=(-1.15, 1.8))


def largest_of_lines(ax):
    """The largest of five lines."""
    z = np.linspace(-1, 1, 200)
    slopes = np.linspace(-1.6, 1.6, 5)
    lines = slopes * z[:, None] - slopes**2 / 4
    ax.plot(z, lines, color=GREY, linewidth=1.2)
    ax.plot(z, lines.max(axis=1), color=BLUE, linewidth=4)
    ax.set(ylim=(-0.35, 1))


def near_and_far(ax):
    """Absolute, squared and Huber's loss of an error."""
    errors = np.linspace(-2.4, 2.4, 200)
    for loss, colour in ((al.squared_error, BLUE), (al.absolute_error, ORANGE), (al.huber, GREEN)):
        ax.plot(
            errors, [loss(np.array([e]), np.zeros(1)) for e in errors], color=colour, linewidth=3
        )
    ax.set(ylim=(-0.1, 2.6))


def tournament(ax):
    """A heat map: depth against slope, and how much of a signal is left."""
    slopes, depths = np.linspace(0.35, 1, 9), np.arange(1, 6)
    ax.imshow(slopes ** depths[:, None], cmap="cividis", aspect="auto")


def verdicts(ax):
    """How many of the claims are true, partly true, false, slips: the ring shows all of them."""
    ruled = [claim.verdict for claim in al.load_claims()]
    counts = [ruled.count(verdict) for verdict in VERDICT_COLOURS]
    ax.pie(
        counts,
        colors=list(VERDICT_COLOURS.values()),
        startangle=90,
        counterclock=False,
        wedgeprops={"width": 0.42, "edgecolor": PAPER, "linewidth": 2},
    )


def fan(ax):
    """A mean whose band, of one and of two spreads, widens on the way."""
    x = np.linspace(0, 3, 100)
    for width, alpha in ((2, 0.2), (1, 0.35)):
        ax.fill_between(
            x, x - width * x / 4, x + width * x / 4, color=BLUE, alpha=alpha, linewidth=0
        )
    ax.plot(x, x, color=ORANGE, linewidth=4)
    ax.set(ylim=(-0.2, 4.6))


def coin_and_beliefs(ax):
    """The entropy of a coin, and what a belief of 0.7 costs: the line that touches the arch."""
    p = np.linspace(0, 1, 200)
    coins = np.column_stack([p, 1 - p])
    ax.plot(p, [al.entropy(coin) for coin in coins], color=BLUE, linewidth=4)
    ax.plot(p, [al.cross_entropy(coin, [0.7, 0.3]) for coin in coins], color=ORANGE, linewidth=3)
    ax.plot(0.7, al.entropy([0.7, 0.3]), "o", color=ORANGE, markersize=12)
    ax.set(ylim=(-0.05, 1.25))


DRAWINGS = {
    "01_why_activations": two_folds,
    "02_sigmoid_mse_slowdown": flat_tail,
    "03_vanishing_gradients": fading_layers,
    "04_softmax_log_likelihood": three_probabilities,
    "05_softmax_loss_variants": focal_family,
    "06_relu_variants": bent_relatives,
    "07_maxout": largest_of_lines,
    "08_regression_losses": near_and_far,
    "09_choosing": tournament,
    "10_claims_on_trial": verdicts,
    "11_information": coin_and_beliefs,
    "12_when_the_spread_is_the_answer": fan,
}


def draw_thumbnail(draw, path):
    with plt.rc_context({"svg.hashsalt": "actloss"}):
        figure, ax = plt.subplots(figsize=THUMBNAIL, layout="constrained")
        draw(ax)
        ax.axis("off")
        figure.savefig(path, transparent=True, metadata={"Date": None})
        plt.close(figure)


def draw_shared(draw, course, question, path):
    """The picture beside a shared link: what is asked on the left, the drawing on the right."""
    figure = plt.figure(figsize=SHARED_SIZE, facecolor=PAPER)
    ax = figure.add_axes((0.56, 0.16, 0.4, 0.62))
    draw(ax)
    ax.axis("off")
    text = textwrap.fill(question, 22)
    figure.text(0.06, 0.5, text, fontsize=18, color=INK, va="center", linespacing=1.25)
    figure.text(0.06, 0.07, course, fontsize=9.5, color=GREY)
    figure.add_artist(plt.Rectangle((0, 0.975), 1, 0.025, color=ORANGE))
    figure.savefig(path, dpi=200)
    plt.close(figure)


def draw_covers(app):
    """Draw those that are missing or older than their chapter."""
    folder = Path(app.outdir) / "_static" / "covers"
    folder.mkdir(parents=True, exist_ok=True)
    course, front = app.config.html_title, folder / "intro.png"
    if outdated(front, HERE):
        draw_shared(spirals, course, "What has to bend, and what has to be measured?", front)
    for chapter in chapters(Path(app.srcdir) / "book"):
        stem = chapter.path.stem
        # a new chapter has the title page's drawing until it gets one of its own
        draw = DRAWINGS.get(stem, spirals)
        if outdated(folder / f"{stem}.png", HERE, chapter.path):
            draw_thumbnail(draw, folder / f"{stem}.svg")
            question = chapter.metadata["course"]["question"]
            draw_shared(draw, course, question, folder / f"{stem}.png")


def setup(app):
    app.connect("builder-inited", draw_covers)
