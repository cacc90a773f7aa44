"""Mistakes with gradients that go down a chain or a stack, and with the first weights."""

from mistakes import Mistake

MISTAKES = {
    "one weight too many": Mistake("delta_1", "number > 0", "number >= 0", ["delta_1_check"]),
    "no weights": Mistake("delta_1", "delta_1 *= w", "pass", ["delta_1_check"]),
    "a chain with the slope at the output": Mistake(
        "delta_1",
        "sigmoid_prime(w * activation + b)",
        "sigmoid_prime(al.sigmoid(w * activation + b))",
        ["delta_1_check"],
    ),
    "the weights of the wrong neurons": Mistake(
        "delta_1", "number > 0", "number < 3", ["delta_1_check"]
    ),
    "no slope at the top": Mistake("errors", "top * al.tanh_prime(zs[-1])", "top", ["errors_top"]),
    "no slope below": Mistake("errors", "down * al.tanh_prime(z)", "down", ["errors_below"]),
    "a slope from the output": Mistake(
        "errors", "tanh_prime(z)", "tanh_prime(al.tanh(z))", ["errors_below"]
    ),
    "a missing minus sign": Mistake("errors", "deltas = [top", "deltas = [-top", ["errors_top"]),
    "the last layer first": Mistake(
        "errors", "deltas[::-1]", "deltas", ["errors_top", "errors_below"]
    ),
    "the slope of the sigmoid": Mistake("tanh_slope", "4 * ", "", ["tanh_slope_values"]),
    "one minus a number near one": Mistake(
        "tanh_slope", "al.sigmoid(-2 * z)", "(1 - al.sigmoid(2 * z))", ["tanh_slope_tails"]
    ),
    "one minus the square": Mistake(
        "tanh_slope", "return 4", "return 1 - np.tanh(z) ** 2\n    return 4", ["tanh_slope_tails"]
    ),
    "one over a cosh that overflows": Mistake(
        "tanh_slope",
        "return 4",
        "return np.exp(2 * z) * 4 / (1 + np.exp(2 * z)) ** 2\n    return 4",
        ["tanh_slope_tails"],
    ),
    "the slope of the library": Mistake(
        "tanh_slope",
        "return 4",
        "return al.tanh_prime(z)\n    return 4",
        ["tanh_slope_values", "tanh_slope_tails"],
    ),
    "no ReLU": Mistake("signal_sizes", "a = al.relu(a @", "a = (a @", ["signal_sizes_check"]),
    "the standard deviation": Mistake(
        "signal_sizes", "np.sqrt(np.mean(a**2))", "np.std(a)", ["signal_sizes_check"]
    ),
    "weights from the seed again": Mistake(
        "signal_sizes",
        "n_out, rng)",
        "n_out, np.random.default_rng(seed))",
        ["signal_sizes_check"],
    ),
    "He for Xavier": Mistake(
        "signal_sizes", '"xavier": al.xavier', '"xavier": al.he', ["signal_sizes_check"]
    ),
}
