"""A valid call of every public function that takes arrays, drawn from a seed.

`CALLS[name](draw)` gives the function, its arguments by name, and what must come back: the shape
and type of the result, or None where it is a number or a structure of its own.
"""

from typing import Any, NamedTuple

import numpy as np
import reference

import actloss as al

# Numbers of this size lie well within the type, so that what is drawn is not inf.
LARGEST = {"f2": 6e4, "f4": 3e38, "f8": 1.7e308, "g": 1.7e308}


class Call(NamedTuple):
    function: Any
    arguments: dict
    shape: tuple | None = None
    dtype: Any = None


class Draw:
    """Arrays of one shape and type. scale: the size of the greatest numbers, or None for 1."""

    def __init__(self, seed, shape=(4, 6), dtype="f8", scale=None):
        self.rng = np.random.default_rng(seed)
        self.shape, self.dtype, self.scale = shape, np.dtype(dtype), scale

    @property
    def answer(self):
        """The type of the results: integers and booleans are float64."""
        return self.dtype if self.dtype.kind == "f" else np.dtype(float)

    @property
    def rows(self):
        """A shape with classes along its last axis."""
        return self.shape if self.shape and self.shape[-1] else (*self.shape[:-1], 3)

    @property
    def examples(self):
        """A shape (n,) of at least two."""
        return (max(2, int(np.prod(self.shape))),)

    def values(self, shape=None):
        shape = self.shape if shape is None else shape
        if self.dtype.kind != "f":
            low = 0 if self.dtype.kind in "bu" else -9
            return self.rng.integers(low, 2 if self.dtype.kind == "b" else 9, shape).astype(
                self.dtype
            )
        z = self.rng.normal(size=shape)
        if self.scale is not None:
            z = np.clip(z, -1, 1) * self.scale
            z = np.where(self.rng.random(shape) < 0.3, 0.0, z)
        largest = LARGEST[self.dtype.str[1:] if self.dtype.itemsize <= 8 else "g"]
        return np.clip(z, -largest, largest).astype(self.dtype)

    def shares(self, shape=None):
        """Numbers from 0 to 1, the ends included."""
        shape = self.shape if shape is None else shape
        p = self.rng.choice([0.0, 1.0, 0.5, 1e-5, self.rng.random()], size=shape)
        return p.astype(self.dtype)

    def probs(self, shape=None):
        z = self.rng.normal(size=self.rows if shape is None else shape) * 3
        return al.softmax(z).astype(self.answer)

    def labels(self, shape, classes):
        return self.rng.integers(classes, size=shape)

    def positive(self):
        return float(self.rng.choice([0.1, 1.0, 2.5, 30.0]))

    def per_channel(self):
        """A number, or one for each entry of the last axis."""
        several = self.shape[-1:] > (0,) and self.rng.random() < 0.5
        return self.rng.random(self.shape[-1:]) + 0.1 if several else self.positive()


PARAMETERS = {
    "slope": Draw.per_channel,
    "alpha": Draw.per_channel,
    "delta": Draw.per_channel,
    "positive_weight": Draw.per_channel,
    "tau": lambda d: float(d.rng.uniform(0.01, 0.99)),
    "smoothing": lambda d: float(d.rng.uniform(0.01, 0.99)),
    "gamma": Draw.positive,
    "dof": Draw.per_channel,
    "scale": Draw.per_channel,
    "dispersion": Draw.per_channel,
    "balance": lambda d: float(d.rng.uniform(0.01, 0.99)),
    "temperature": Draw.positive,
    "class_weights": lambda d: d.rng.random(d.rows[-1]) + 0.1,
}


def parameters(draw, record):
    return {name: PARAMETERS[name](draw) for name in record.params if draw.rng.random() < 0.7}


def of_activation(record, prime):
    function = record.prime if prime else record.function

    def call(d):
        return Call(function, {"z": d.values(), **parameters(d, record)}, d.shape, d.answer)

    return call


