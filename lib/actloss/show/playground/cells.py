"""The cell that repeats a run: what the playground runs itself, with the library's public names."""

from itertools import pairwise

from actloss.nets.network import RECTIFIERS
from actloss.show.playground.setups import DATA, OPTIMIZERS, PER_CLASS, Setup

TEST_FRACTION = "1 / 3"


def code(setup: Setup, epochs: int) -> str:
    """All of it: the data, the network, so many epochs of training, and the losses."""
    batches = "" if setup.batch == "all" else f"batch_size={setup.batch}, rng=rng, "
    return f"""{preparation(setup)}
history = al.fit(
    network, x_train, y_train, loss=loss, optimizer=optimizer, epochs={epochs},
    {batches}measure={{"validation": validation}},
)
print(f"training {{history.loss[-1]:.6g}}, validation {{history['validation'][-1]:.6g}}")
"""


def preparation(setup: Setup) -> str:
    """The same up to the training."""
    data = DATA[setup.data]
    parts = [
        "import numpy as np\n\nimport actloss as al\n",
        f"rng = np.random.default_rng({setup.seed})",
        data.code.format(noise=setup.noise),
        *_targets(setup),
        f"x_train, y_train, x_valid, y_valid = al.split_train_test(x, y, {TEST_FRACTION}, rng)\n",
        *_first_weights(setup),
        f"network = al.Network([\n{_layers(setup)}])",
        f'loss = al.LOSSES["{setup.loss}"]',
        f"optimizer = al.{OPTIMIZERS[setup.optimizer]}({setup.rate})\n\n",
        "def validation(network):",
        "    return loss(network(x_valid), y_valid)\n\n",
    ]
    return "\n".join(parts)


def _targets(setup: Setup) -> list[str]:
    """The labels as the loss takes them."""
    classes = DATA[setup.data].classes
    if classes is None or setup.loss in PER_CLASS:
        return []
    if setup.outputs > 1:
        return [f"y = np.eye({classes})[y]  # a column for each class"]
    if setup.loss == "hinge":
        return ["y = 2 * y[:, np.newaxis] - 1  # labels -1 and 1"]
    return ["y = y[:, np.newaxis]"]


def _first_weights(setup: Setup) -> list[str]:
    drawn = {
        "normal": f"al.normal(n_in, n_out, rng, scale={setup.scale})",
        "equal": f"np.full((n_in, n_out), {setup.scale})",
    }
    if setup.init not in drawn:
        return []
    return [f"\ndef init(n_in, n_out, rng):\n    return {drawn[setup.init]}\n\n"]


def _layers(setup: Setup) -> str:
    activations = [*(name for _, name in setup.layers), setup.output]
    lines = []
    for at, (n_in, n_out) in enumerate(pairwise(setup.sizes)):
        hidden = at < len(setup.layers)
        bias = f", bias={setup.bias}" if hidden and setup.bias else ""
        lines.append(f"    al.Dense({n_in}, {n_out}, rng=rng, init={_init(setup, at)}{bias}),\n")
        if activations[at] != "identity":
            lines.append(f'    al.Activate("{activations[at]}"),\n')
    return "".join(lines)


def _init(setup: Setup, at: int) -> str:
    """He's weights behind a rectifier, Xavier's behind others: for one activation as in `mlp`."""
    if setup.init in ("normal", "equal"):
        return "init"
    if setup.init != "auto":
        return f"al.{setup.init}"
    before = [name for _, name in setup.layers][max(at - 1, 0) :][:1]
    return "al.he" if RECTIFIERS.intersection(before) else "al.xavier"
