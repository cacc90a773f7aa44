"""Small real data sets that ship with the package, and how to split and scale them.

Nothing is downloaded. Where the real data come from, and their licences: data/README.md.
"""

from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

import numpy as np

from actloss._checks import any_array, between_0_and_1, real_array, wide

Rng: TypeAlias = "np.random.Generator | int"  # a generator, or the seed of one
XY = tuple[np.ndarray, np.ndarray]


class Split(NamedTuple):
    """The two parts of a data set: the one to learn from first, then the one to be judged on."""

    x_train: np.ndarray
    y_train: np.ndarray
    x_test: np.ndarray
    y_test: np.ndarray


class Part(NamedTuple):
    """Some examples: x (n, features), and y (n,) or (n, outputs)."""

    x: np.ndarray
    y: np.ndarray


class Parts(NamedTuple):
    """A data set in three parts: to learn from, to choose with, and to be judged on once."""

    train: Part
    validation: Part
    test: Part


@dataclass(frozen=True, eq=False)
class Dataset:
    """One data set: x is (n, features), y is (n,), and row i of x belongs to y[i].

    In classification y holds integers that index `class_names`; in regression y holds
    float64 values and `class_names` is None. The arrays are yours: every load makes new ones.
    """

    x: np.ndarray
    y: np.ndarray
    feature_names: tuple[str, ...]
    class_names: tuple[str, ...] | None
    description: str

    def split(self, test_fraction: float = 0.25, rng: Rng = 0) -> Split:
        """`split_train_test` of this data set; the same `rng` seed gives the same split."""
        return split_train_test(self.x, self.y, test_fraction, rng)


def load_digits() -> Dataset:
    """1,797 handwritten digits: x (1797, 64), 8 x 8 pixels from 0 (paper) to 1 (ink); y 0 to 9.

    A pixel is the share of ink in a block of 4 x 4 dots, so it is a multiple of 1/16.
    `x[i].reshape(8, 8)` is the picture. Alpaydin & Kaynak (1998), https://doi.org/10.24432/C50P49

    >>> load_digits().x.shape
    (1797, 64)
    """
    pixels, digit, names = _read("digits")
    description = "Handwritten digits, 8 x 8 pixels each, by 13 writers"
    return Dataset(pixels / 16, digit.astype(np.int64), names, tuple("0123456789"), description)


def load_breast_cancer() -> Dataset:
    """569 tumours: x (569, 30), measures of cell nuclei; y 0 malignant (212), 1 benign (357).

    Mean, standard error and worst value of ten measures. Their scales differ a thousandfold:
    use `standardize`. Street, Wolberg & Mangasarian (1993), https://doi.org/10.24432/C5DW2B

    >>> load_breast_cancer().class_names
    ('malignant', 'benign')
    """
    x, diagnosis, names = _read("breast_cancer")
    description = "Wisconsin breast cancer: the cell nuclei of 569 tumours"
    return Dataset(x, diagnosis.astype(np.int64), names, ("malignant", "benign"), description)


def load_diabetes() -> Dataset:
    """442 patients: x (442, 10), each column with mean 0 and sum of squares 1; y 25 to 346.

    y measures how far the disease has gone one year later, without a unit.
    Efron, Hastie, Johnstone & Tibshirani (2004), https://doi.org/10.1214/009053604000000067

    >>> load_diabetes().x.shape
    (442, 10)
    """
    x, y, names = _read("diabetes")
    return Dataset(x, y, names, None, "Progress of diabetes in 442 patients after one year")


def load_engel() -> Dataset:
    """235 Belgian households, 1857: x (235, 1) income, y food expenditure, in francs a year.

    The spread of y grows with x, which quantile regression shows.
    Engel (1857), in Koenker & Bassett (1982), https://doi.org/10.2307/1912528

    >>> load_engel().feature_names
    ('income',)
    """
    x, y, names = _read("engel")
    return Dataset(x, y, names, None, "Food expenditure of 235 working-class households, 1857")


def load_stackloss() -> Dataset:
    """21 days of a chemical plant: x (21, 3) air flow, water temperature, acid; y ammonia lost.

    y is in tenths of a per cent. Days 1, 3, 4 and 21 (rows 0, 2, 3, 20) are the famous outliers.
    Brownlee (1965), Statistical Theory and Methodology in Science and Engineering.

    >>> load_stackloss().x.shape
    (21, 3)
    """
    x, y, names = _read("stackloss")
    return Dataset(x, y, names, None, "Ammonia lost by a plant that makes nitric acid, 21 days")


def _read(name: str) -> tuple[np.ndarray, np.ndarray, tuple[str, ...]]:
    """Features, target and feature names of data/<name>.csv.gz, whose last column is the target."""
    import gzip  # these two take longer to import than all of the library
    from importlib.resources import files

    file = files("actloss").joinpath("data", f"{name}.csv.gz")
    header, *rows = gzip.decompress(file.read_bytes()).decode("ascii").splitlines()
    table = np.loadtxt(rows, delimiter=",")
    return table[:, :-1].copy(), table[:, -1].copy(), tuple(header.split(",")[:-1])


