"""Optimisers: a few steps by hand, the papers' formulas in plain loops, and their properties."""

import math

import numpy as np
import pytest

import actloss as al
from actloss.nets.optimizers import trainable

MAKE = {
    "SGD": lambda rate: al.SGD(rate),
    "Momentum": lambda rate: al.Momentum(rate, beta=0.8),
    "Adagrad": lambda rate: al.Adagrad(rate, epsilon=1e-6),
    "Adam": lambda rate: al.Adam(rate, beta1=0.7, beta2=0.95, epsilon=1e-4),
}
every = pytest.mark.parametrize("name", MAKE)


def steps_in_plain_python(name, rates, theta, gradients):
    """One parameter, one number at a time, as the papers write it."""
    v = s = m = 0.0
    for t, (rate, g) in enumerate(zip(rates, gradients, strict=True), start=1):
        if name == "SGD":
            theta -= rate * g
        elif name == "Momentum":
            v = 0.8 * v + g
            theta -= rate * v
        elif name == "Adagrad":
            s += g**2
            theta -= rate * g / (math.sqrt(s) + 1e-6)
        elif name == "Adam":
            m = 0.7 * m + (1 - 0.7) * g
            v = 0.95 * v + (1 - 0.95) * g**2
            theta -= rate * (m / (1 - 0.7**t)) / (math.sqrt(v / (1 - 0.95**t)) + 1e-4)
    return theta


def run(optimizer, parameters, gradients):
    for g in gradients:
        optimizer.update(parameters, g)
    return parameters


@every
def test_the_papers_formula(name):
    rng = np.random.default_rng(0)
    start = [rng.normal(size=(2, 3)), rng.normal(size=3)]
    gradients = [[rng.normal(size=p.shape) for p in start] for _ in range(7)]
    result = run(MAKE[name](0.1), [p.copy() for p in start], gradients)
    for k, array in enumerate(start):
        for i in np.ndindex(array.shape):
            sequence = [float(g[k][i]) for g in gradients]
            expected = steps_in_plain_python(name, [0.1] * 7, float(array[i]), sequence)
            np.testing.assert_allclose(result[k][i], expected, rtol=1e-13)


@pytest.mark.parametrize(
    ("optimizer", "path"),
    [
        (al.SGD(0.5), [-1, -2, -2.5]),
        (al.Momentum(0.5), [-1, -1 - 0.5 * 3.8, -1 - 0.5 * 3.8 - 0.5 * 4.42]),
        (al.Adagrad(0.5), [-0.5, -0.5 - 0.5 / 2**0.5, -0.5 - 0.5 / 2**0.5 - 0.5 / 3]),
    ],
    ids=["SGD", "Momentum", "Adagrad"],
)
def test_three_steps_by_hand(optimizer, path):
    # Gradients 2, 2, 1 from 0; momentum's velocity is 2, then 0.9·2 + 2 = 3.8, then 4.42.
    theta = np.zeros(1)
    for g, expected in zip([2.0, 2.0, 1.0], path, strict=True):
        optimizer.update([theta], [np.array([g])])
        np.testing.assert_allclose(theta, expected, rtol=1e-9)


def test_adams_first_step_is_the_rate_whatever_the_gradient():
    theta = run(al.Adam(0.1), [np.zeros(4)], [[np.array([1e-3, -1e-3, 50.0, -1e4])]])[0]
    np.testing.assert_allclose(theta, [-0.1, 0.1, -0.1, 0.1], rtol=2e-5)


def test_adam_in_two_steps_by_hand():
    # m = 0.1·1, then 0.09 + 0.1·3 = 0.39; v = 0.001, then 0.000999 + 0.009 = 0.009999.
    theta = np.zeros(1)
    adam = al.Adam(0.5)
    adam.update([theta], [np.array([1.0])])
    np.testing.assert_allclose(theta, -0.5, rtol=1e-7)
    adam.update([theta], [np.array([3.0])])
    second = 0.5 * (0.39 / 0.19) / math.sqrt(0.009999 / 0.001999)
    np.testing.assert_allclose(theta, -0.5 - second, rtol=1e-7)


