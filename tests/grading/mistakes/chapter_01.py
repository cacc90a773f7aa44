"""Mistakes with lines, layers that collapse, and the pieces of ReLU networks."""

from mistakes import Mistake

MISTAKES = {
    "a missing minus sign": Mistake("crossing", "-(B @ V + C)", "(B @ V + C)", ["crossing_check"]),
    "the weights of a neuron for those of an input": Mistake(
        "crossing", "W[0] @ V", "W[:, 0] @ V", ["crossing_check"]
    ),
    "the output's bias forgotten": Mistake("crossing", "B @ V + C", "B @ V", ["crossing_check"]),
    "layers that do not add": Mistake(
        "collapse", "np.eye(n) + weight", "weight", ["collapse_check"]
    ),
    "layers in the wrong order": Mistake(
        "collapse", "W @ step, b @ step", "step @ W, b @ step", ["collapse_check"]
    ),
    "biases that are only added": Mistake(
        "collapse", "b @ step + bias", "b + bias", ["collapse_check"]
    ),
    "slopes in the place of their changes": Mistake(
        "output_layer", "np.diff(slopes, prepend=0)", "slopes", ["output_layer_check"]
    ),
    "no bias": Mistake(
        "output_layer", "prepend=0), values[0]", "prepend=0), 0.0", ["output_layer_check"]
    ),
    "corners counted in the place of pieces": Mistake(
        "count_pieces", "1 + sum", "sum", ["count_pieces_check"]
    ),
    "a corner for each neuron": Mistake(
        "count_pieces",
        "    change = {}",
        "    return 1 + len(w)\n    change = {}",
        ["count_pieces_special"],
    ),
    "a change of slope without absolute value": Mistake(
        "count_pieces", "v_k * abs(w_k)", "v_k * w_k", ["count_pieces_special"]
    ),
    "corners compared to the last bit": Mistake(
        "count_pieces", "round(-c_k / w_k, 9)", "-c_k / w_k", ["count_pieces_special"]
    ),
    "changes of slope compared to the last bit": Mistake(
        "count_pieces", "abs(total) > 1e-9", "total != 0", ["count_pieces_special"]
    ),
    "a constant neuron that bends": Mistake(
        "count_pieces",
        "round(-c_k / w_k, 9)",
        "0.0",
        ["count_pieces_check", "count_pieces_special"],
    ),
    "no ReLU between the layers": Mistake(
        "pieces_seen", "a = np.maximum(0, z)", "a = z", ["pieces_seen_check"]
    ),
    "the last layer only": Mistake("pieces_seen", "new |= ", "new = ", ["pieces_seen_check"]),
    "each neuron counted": Mistake(
        "pieces_seen",
        "new |= np.any((z[1:] > 0) != (z[:-1] > 0), axis=1)",
        "new = new + np.sum((z[1:] > 0) != (z[:-1] > 0), axis=1)",
        ["pieces_seen_check"],
    ),
    "corners of the walk counted": Mistake(
        "pieces_seen", "1 + new.sum()", "new.sum()", ["pieces_seen_check"]
    ),
}