def pair(d, record):
    """A prediction and a target for the loss, under their own names."""
    kind = reference.LOSSES[record.name].target
    if kind == "draw":
        return {"prediction": d.values((*d.shape, 2)), "target": d.values()}
    if kind == "count":
        return {"log_rates": d.values(), "counts": np.abs(d.values())}
    if record.takes == "values":
        return {"prediction": d.values(), "target": d.values()}
    if kind == "label":
        rows = d.rows
        soft = record.name == "softmax_cross_entropy" and d.rng.random() < 0.4
        labels = d.probs() if soft else d.labels(rows[:-1], rows[-1])
        return {"logits": d.values(rows), "labels": labels}
    if kind == "teacher":
        return {"logits": d.values(d.rows), "teacher": d.values(d.rows)}
    if record.takes == "probs":
        return {"probs": d.shares(), "labels": d.shares()}
    labels = d.labels(d.shape, 2)
    return {"logits": d.values(), "labels": 2 * labels - 1 if kind == "sign" else labels}


def of_loss(record, part):
    def call(d):
        arrays, params = pair(d, record), parameters(d, record)
        shape = next(iter(arrays.values())).shape
        if part == "gradient":
            return Call(record.gradient, arrays | params, shape, d.answer)
        summed = reference.LOSSES[record.name].rows or len(shape) > 1
        if part == "function":
            return Call(record.function, arrays | params, shape[:-1] if summed else shape, d.answer)
        other = record.with_params(**params)
        positional = dict(zip(("prediction", "target"), arrays.values(), strict=True))
        empty = 0 in (shape[:-1] if summed else shape)
        if empty:  # there is no mean of nothing
            return Call(other.per_example, positional, shape[:-1] if summed else shape, d.answer)
        if part == "mean":
            return Call(other, positional, (), d.answer)
        return Call(other.grad, positional, shape, d.answer)

    return call


def of_rows(function, shape=lambda rows: rows):
    def call(d):
        return Call(function, {"logits": d.values(d.rows)}, shape(d.rows), d.answer)

    return call


def softmax_vjp(d):
    return Call(
        al.softmax_vjp, {"logits": d.values(d.rows), "grad": d.values(d.rows)}, d.rows, d.answer
    )


def entropies(function):
    def call(d):
        pair = {"p": d.probs(), "q": d.probs()}
        if function is al.entropy:
            pair.pop("q")
        return Call(function, pair, d.rows[:-1], d.answer)

    return call


def maxout(vjp):
    def call(d):
        k = int(d.rng.integers(1, 4))
        shape = (*d.rows[:-1], d.rows[-1] * k)
        if vjp:
            return Call(
                al.maxout_vjp,
                {"z": d.values(shape), "k": k, "grad": d.values(d.rows)},
                shape,
                d.answer,
            )
        return Call(al.maxout, {"z": d.values(shape), "k": k}, d.rows, d.answer)

    return call


def of_labels(function):
    def call(d):
        labels, predicted = d.labels(d.examples, 3), d.labels(d.examples, 3)
        if d.dtype.kind != "b":
            labels, predicted = labels.astype(d.dtype), predicted.astype(d.dtype)
        classes = {} if function is al.accuracy else {"classes": int(d.rng.integers(3, 6))}
        return Call(function, {"predicted": predicted, "labels": labels, **classes})

    return call


def calibration_error(d):
    n = d.examples
    probs = d.shares(n) if d.rng.random() < 0.5 else d.probs((*n, 3))
    return Call(
        al.calibration_error,
        {"probs": probs, "labels": d.labels(n, 2), "bins": int(d.rng.integers(1, 20))},
    )


def fit_temperature(d):
    n, classes = d.examples[0], 3
    arguments = {"logits": d.values((n, classes)), "labels": d.labels((n,), classes)}
    return Call(al.fit_temperature, arguments)


def of_values(function):
    def call(d):
        target = d.values(d.examples)
        if function is al.mean_absolute_percentage_error:
            target[target == 0] = 1
        target[0], target[1] = 1, 0 if function is al.r_squared else 1
        return Call(function, {"prediction": d.values(d.examples), "target": target})

    return call


def large_margin(function):
    def call(d):
        n, width, classes = d.examples[0], 3, 4
        x, w = (
            np.where(a == 0, 1, a).astype(d.dtype)
            for a in (d.values((n, width)), d.values((width, classes)))
        )
        arguments = {
            "features": x,
            "weights": w,
            "labels": d.labels(n, classes),
            "margin": int(d.rng.integers(1, 5)),
        }
        return Call(
            function, arguments, (n,) if function is al.large_margin_softmax else None, d.answer
        )

    return call