def test_a_constant_gradient_speeds_momentum_up_tenfold():
    theta, before = np.zeros(1), np.zeros(1)
    momentum = al.Momentum(0.01, beta=0.9)
    for _ in range(200):
        before[...] = theta
        momentum.update([theta], [np.ones(1)])
    np.testing.assert_allclose(before - theta, 0.01 / (1 - 0.9), rtol=1e-6)


@every
def test_the_rate_may_follow_a_schedule(name):
    asked = []

    def rate(t):
        asked.append(t)
        return 0.1 / (1 + t)

    gradients = [0.3, -1.2, 0.7]
    theta = run(MAKE[name](rate), [np.ones(1)], [[np.array([g])] for g in gradients])[0]
    assert asked == [0, 1, 2]
    expected = steps_in_plain_python(name, [0.1, 0.05, 0.1 / 3], 1.0, gradients)
    np.testing.assert_allclose(theta, expected, rtol=1e-13)


@every
def test_the_arrays_are_changed_in_place_and_keep_their_type(name):
    parameter, g = np.ones(2, np.float32), np.ones(2, np.float32)
    optimizer = MAKE[name](0.1)
    run(optimizer, [parameter], [[g]] * 3)
    assert parameter.dtype == np.float32
    assert (parameter < 1).all()
    np.testing.assert_array_equal(g, 1)
    assert all(array.dtype == np.float32 for memory in optimizer.memory for array in memory)


@every
def test_two_optimisers_share_nothing(name):
    one, other = MAKE[name](0.1), MAKE[name](0.1)
    run(one, [np.ones(1)], [[np.ones(1)]] * 3)
    fresh, expected = np.ones(1), np.ones(1)
    run(other, [fresh], [[np.ones(1)]])
    run(MAKE[name](0.1), [expected], [[np.ones(1)]])
    np.testing.assert_array_equal(fresh, expected)


@every
def test_a_bowl_is_descended(name):
    theta = np.array([3.0, -2.0])
    optimizer = MAKE[name](0.3)
    for _ in range(300):
        optimizer.update([theta], [np.array([1.0, 2.0]) * theta])
    assert np.abs(theta).max() < 0.05


@every
@pytest.mark.parametrize("rate", [0, -0.1, np.nan, np.inf, "0.1", None])
def test_the_rate_must_be_positive(name, rate):
    with pytest.raises(
        ValueError, match=f"learning_rate must be a positive number, but is {rate}|'"
    ):
        MAKE[name](rate)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: al.Momentum(0.1, beta=1), "beta must lie between 0 and 1, 1 excluded, but is 1"),
        (lambda: al.Momentum(0.1, beta=-0.1), "beta must lie .* but is -0.1"),
        (lambda: al.Adam(0.1, beta1=1.5), "beta1 must lie .* but is 1.5"),
        (lambda: al.Adam(0.1, beta2=np.nan), "beta2 must lie .* but is nan"),
        (lambda: al.Momentum(0.1, beta="0.9"), "beta must lie .* but is '0.9'; try 0.9, say"),
        (lambda: al.Adam(0.1, epsilon=0), "epsilon must be a positive number, but is 0"),
        (lambda: al.Adagrad(0.1, epsilon=-1), "epsilon must be a positive number, but is -1"),
        (
            lambda: al.Adam(0.1, epsilon=[1e-8]),
            r"^epsilon must be one finite number, but is \[1e-08",
        ),
        (lambda: al.Adagrad(0.1, epsilon=np.full(2, 0.1)), "^epsilon must be one finite number"),
        (lambda: al.Adam(0.1, epsilon=np.nan), "^epsilon must be a positive number, but is nan"),
        (lambda: al.Adam(0.1, epsilon=10**400), "^epsilon must be a positive number, but is 1000"),
        (lambda: al.Adam(0.1, epsilon=True), "^epsilon must be a positive number, but is True"),
        (lambda: al.Adam(0.1, epsilon="1e-8"), "^epsilon must be a positive number, but is '1e-8'"),
        (lambda: al.Adam(0.1, beta1=False), "^beta1 must lie .* but is False"),
        (lambda: al.Adam(0.1, beta2=np.array([0.9])), r"^beta2 must lie .* but is array\(\[0.9"),
    ],
    ids=[
        "beta 1",
        "beta -0.1",
        "beta1",
        "beta2",
        "text",
        "Adam's epsilon",
        "Adagrad's epsilon",
        "a list",
        "an array",
        "nan",
        "a large whole number",
        "True",
        "text for epsilon",
        "False",
        "an array for beta2",
    ],
)
def test_other_numbers_out_of_bounds_are_refused(make, message):
    with pytest.raises(ValueError, match=message):
        make()


