"""What is known of an activation or a loss, as one record, and what follows from it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from actloss._checks import bare
from actloss._types import Array, ArrayLike


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

    def __reduce_ex__(self, protocol: Any) -> Any:
        """Pickle and copy the catalogue's activations by their name: they hold lambdas."""
        from actloss.catalogue import ACTIVATIONS  # which imports this module

        if is_of_catalogue(self, ACTIVATIONS):
            return _of_catalogue, (self.name, dict(self.params))
        return super().__reduce_ex__(protocol)

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

    def with_params(self, **params: Any) -> "Activation":
        """The same activation with other parameters, e.g. `with_params(slope=0.2)`."""
        return with_params(self, params)


@dataclass(frozen=True)
class Loss:
    """A loss, its gradient in the prediction, and what is known of it.

    Call the record for the mean over examples, `per_example` for the unaveraged values, `grad`
    for the gradient of the mean. `takes` says what the prediction must be: "values", "probs"
    (probabilities) or "logits".
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
        values = self.per_example(prediction, target)
        return np.sum(values / self._divisor(target, np.size(values)))

    def per_example(self, prediction: ArrayLike, target: ArrayLike) -> Any:
        """One value per example, unaveraged."""
        return self.function(prediction, target, **self.params)

    def grad(self, prediction: ArrayLike, target: ArrayLike) -> Any:
        """Gradient of the mean over examples, in the shape of the prediction."""
        gradient = self.gradient(prediction, target, **self.params)
        if gradient.ndim > 1:
            examples = gradient[..., 0].size
        else:  # n examples or one row of logits: only the loss knows
            examples = np.size(self.per_example(prediction, target))
        return gradient / self._divisor(target, examples)

    def value_and_grad(self, prediction: Array, target: Array) -> tuple[Any, Array]:
        """Mean and its gradient for outputs (..., n, outputs) that were checked before; the mean
        has one value for each leading index, so many runs go at once."""
        if self.together:
            values, grad = self.together(prediction, target, **self.params)
        else:
            values = bare(self.function)(prediction, target, **self.params)
            grad = bare(self.gradient)(prediction, target, **self.params)
        if grad.shape != prediction.shape:
            raise ValueError(
                f"prediction and target must have the same shape, but have {prediction.shape} and "
                f"{np.shape(target)}; reshape the target"
            )
        grad = grad.astype(prediction.dtype, copy=False)
        if values.ndim == prediction.ndim:
            values = np.add.reduce(values, axis=-1)
        if self.weights_of is None:
            examples = values.shape[-1]
            return np.add.reduce(values, axis=-1) / examples, grad / examples
        weights = self.weights_of(target, **self.params).sum(axis=-1).astype(grad.dtype)
        weights = np.where(weights > 0, weights, 1)  # a batch without weight teaches nothing
        return np.add.reduce(values, axis=-1) / weights, grad / weights[..., None, None]

    def _divisor(self, target: ArrayLike, examples: int) -> float:
        """What the sum over examples is divided by: their number, or the sum of their weights."""
        divisor: float = examples
        if self.weights_of and examples:
            divisor = float(self.weights_of(target, **self.params).sum())
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


def _of_catalogue(name: str, params: Mapping[str, Any]) -> Activation:
    from actloss.catalogue import get_activation

    return get_activation(name).with_params(**params) if params else get_activation(name)


def with_params(record: Any, params: Mapping[str, Any]) -> Any:
    """A copy of `record` with the parameters `params` in place of those it has."""
    unknown = set(params) - set(record.params)
    if unknown:
        known_names = ", ".join(record.params) or "none"
        raise ValueError(
            f"{record.name} has no parameter {', '.join(sorted(unknown))}; it has: {known_names}"
        )
    return replace(record, params={**record.params, **params})