def split_train_test(
    x: np.ndarray,
    y: np.ndarray,
    test_fraction: float = 0.25,
    rng: Rng = 0,
    stratify: bool | None = None,
) -> Split:
    """Shuffle the rows, then set `test_fraction` of them aside for the test.

    x: (n, …), y: (n, …). Stratified, every class gives the same share of its examples to the
    test, to within one example. Unless you say, integer labels are stratified, floats are not.

    >>> split_train_test(np.zeros((8, 2)), [0, 1] * 4).y_test
    array([0, 1])
    """
    x, y = any_array("x", x), any_array("y", y)
    if x.ndim == 0 or y.ndim == 0 or len(x) != len(y):
        raise ValueError(
            f"x and y must have one row for each example, but have shapes {x.shape} and "
            f"{y.shape}; pass arrays of equal length"
        )
    if len(x) < 2:
        raise ValueError(
            f"x must have 2 examples or more, to learn from and to test, but has {len(x)}; add some"
        )
    test_fraction = between_0_and_1("test_fraction", test_fraction)
    if stratify is None:
        stratify = y.ndim == 1 and y.dtype.kind in "biu"
    if not isinstance(stratify, (bool, np.bool_)):
        raise TypeError(f"stratify must be True, False or None, but is {stratify!r}")
    if stratify and (y.ndim != 1 or y.dtype.kind == "O"):
        raise ValueError(
            f"y must hold one label for each example, (n,), to be stratified, but holds {y.dtype} "
            f"of shape {y.shape}; pass stratify=False"
        )

    order = generator_or_seed(rng).permutation(len(x))
    groups = y[order] if stratify else np.zeros(len(x))
    labels, counts = np.unique(groups, return_counts=True)
    if counts.min() < 2:
        raise ValueError(
            "every class of y must have 2 examples or more, to learn from and to test, but class "
            f"{labels[counts.argmin()]} has 1; leave that class out or pass stratify=False"
        )
    in_test = np.zeros(len(x), dtype=bool)
    for label, count in zip(labels, counts, strict=True):
        size = np.clip(round(test_fraction * count), 1, count - 1)
        in_test[np.flatnonzero(groups == label)[:size]] = True
    train, test = order[~in_test], order[in_test]
    return Split(x[train], y[train], x[test], y[test])


def split_in_three(
    x: np.ndarray,
    y: np.ndarray,
    validation_fraction: float = 0.25,
    test_fraction: float = 0.25,
    rng: Rng = 0,
) -> Parts:
    """`split_train_test` twice: the test is set aside first, then the validation part.

    Both fractions are of all examples. Whoever chooses a rate, a network or a time to stop by the
    test part cannot be judged on it any more; that is what the validation part is for.

    >>> [len(part.y) for part in split_in_three(np.zeros((8, 2)), [0, 1] * 4)]
    [4, 2, 2]
    """
    rng = generator_or_seed(rng)
    validation_fraction = between_0_and_1("validation_fraction", validation_fraction)
    x_rest, y_rest, x_test, y_test = split_train_test(x, y, test_fraction, rng)
    share = validation_fraction * np.size(y, 0) / len(y_rest)
    if share >= 1:
        raise ValueError(
            f"validation_fraction and test_fraction must leave examples to learn from, but are "
            f"{validation_fraction} and {test_fraction}; try 0.25 each"
        )
    train_x, train_y, validation_x, validation_y = split_train_test(x_rest, y_rest, share, rng)
    return Parts(Part(train_x, train_y), Part(validation_x, validation_y), Part(x_test, y_test))


def standardize(train: np.ndarray, *others: np.ndarray) -> np.ndarray | tuple[np.ndarray, ...]:
    """Each column minus the training set's mean, over the training set's standard deviation.

    All arrays are (n, features). The others, such as the test set, are moved and scaled by the
    training set's numbers, since nothing may be known about them in advance. A column that is
    constant in the training set is divided by 1. One array gives one array, several a tuple.

    >>> standardize([[1.0], [3.0]], [[4.0]])
    (array([[-1.],
           [ 1.]]), array([[2.]]))
    """
    arrays = [
        real_array("train", train),
        *(real_array(f"others[{i}]", other) for i, other in enumerate(others)),
    ]
    train = arrays[0]
    if any(a.ndim != 2 or len(a) == 0 or a.shape[1] != train.shape[1] for a in arrays):
        raise ValueError(
            "train and others must be (n, features), with rows and with the same columns, but the "
            f"shapes are {', '.join(str(a.shape) for a in arrays)}; "
            "a single column is x.reshape(-1, 1)"
        )
    if not all(np.isfinite(a).all() for a in arrays):
        raise ValueError(
            "train and others must be finite, but nan or inf is in it; remove or fill those rows "
            "first"
        )
    with np.errstate(all="ignore"):
        # Rounding gives a constant column a mean that is not quite its value, and a deviation of
        # 1e-17 or so. The others are divided by a power of 2, so that no square overflows.
        constant = train.min(axis=0) == train.max(axis=0)
        _, exponents = np.frexp(np.abs(wide(train)).max(axis=0))
        near_1 = [np.ldexp(wide(a), -np.where(constant, 0, exponents)) for a in arrays]
        mean = np.where(constant, near_1[0][0], near_1[0].mean(axis=0))
        deviation = np.where(constant, 1.0, near_1[0].std(axis=0))
        scaled = tuple(
            ((a - mean) / deviation).astype(given.dtype)
            for a, given in zip(near_1, arrays, strict=True)
        )
    return scaled if others else scaled[0]


def generator_or_seed(rng: Rng) -> "np.random.Generator":
    """The random generator that a caller gave, or the one that belongs to the seed it gave."""
    if isinstance(rng, np.random.Generator):
        return rng
    if isinstance(rng, (int, np.integer)) and not isinstance(rng, bool) and rng >= 0:
        return np.random.default_rng(rng)
    raise TypeError(
        "rng must be a NumPy Generator or a whole-number seed, 0 or more, "
        f"but is {rng!r}; use np.random.default_rng(0)"
    )