@every
@pytest.mark.parametrize(
    ("gradients", "came"),
    [
        ([np.zeros(3)], r"\[\(3,\)\]"),
        ([np.zeros(3), np.zeros(3)], r"\[\(3,\), \(3,\)\]"),
        ([np.zeros(3), np.zeros((1, 1))], r"\[\(3,\), \(1, 1\)\]"),
    ],
    ids=["fewer", "another shape", "one that broadcasts"],
)
def test_there_must_be_a_gradient_of_its_shape_for_every_parameter(name, gradients, came):
    parameters = [np.ones(3), np.ones((2, 3))]
    message = rf"shapes of the first step, \[\(3,\), \(2, 3\)\], but have .* and {came}; give"
    with pytest.raises(ValueError, match=message):
        MAKE[name](0.1).update(parameters, gradients)
    for p in parameters:
        np.testing.assert_array_equal(p, 1)


@every
def test_later_steps_have_the_shapes_of_the_first(name):
    optimizer = MAKE[name](0.1)
    optimizer.update([np.ones(3)], [np.ones(3)])
    with pytest.raises(ValueError, match=r"first step, \[\(3,\)\], but have \[\(1,\)\] and"):
        optimizer.update([np.ones(1)], [np.ones(1)])


READ_ONLY = np.ones(2)
READ_ONLY.flags.writeable = False


@pytest.mark.parametrize(
    ("parameter", "gradient", "error", "message"),
    [
        ([1.0], np.ones(1), TypeError, r"^parameters must .*\[0\] is list of no dty"),
        (np.ones(2, int), np.ones(2), TypeError, r"^parameters must .*is ndarray of int"),
        (np.ma.ones(2), np.ones(2), TypeError, r"^parameters must .*is MaskedArray"),
        (np.ones(2), [1.0, 1.0], TypeError, r"^gradients must .*, but gradients\[0\] is l"),
        (np.ones(2), np.ma.ones(2), TypeError, r"^gradients must .*\[0\] is MaskedArray"),
        (np.ones(2, "f2"), np.ones(2), TypeError, r"^parameters must be float32 .*is float16"),
        (np.ones(2), np.ones(2, "f2"), TypeError, r"^gradients must be float32 or longer"),
        (READ_ONLY, np.ones(2), ValueError, r"^parameters are .*s\[0\] is read-only"),
    ],
    ids=["list", "int", "masked", "list gradient", "masked gradient", "float16", "float16 gradient",
         "read-only"],
)  # fmt: skip
def test_only_arrays_of_floats_can_be_stepped(parameter, gradient, error, message):
    with pytest.raises(error, match=message):
        al.SGD(0.1).update([parameter], [gradient])


def test_gradients_may_be_read_only():
    theta = np.zeros(2)
    al.SGD(0.5).update([theta], [READ_ONLY])
    np.testing.assert_array_equal(theta, -0.5)


@every
@pytest.mark.parametrize(
    "rate", [None, "0.1", -0.1, np.nan, np.inf, True, [0.1], np.array([0.1])], ids=str
)
def test_a_schedule_gives_a_number(name, rate):
    theta = np.ones(2)
    message = r"^learning_rate\(0\) must be (one finite number|at least 0), but is"
    with pytest.raises(ValueError, match=message):
        MAKE[name](lambda step: rate).update([theta], [np.ones(2)])
    np.testing.assert_array_equal(theta, 1)


def test_a_schedule_may_stand_still():
    theta = np.ones(2)
    al.SGD(lambda step: 0).update([theta], [np.ones(2)])
    np.testing.assert_array_equal(theta, 1)


def test_rates_are_copied():
    rates = np.array([0.1, 0.5])
    optimizer = al.SGD(rates)
    rates[:] = 7
    np.testing.assert_array_equal(optimizer.learning_rate.ravel(), [0.1, 0.5])


