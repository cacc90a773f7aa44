"""The records: complete, agreeing with the plain functions, unchangeable, with other parameters."""

import dataclasses
import inspect

import numpy as np
import pytest

import actloss as al
from actloss.catalogue import get_activation, get_loss

RECORDS = {**al.ACTIVATIONS, **al.LOSSES}
every_record = pytest.mark.parametrize("name", RECORDS)


def test_the_catalogue_holds_what_the_course_names():
    activations = "identity step sigmoid log_sigmoid tanh relu leaky_relu prelu elu selu softplus"
    losses = (
        "squared_error absolute_error huber log_cosh quantile zero_one hinge focal distillation"
    )
    entropies = "binary sigmoid softmax weighted_softmax label_smoothed"
    assert set(f"{activations} gelu silu mish".split()) <= set(al.ACTIVATIONS)
    assert set(losses.split()) <= set(al.LOSSES)
    assert {f"{kind}_cross_entropy" for kind in entropies.split()} <= set(al.LOSSES)
    assert not set(al.ACTIVATIONS) & set(al.LOSSES)


@every_record
def test_a_record_says_what_it_is(name):
    record = RECORDS[name]
    assert record.name == name
    assert record.formula
    assert isinstance(record.reference, str)
    for open_, close in ("()", "{}", "[]"):
        assert record.formula.count(open_) == record.formula.count(close)


@every_record
def test_a_functions_defaults_are_its_records(name):
    record = RECORDS[name]
    for function in (record.function, getattr(record, "prime", None) or record.gradient):
        _, *given = inspect.signature(function).parameters.values()
        assert {p.name: p.default for p in given if p.default is not p.empty} == record.params


@pytest.mark.parametrize("name", al.ACTIVATIONS)
def test_an_activation_is_the_pair_of_that_name(name):
    record = al.ACTIVATIONS[name]
    z = np.linspace(-3, 3, 13)
    np.testing.assert_array_equal(record(z), getattr(al, name)(z))
    np.testing.assert_array_equal(record.derivative(z), getattr(al, name + "_prime")(z))
    low, high = record.range
    assert low < high
    assert list(record.kinks) == sorted(record.kinks)


@pytest.mark.parametrize("name", al.LOSSES)
def test_a_loss_is_the_pair_of_that_name(name):
    record = al.LOSSES[name]
    assert record.takes in ("values", "probs", "logits", "log_rates")
    assert record.function is getattr(al, name)
    assert record.gradient is getattr(al, name + "_grad")


# Parameters that cannot be halved, and losses that take a row of logits for each example.
OTHER = {"class_weights": (1.0, 3.0), "balance": 0.25}
ARGUMENTS = {
    "weighted_softmax_cross_entropy": ([[-2.0, -1.0], [1.0, 3.0]], [1, 0]),
    "label_smoothed_cross_entropy": ([[-2.0, -1.0], [1.0, 3.0]], [1, 0]),
    "distillation": ([[-2.0, -1.0]], [[0.0, 3.0]]),
}


@pytest.mark.parametrize("name", [name for name in RECORDS if RECORDS[name].params])
def test_other_parameters_make_another_record(name):
    record = RECORDS[name]
    before = dict(record.params)
    changed = {key: OTHER.get(key) or value / 2 for key, value in before.items()}
    other = record.with_params(**changed)
    assert dict(other.params) == changed
    assert dict(record.params) == before
    arguments = ARGUMENTS.get(name, ([-2.0, -1.0], [1.0, 1.0]))
    arguments = arguments[:1] if name in al.ACTIVATIONS else arguments
    assert other(*arguments) is not None
    assert np.any(other(*arguments) != record(*arguments))
    slope = "derivative" if name in al.ACTIVATIONS else "grad"
    assert np.any(getattr(other, slope)(*arguments) != getattr(record, slope)(*arguments))


def test_the_parameters_reach_the_function():
    leaky = al.ACTIVATIONS["leaky_relu"].with_params(slope=0.3)
    assert leaky(-1) == -0.3
    assert leaky.derivative(-1) == 0.3
    huber = al.LOSSES["huber"].with_params(delta=3)
    assert huber([4.0], [0.0]) == 3 * (4 - 1.5)
    assert huber.grad([4.0], [0.0]) == 3


def test_kinks_and_range_follow_the_parameters():
    elu, leaky = al.ACTIVATIONS["elu"], al.ACTIVATIONS["leaky_relu"]
    assert elu.kinks == ()
    assert elu.with_params(alpha=2.0).kinks == (0.0,)
    assert elu.with_params(alpha=2.0).range == (-2.0, np.inf)
    assert leaky.with_params(slope=1).kinks == ()
    for slope in (-1, 0):
        assert leaky.with_params(slope=slope).range == (0.0, np.inf)
    assert al.ACTIVATIONS["prelu"].with_params(slope=np.array([1.0, 0.5])).kinks == (0.0,)


@every_record
def test_unknown_parameters_are_refused(name):
    has = ", ".join(RECORDS[name].params) or "none"
    message = f"^{name} has no parameter slop; it has: {has}$"
    with pytest.raises(ValueError, match=message):
        RECORDS[name].with_params(slop=1)


@every_record
def test_a_record_is_frozen(name):
    with pytest.raises(dataclasses.FrozenInstanceError):
        RECORDS[name].name = "other"


@pytest.mark.parametrize(
    ("get", "record", "misspelt", "kind"),
    [
        (get_activation, al.ACTIVATIONS["leaky_relu"], "leakyrelu", "activation"),
        (get_loss, al.LOSSES["squared_error"], "square_error", "loss"),
    ],
    ids=["activation", "loss"],
)
def test_records_by_name(get, record, misspelt, kind):
    assert get(record.name) is record
    assert get(record) is record
    message = f"no {kind} is called '{misspelt}'; did you mean '{record.name}'\\? known are .*, "
    with pytest.raises(ValueError, match=message):
        get(misspelt)
    with pytest.raises(ValueError, match=f"no {kind} is called"):
        get(np.tanh)


def test_a_layer_takes_the_parameters_that_its_function_takes():
    prelu = al.ACTIVATIONS["prelu"]
    layer = al.Activate(prelu.with_params(slope=[0.5, np.float16(2)]))
    z = np.array([[-1.0, -2.0], [-3.0, 4.0]])
    np.testing.assert_array_equal(layer.forward(z), prelu.with_params(slope=[0.5, 2])(z))
    np.testing.assert_array_equal(layer.backward(np.ones((2, 2))), [[0.5, 2], [0.5, 1]])
    for value in (np.nan, True, "a", None, [[1.0], [1.0, 2.0]]):
        with pytest.raises((TypeError, ValueError), match=r"^slope must "):
            al.Activate(prelu.with_params(slope=value))
    with pytest.raises(ValueError, match=r"^alpha must be a positive number"):
        al.mlp((2, 2), al.ACTIVATIONS["elu"].with_params(alpha=-1), rng=np.random.default_rng(0))


def test_elu_with_a_parameter_per_channel_has_range_and_kinks():
    elu = al.ACTIVATIONS["elu"].with_params(alpha=np.array([1.0, 3.0]))
    assert elu.range == (-3.0, np.inf)
    assert elu.kinks == (0.0,)
