"""Memory order is nobody's business: a view computes, to the last bit, what its copy does."""

import numpy as np
import pytest
import reference
from calls import CALLS, LAYOUTS, Draw, laid_out

import actloss as al

SHAPES = [(), (5,), (4, 6), (2, 3, 4), (0,), (0, 2), (2, 0, 3)]


def parts(result):
    return (
        [part for item in result for part in parts(item)] if isinstance(result, tuple) else [result]
    )


def test_every_function_with_arrays_is_tried():
    public = {
        name
        for name, value in vars(al).items()
        if callable(value) and value.__module__.startswith("actloss.")
    }
    made = {"xor", "he", "xavier", "lecun", "normal"}
    made |= {n for n in public if n.startswith("load_") or n[0].isupper()}
    of_networks = {
        "mlp",
        "fit",
        "fit_many",
        "train_step",
        "stack",
        "unstack",
        "gradient_errors",
        "save",
        "load",
    }
    assert public - made - of_networks <= set(CALLS)


@pytest.mark.parametrize("name", CALLS)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_view_computes_what_its_copy_does(name, layout):
    for seed, shape in enumerate(SHAPES):
        call = CALLS[name](Draw(seed, shape))
        expected = call.function(**call.arguments)
        values = call.function(**laid_out(call.arguments, LAYOUTS[layout]))
        for ours, theirs in zip(parts(values), parts(expected), strict=True):
            if name.startswith("split_"):  # gives back the rows as they are
                np.testing.assert_array_equal(ours, theirs)
            elif name == "large_margin_softmax_grad":  # BLAS adds in an order of its own
                np.testing.assert_allclose(ours, theirs, rtol=1e-13, atol=1e-13)
            else:
                np.testing.assert_array_equal(ours, theirs, strict=True)


@pytest.mark.parametrize(
    "name", sorted(CALLS.keys() - {"r_squared", "split_train_test", "split_in_three"})
)
def test_one_row_stands_for_many(name):
    for seed, shape in enumerate([(4, 6), (2, 3, 4)]):
        call = CALLS[name](Draw(seed, shape))
        views = laid_out(call.arguments, lambda a: np.broadcast_to(a[:1], a.shape) if a.ndim else a)
        copies = laid_out(views, np.copy)
        values = zip(parts(call.function(**views)), parts(call.function(**copies)), strict=True)
        for ours, theirs in values:
            np.testing.assert_allclose(ours, theirs, rtol=1e-13, atol=1e-13, strict=True)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize(
    "layer",
    [al.Dense(6, 4, rng=np.random.default_rng(0)), al.PReLU(6), al.Maxout(2)]
    + [al.Activate(name) for name in al.ACTIVATIONS],
    ids=lambda layer: getattr(getattr(layer, "activation", None), "name", type(layer).__name__),
)
def test_a_layer_takes_views(layer, layout):
    rng = np.random.default_rng(1)
    x = rng.normal(size=(5, 6))
    expected = layer.forward(x)
    grad = rng.normal(size=expected.shape)
    into = layer.backward(grad)
    change = LAYOUTS[layout]
    np.testing.assert_allclose(layer.forward(change(x)), expected, rtol=1e-14)
    np.testing.assert_allclose(layer.backward(change(grad)), into, rtol=1e-14, atol=1e-15)


@pytest.mark.parametrize("name", al.LOSSES)
def test_training_takes_views(name):
    record = al.LOSSES[name]
    shape = (6,) if reference.LOSSES[name].rows else (6, 3)
    prediction, target = reference.example(name, shape)
    value, grad = record.value_and_grad(prediction, target)
    for layout in LAYOUTS.values():
        other, other_grad = record.value_and_grad(layout(prediction), layout(target))
        np.testing.assert_allclose(other, value, rtol=1e-14)
        np.testing.assert_allclose(other_grad, grad, rtol=1e-14)