@pytest.mark.parametrize("rate", [np.array(0.25), np.float32(0.25), 0.25], ids=repr)
def test_a_rate_is_a_number_of_any_kind(rate):
    theta = np.zeros(2, np.float32)
    al.SGD(rate).update([theta], [np.ones(2, np.float32)])
    np.testing.assert_array_equal(theta, -0.25)


@every
def test_the_callers_settings_do_not_reach_a_step(name):
    start, tiny = np.full(3, 1e-300), np.array([1e-300, 1e300, 0.0])
    with np.errstate(all="raise"):
        told = run(MAKE[name](0.1), [start.copy()], [[tiny]] * 2)[0]
    with np.errstate(all="ignore"):
        quiet = run(MAKE[name](0.1), [start.copy()], [[tiny]] * 2)[0]
    np.testing.assert_array_equal(told, quiet)


def test_a_rate_that_is_true_or_text_is_none():
    for rate in (True, [True, False], np.array(["0.1"])):
        with pytest.raises(
            (TypeError, ValueError), match=r"^learning_rate must be a positive number"
        ):
            al.SGD(rate)


@every
def test_a_rate_for_each_run(name):
    rates = [0.1, 0.5]
    parameter, gradient = np.ones((2, 3, 4)), np.full((2, 3, 4), 0.7)
    together = run(MAKE[name](rates), [parameter], [[gradient]] * 3)[0]
    for rate, ours in zip(rates, together, strict=True):
        alone = run(MAKE[name](rate), [np.ones((3, 4))], [[gradient[0]]] * 3)[0]
        np.testing.assert_allclose(ours, alone, rtol=1e-15)


@every
@pytest.mark.parametrize("rates", [[0.1, -0.1], [], [[0.1, 0.2]], [0.1, np.nan]], ids=str)
def test_rates_are_positive_numbers_in_a_row(name, rates):
    message = "learning_rate must be (a positive number, but is|a number, or one per run)"
    with pytest.raises(ValueError, match=message):
        MAKE[name](rates)


@pytest.mark.parametrize(
    ("given", "example"),
    [("sgd", "SGD"), ("adam", "Adam"), ("momentun", "Momentum"), (al.Adagrad, "Adagrad"),
     (None, "SGD"), (0.1, "SGD"), ({}, "SGD"), ({"adam"}, "Adam")],
    ids=str,
)  # fmt: skip
def test_what_is_no_optimiser_is_refused_with_the_nearest(given, example):
    x, y = al.xor()
    net = al.mlp([2, 3, 2], "tanh", rng=np.random.default_rng(0))
    message = rf"^optimizer must be an optimiser with .*, but is .*; use {example}\(0\.1\)"
    with pytest.raises(TypeError, match=message):
        al.fit(net, x, y, loss="softmax_cross_entropy", optimizer=given, epochs=1)


def test_a_single_network_takes_a_single_rate():
    x, y = al.xor()
    net = al.mlp([2, 3, 2], "tanh", rng=np.random.default_rng(0))
    for rates in ([0.1], [0.1, 0.2]):
        with pytest.raises(ValueError, match=r"must be one number, but holds .; fit_many trains"):
            al.fit(net, x, y, loss="softmax_cross_entropy", optimizer=al.SGD(rates), epochs=1)


def test_momentum_without_memory_is_gradient_descent():
    gradients = [[np.array([0.3, -1.2])], [np.array([0.7, 0.1])]]
    one, other = (
        run(kind, [np.ones(2)], gradients)[0] for kind in (al.Momentum(0.1, 0), al.SGD(0.1))
    )
    np.testing.assert_array_equal(one, other)
    assert al.Adam(0.1, beta1=0, beta2=0.0).beta2 == 0


def test_the_papers_settings_hold_unless_told_otherwise():
    assert al.Momentum(0.1).beta == 0.9
    assert al.Adagrad(0.1).epsilon == 1e-10
    adam = al.Adam(0.1)
    assert (adam.beta1, adam.beta2, adam.epsilon) == (0.9, 0.999, 1e-8)


def test_what_a_step_takes_is_told_by_name():
    for name, written in (("parameters", True), ("gradients", False)):
        with pytest.raises(
            TypeError, match=rf"^{name} must be arrays of floats, but {name}\[1\] is"
        ):
            trainable(name, [np.ones(1), None], written)
    with pytest.raises(ValueError, match="read-only"):
        trainable("parameters", [READ_ONLY])
