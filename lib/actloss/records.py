"""What is known of an activation or a loss, as one record, and what follows from it."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from typing import Any

import numpy as np

from actloss._checks import bare, checked, evaluate, is_elementwise, quiet, real_array, wide
from actloss._types import Array, ArrayLike

Formula = Callable[[Array], Array]


def _no_kinks(**params: Any) -> tuple[float, ...]:
    return ()


@dataclass(frozen=True)
class Activation:
    """An activation function f, its derivative, and what is known of it.

    Call the record for f(z), `derivative(z)` for f'(z). `params` holds the parameters in force;
    `with_params` gives a copy with others. `range` is (infimum, supremum) and `kinks` the inputs
    without a derivative, both for the parameters in force.
    """

    name: str
    function: Callable[..., Any]
    prime: Callable[..., Any]
    formula: str
    reference: str
    range_of: Callable[..., tuple[float, float]]
    kinks_of: Callable[..., tuple[float, ...]] = _no_kinks
    params: Mapping[str, Any] = field(default_factory=dict)

    def __call__(self, z: ArrayLike) -> Array:
        return self.function(z, **self.params)

    def derivative(self, z: ArrayLike) -> Array:
        """f'(z); at a kink the subgradient of least magnitude."""
        return self.prime(z, **self.params)

    @property
    def range(self) -> tuple[float, float]:
        """Infimum and supremum of f."""
        return self.range_of(**self.params)

    @property
    def kinks(self) -> tuple[float, ...]:
        """The inputs at which f has no derivative."""
        return self.kinks_of(**self.params)

    @cached_property
    def formulas(self) -> tuple[Formula, Formula]:
        """f and f' with their parameters, for arrays that were checked before, as layers are."""
        return self._formula("function"), self._formula("prime")

    def _formula(self, which: str) -> Formula:
        function = getattr(self, which)
        formula = partial(bare(function), **self.params) if self.params else bare(function)
        if is_elementwise(function) and not self.params:
            return formula

        def fitting(z: Array) -> Array:
            try:
                value = formula(z)
            except ValueError as error:
                raise ValueError(misfit(z, error)) from error
            if getattr(value, "shape", None) != z.shape:
                raise ValueError(
                    misfit(z, f"it returned {type(value).__name__} of shape {np.shape(value)}")
                )
            return value if value.dtype is z.dtype else value.astype(z.dtype)

        def misfit(z: Array, what: Any) -> str:
            return (
                f"the {which} of {self.name} must return an array of the shape of its input, "
                f"{z.shape}, but {what}; give one parameter, or one per feature"
            )

        return fitting

    def with_params(self, **params: Any) -> "Activation":
        """The same activation with other parameters, e.g. `with_params(slope=0.2)`."""
        return with_params(self, params)


@dataclass(frozen=True)
class Loss:
    """A loss, its gradient in the prediction, and what is known of it.

    Call the record for the mean over examples, `per_example` for the unaveraged values, `grad`
    for the gradient of the mean. `takes` says what the prediction must be: "values", "probs"
    (probabilities), "logits" or "log_rates" (logarithms of the rates of counts).
    """

    name: str
    function: Callable[..., Any]
    gradient: Callable[..., Any]
    formula: str
    reference: str
    takes: str
    params: Mapping[str, object] = field(default_factory=dict)
    weights_of: Callable[..., Array] | None = None
    together: Callable[..., tuple[Array, Array]] | None = None

    def __call__(self, prediction: ArrayLike, target: ArrayLike) -> Any:
        prediction = self._checked(prediction)
        values = self.per_example(wide(prediction), target)
        divisor = self._divisor(target, np.size(values))
        return evaluate(lambda v: np.sum(v / divisor), [np.asarray(values)], prediction.dtype)

    def per_example(self, prediction: ArrayLike, target: ArrayLike) -> Any:
        """One value per example, unaveraged."""
        return self.function(prediction, target, **self.params)

    def grad(self, prediction: ArrayLike, target: ArrayLike) -> Any:
        """Gradient of the mean over examples, in the shape of the prediction."""
        prediction = self._checked(prediction)
        gradient = np.asarray(self.gradient(wide(prediction), target, **self.params))
        if gradient.ndim > 1:
            examples = math.prod(gradient.shape[:-1])
        else:  # n examples or one row of logits: only the loss knows
            examples = np.size(self.per_example(prediction, target))
        divisor = self._divisor(target, examples)
        return evaluate(lambda gradient: gradient / divisor, [gradient], prediction.dtype)

    def value_and_grad(self, prediction: Array, target: Array) -> tuple[Any, Array]:
        """Mean and its gradient for outputs (..., n, outputs) that were checked before; the mean
        has one value for each leading index, so many runs go at once."""
        return quiet().run(self._value_and_grad, prediction, target)

    def _value_and_grad(self, prediction: Array, target: Array) -> tuple[Any, Array]:
        dtype = prediction.dtype
        if dtype.itemsize < 4:  # float16 has no room for a mean over many examples
            prediction = wide(prediction)
        params = self._checked_params
        if self.together:
            values, grad = self.together(prediction, target, **params)
        else:
            values = bare(self.function)(prediction, target, **params)
            grad = bare(self.gradient)(prediction, target, **params)
        if grad.shape != prediction.shape:
            raise ValueError(
                f"prediction and target must have the same shape, but have {prediction.shape} and "
                f"{np.shape(target)}; reshape the target"
            )
        values = wide(values)
        if values.ndim == prediction.ndim:
            values = np.add.reduce(values, axis=-1)
        total = np.add.reduce(values, axis=-1)
        if self.weights_of is None:
            examples = values.shape[-1]
            return total / examples, (grad / examples).astype(dtype, copy=False)
        weights = self.weights_of(target, **params).sum(axis=-1)
        weights = np.where(weights > 0, weights, 1)  # a batch without weight teaches nothing
        return total / weights, (grad / weights[..., None, None]).astype(dtype, copy=False)

    @cached_property
    def _checked_params(self) -> Mapping[str, Any]:
        """The parameters as the formula takes them, looked at once and not in each step."""
        return checked(self.function, self.params)

    def _checked(self, prediction: ArrayLike) -> Array:
        """The prediction as an array, named as the loss's function names it."""
        return real_array("prediction" if self.takes == "values" else self.takes, prediction)

    def _divisor(self, target: ArrayLike, examples: int) -> float:
        """What the sum over examples is divided by: their number, or the sum of their weights."""
        divisor: float = examples
        if self.weights_of and examples:
            divisor = float(self.weights_of(target, **self._checked_params).sum())
        if not divisor:
            raise ValueError(
                f"{self.name} has no mean over {examples} examples"
                + (" whose weights are all 0" if examples else "; give at least one")
            )
        return divisor

    def with_params(self, **params: Any) -> "Loss":
        """The same loss with other parameters, e.g. `with_params(delta=0.5)`."""
        return with_params(self, params)


def is_of_catalogue(record: Any, catalogue: Mapping[str, Any]) -> bool:
    """Whether `record` is the catalogue's, be it with other parameters."""
    ours = catalogue.get(record.name)
    return ours is not None and replace(record, params=ours.params) == ours


def with_params(record: Any, params: Mapping[str, Any]) -> Any:
    """A copy of `record` with the parameters `params` in place of those it has."""
    unknown = set(params) - set(record.params)
    if unknown:
        known_names = ", ".join(record.params) or "none"
        raise ValueError(
            f"{record.name} has no parameter {', '.join(sorted(unknown))}; it has: {known_names}"
        )
    return replace(record, params={**record.params, **params})