def standardize(d):
    return Call(
        lambda train: al.standardize(train),
        {"train": d.values((*d.examples, 3))},
        (*d.examples, 3),
        d.answer,
    )


def split(d):
    n = max(4, d.examples[0])
    arguments = {"x": d.values((n, 2)), "y": np.arange(n) % 2, "test_fraction": 0.5}
    return Call(al.split_train_test, arguments)


def split_in_three(d):
    n = max(8, d.examples[0])
    return Call(al.split_in_three, {"x": d.values((n, 2)), "y": np.arange(n) % 2})


def numerical_gradient(d):
    x = d.values(d.shape[-2:])
    return Call(al.numerical_gradient, {"f": np.sum, "x": x, "h": 0.1}, x.shape, np.longdouble)


def toy(function, *spread):
    def call(d):
        arguments = {"n": int(d.rng.integers(3, 9)), "rng": int(d.rng.integers(9))}
        arguments |= {name: d.positive() / 30 * (d.scale or 1) for name in spread}
        if function is al.blobs:
            arguments["centers"] = d.values((3, 2))
        return Call(function, arguments)

    return call


CALLS = {
    **{name: of_activation(r, False) for name, r in al.ACTIVATIONS.items()},
    **{name + "_prime": of_activation(r, True) for name, r in al.ACTIVATIONS.items()},
    **{name: of_loss(r, "function") for name, r in al.LOSSES.items()},
    **{name + "_grad": of_loss(r, "gradient") for name, r in al.LOSSES.items()},
    **{f"LOSSES[{name}]": of_loss(r, "mean") for name, r in al.LOSSES.items()},
    **{f"LOSSES[{name}].grad": of_loss(r, "grad") for name, r in al.LOSSES.items()},
    "softmax": of_rows(al.softmax),
    "log_softmax": of_rows(al.log_softmax),
    "logsumexp": of_rows(al.logsumexp, lambda rows: rows[:-1]),
    "softmax_vjp": softmax_vjp,
    "maxout": maxout(False),
    "maxout_vjp": maxout(True),
    **{f.__name__: entropies(f) for f in (al.entropy, al.cross_entropy, al.kl_divergence)},
    **{
        f.__name__: of_labels(f)
        for f in (al.accuracy, al.confusion_matrix, al.recall, al.precision)
    },
    "calibration_error": calibration_error,
    "fit_temperature": fit_temperature,
    **{
        f.__name__: of_values(f)
        for f in (
            al.mean_absolute_error,
            al.root_mean_squared_error,
            al.r_squared,
            al.mean_absolute_percentage_error,
        )
    },
    **{
        f.__name__: large_margin(f) for f in (al.large_margin_softmax, al.large_margin_softmax_grad)
    },
    "standardize": standardize,
    "split_train_test": split,
    "split_in_three": split_in_three,
    "numerical_gradient": numerical_gradient,
    "moons": toy(al.moons, "noise"),
    "circles": toy(al.circles, "noise"),
    "spirals": toy(al.spirals, "noise", "turns"),
    "blobs": toy(al.blobs, "spread"),
}

# --- the same numbers, laid out otherwise ---


def every_second(a):
    wide = np.empty(tuple(2 * n for n in a.shape), a.dtype)
    view = wide[(..., *[slice(None, None, 2)] * a.ndim)]
    view[...] = a
    return view


def unaligned(a):
    raw = np.empty(a.nbytes + 1, np.uint8)
    view = raw[1:].view(a.dtype).reshape(a.shape)
    view[...] = a
    return view


def read_only(a):
    a = a.copy()
    a.flags.writeable = False
    return a


def first_axis_moved(a):
    """The last axis is the slowest in memory."""
    return np.moveaxis(np.ascontiguousarray(np.moveaxis(a, -1, 0)), 0, -1) if a.ndim else a


LAYOUTS = {
    "rows": np.copy,
    "columns": lambda a: np.asarray(a, order="F"),
    "classes first": first_axis_moved,
    "backwards": lambda a: np.flip(np.flip(a).copy()),
    "every second": every_second,
    "read-only": read_only,
    "unaligned": unaligned,
    "other byte order": lambda a: a.astype(a.dtype.newbyteorder()),
}


def laid_out(arguments, layout):
    return {name: layout(v) if isinstance(v, np.ndarray) else v for name, v in arguments.items()}
