"""A network in a file and back, pickles and copies; files that are not one are refused."""

import copy
import json
import os
import pickle
import stat

import numpy as np
import pytest

import actloss as al
from actloss.nets import saving

x = np.random.default_rng(0).normal(size=(7, 3))
LABELS = np.arange(7) % 2


def rng(seed=0):
    return np.random.default_rng(seed)


def every_layer(seed=0, slope=0.1):
    activation = al.ACTIVATIONS["leaky_relu"].with_params(slope=slope)
    return al.Network(
        [al.Dense(3, 8, rng=rng(seed)), al.PReLU(8, slope=0.3), al.Activate(activation),
         al.Maxout(2), al.Activate("gelu"), al.Gated(al.ACTIVATIONS["elu"].with_params(alpha=0.5)),
         al.Dense(2, 2, rng=rng(seed), bias=0.5)]
    )  # fmt: skip


def diverged():
    net = every_layer()
    net.layers[0].weights[0] = np.nan
    net.layers[0].bias[0] = -np.inf
    return net


def fortran():
    net = every_layer()
    net.layers[0].weights = np.asfortranarray(net.layers[0].weights)
    net.layers[0].bias = net.layers[0].bias[::-1]
    return net


NETWORKS = {
    **{name: lambda name=name: al.mlp((3, 4, 2), name, rng=rng()) for name in al.ACTIVATIONS},
    "every layer": every_layer,
    "float32": lambda: every_layer().astype(np.float32),
    "float16": lambda: every_layer().astype(np.float16),
    "long double": lambda: every_layer().astype(np.longdouble),
    "types mixed": lambda: al.Network(
        [*every_layer().layers[:-1], every_layer().astype("f4").layers[-1]]
    ),
    "a whole number as slope": lambda: every_layer(slope=2),
    "a slope per channel": lambda: every_layer(slope=np.linspace(0, 1, 8)),
    "stack": lambda: al.stack([every_layer(0), every_layer(1)]),
    "stack of slopes": lambda: al.stack([every_layer(0, 0.1), every_layer(1, 0.7)]),
    "diverged": diverged,
    "Fortran order and views": fortran,
}
every = pytest.mark.parametrize("name", NETWORKS)


def same(one, other):
    """Whether two networks are the same to the last bit, and compute the same."""
    assert type(one) is type(other)
    assert [type(layer) for layer in one.layers] == [type(layer) for layer in other.layers]
    for ours, theirs in zip(one.layers, other.layers, strict=True):
        assert ours is not theirs
        assert getattr(ours, "k", None) == getattr(theirs, "k", None)
        for a, b in zip(ours.parameters(), theirs.parameters(), strict=True):
            assert a.dtype == b.dtype
            assert a.flags.writeable
            np.testing.assert_array_equal(a, b)
        if isinstance(ours, al.Activate):
            assert ours.activation.name == theirs.activation.name
            assert ours.activation.function is theirs.activation.function
            assert ours.activation.params.keys() == theirs.activation.params.keys()
            for key, value in ours.activation.params.items():
                np.testing.assert_array_equal(value, theirs.activation.params[key])
    np.testing.assert_array_equal(one(x), other(x))


@every
def test_what_was_saved_is_loaded(name, tmp_path):
    net = NETWORKS[name]()
    net(x)
    net.save(tmp_path / "net")
    same(al.load_network(str(tmp_path / "net")), net)
    assert os.listdir(tmp_path) == ["net"]


@every
def test_copies_and_pickles_are_the_same(name):
    net = NETWORKS[name]()
    for twin in (copy.deepcopy(net), *(pickle.loads(pickle.dumps(net, p)) for p in range(2, 6))):
        same(twin, net)


def test_what_was_loaded_can_be_trained_and_stands_alone(tmp_path):
    net = every_layer()
    net.save(tmp_path / "net.npz")
    losses = [
        al.fit(network, x, LABELS, loss="softmax_cross_entropy", optimizer=al.SGD(0.1),
               epochs=5).loss
        for network in (net, al.load_network(tmp_path / "net.npz"))
    ]  # fmt: skip
    np.testing.assert_array_equal(*losses)
    same(al.load_network(tmp_path / "net.npz"), every_layer())


def test_a_stack_that_was_loaded_can_be_unstacked(tmp_path):
    nets = [every_layer(0, 0.1), every_layer(1, 0.7)]
    al.stack(nets).save(tmp_path / "nets.npz")
    for ours, theirs in zip(al.unstack(al.load_network(tmp_path / "nets.npz")), nets, strict=True):
        same(ours, theirs)


@pytest.mark.parametrize("optimizer", [al.SGD, al.Momentum, al.Adagrad, al.Adam])
def test_training_goes_on_after_a_pickle_of_network_and_optimiser(optimizer):
    def fit(network, steps, epochs):
        return al.fit(network, x, LABELS, loss="softmax_cross_entropy", optimizer=steps,
                      epochs=epochs).loss  # fmt: skip

    whole = fit(every_layer(), optimizer(0.1), 6)
    net, steps = every_layer(), optimizer(0.1)
    first = fit(net, steps, 3)
    for again in (copy.deepcopy, lambda pair: pickle.loads(pickle.dumps(pair))):
        np.testing.assert_array_equal([*first, *fit(*again((net, steps)), 3)], whole)


@pytest.mark.parametrize("record", [*al.ACTIVATIONS.values(), *al.LOSSES.values()],
                         ids=lambda record: record.name)  # fmt: skip
def test_records_are_pickled_and_copied(record):
    others = [record]
    if record.params.get("slope"):
        others.append(record.with_params(slope=0.7))
    for one in others:
        for twin in (copy.copy(one), copy.deepcopy(one), pickle.loads(pickle.dumps(one))):
            assert twin == one


def test_a_record_of_ones_own_is_not_taken_for_the_catalogues():
    twin = copy.deepcopy(OWN)
    assert twin.function is OWN.function
    assert (
        pickle.loads(pickle.dumps(al.Activation("own", np.sin, np.cos, "", "", al.relu))).kinks
        == ()
    )
    with pytest.raises((AttributeError, pickle.PicklingError), match="lambda"):
        pickle.dumps(OWN)


def test_a_layer_that_was_used_is_pickled():
    layer = al.Activate(al.Activation("own", al.tanh, al.tanh_prime, "", "", al.relu))
    value = layer.forward(np.ones((2, 1)))
    np.testing.assert_array_equal(pickle.loads(pickle.dumps(layer)).forward(np.ones((2, 1))), value)


def test_histories_and_divergence_are_pickled():
    net = every_layer()
    options = {"loss": "squared_error", "epochs": 20}
    history = al.fit_many([net], x, x[:, :2], optimizer=al.SGD(0.01), **options,
                          measure={"one": lambda net: 1})  # fmt: skip
    twin = pickle.loads(pickle.dumps(history))
    np.testing.assert_array_equal(twin.loss, history.loss)
    np.testing.assert_array_equal(twin["one"], history["one"])
    same(twin.networks[0], history.networks[0])
    with pytest.raises(al.DivergedError) as caught:
        al.fit(net, x, x[:, :2], optimizer=al.SGD(1e30), **options)
    for error in (pickle.loads(pickle.dumps(caught.value)), copy.copy(caught.value)):
        assert type(error) is al.DivergedError
        assert str(error) == str(caught.value)
        np.testing.assert_array_equal(error.history.loss, caught.value.history.loss)


# --- what cannot be saved ---

OWN = al.Activation("relu", lambda z: z, lambda z: z, "", "", al.relu)


class OwnLayer(al.Layer):
    def forward(self, x):
        return x


class OwnDense(al.Dense):
    pass


class OwnNetwork(al.Network):
    pass


def with_weights(weights):
    net = every_layer()
    net.layers[0].weights = weights
    return net


@pytest.mark.parametrize(
    ("make", "error", "message"),
    [
        (lambda: al.Network([al.Activate(OWN)]), TypeError,
         r"^the activation 'relu' of layers\[0\] cannot be saved: it is not the catalogue's"),
        (lambda: al.Network([al.Activate("relu"), OwnLayer()]), TypeError,
         r"^layers\[1\] is a OwnLayer, which cannot be saved: .*Activate, PReLU, Maxout, Gated"),
        (lambda: al.Network([OwnDense(2, 2, rng=rng())]), TypeError, r"^layers\[0\] is a OwnDense"),
        (lambda: OwnNetwork([al.Maxout(1)]), TypeError, r"^a OwnNetwork cannot.*Network\(net.lay"),
        (lambda: with_weights([[1.0] * 8] * 3), ValueError, None),
        (lambda: with_weights(np.ones((3, 8), int)), ValueError, r"of layers\[0\] must be arrays"),
        (lambda: with_weights(np.ones((3, 7))), ValueError, r"have shapes \[\(3, 7\), \(8,\)\]"),
        (lambda: with_weights(None), ValueError, r"of layers\[0\] must be arrays of floats"),
        (lambda: al.Network([al.Activate(al.ACTIVATIONS["elu"].with_params(alpha=np.nan))]),
         ValueError, "^alpha must be"),
    ],
    ids=["own activation", "own layer", "own Dense", "own network", "list", "int", "sizes", "None",
         "nan"],
)  # fmt: skip
def test_what_a_file_cannot_hold_is_refused_and_nothing_changes(make, error, message, tmp_path):
    path = tmp_path / "net.npz"
    every_layer().save(path)
    before = path.read_bytes()
    if message is None:
        make().save(path)  # a list is as good as its array
        same(al.load_network(path), every_layer_with_ones())
        return
    with pytest.raises(error, match=message):
        make().save(path)
    assert path.read_bytes() == before
    assert os.listdir(tmp_path) == ["net.npz"]


def every_layer_with_ones():
    return with_weights(np.ones((3, 8)))


@pytest.mark.parametrize("path", [None, 3, b"net.npz", "", "a\0b", ["net.npz"], 1.5], ids=repr)
def test_a_path_is_a_name(path):
    for call in (every_layer().save, al.load_network):
        with pytest.raises(TypeError, match=r"^path must be a file's name such as 'net.npz', but"):
            call(path)


def test_folders_are_refused(tmp_path):
    for call in (every_layer().save, al.load_network):
        with pytest.raises(
            ValueError, match=r"^path must be a file's, but .* is a folder or device"
        ):
            call(tmp_path)
    if os.path.exists(os.devnull):
        with pytest.raises(ValueError, match="is a folder or device"):
            every_layer().save(os.devnull)


def test_a_missing_folder_or_file_is_named(tmp_path):
    path = tmp_path / "none" / "net.npz"
    with pytest.raises(FileNotFoundError, match=r"none/net.npz cannot .*no folder .*none; make it"):
        every_layer().save(path)
    for missing in (path, tmp_path / "net.npz"):
        with pytest.raises(FileNotFoundError, match=r"^there is no file .*net.npz; net.save"):
            al.load_network(missing)
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize("place", ["savez", "replace"])
@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()],
                         ids=["full", "interrupt"])  # fmt: skip
def test_a_failure_leaves_the_old_file(place, error, tmp_path, monkeypatch):
    path = tmp_path / "net.npz"
    every_layer().save(path)
    before = path.read_bytes()

    def fail(stream, *args, **arrays):
        if place == "savez":
            stream.write(b"half")
        raise error

    monkeypatch.setattr(np if place == "savez" else os, place, fail)
    with pytest.raises(type(error)) as caught:
        every_layer(1).save(path)
    if isinstance(error, OSError):
        assert f"{path} cannot be written: No space left on device; nothing" in str(caught.value)
        assert caught.value.errno == 28
    assert path.read_bytes() == before
    assert os.listdir(tmp_path) == ["net.npz"]


def test_a_new_file_has_the_usual_rights_and_a_link_stays_one(tmp_path):
    usual = tmp_path / "usual"
    usual.write_text("")
    link = tmp_path / "link.npz"
    link.symlink_to(tmp_path / "net.npz")
    every_layer().save(link)
    assert link.is_symlink()
    same(al.load_network(tmp_path / "net.npz"), every_layer())
    assert stat.S_IMODE((tmp_path / "net.npz").stat().st_mode) == stat.S_IMODE(usual.stat().st_mode)


# --- what is no such file ---


@pytest.fixture(scope="module")
def saved(tmp_path_factory):
    path = tmp_path_factory.mktemp("saved") / "net.npz"
    al.Network([al.Dense(1, 2, rng=rng()), al.PReLU(2), al.Maxout(2)]).save(path)
    return path.read_bytes()


def load(content, tmp_path):
    (tmp_path / "net.npz").write_bytes(content)
    return al.load_network(tmp_path / "net.npz")


DAMAGED = r"net.npz is damaged, or no network that net.save\(path\) wrote: (?s:.*); save it anew$"


def test_a_file_cut_anywhere_is_refused(saved, tmp_path):
    for size in range(0, len(saved), 7):
        with pytest.raises(ValueError, match=DAMAGED):
            load(saved[:size], tmp_path)


def test_a_flipped_bit_is_refused_or_means_nothing(saved, tmp_path):
    whole = load(saved, tmp_path)
    refused = 0
    for place in range(0, len(saved), 3):
        flipped = bytearray(saved)
        flipped[place] ^= 1 << place % 8
        try:
            net = load(bytes(flipped), tmp_path)
        except ValueError:
            refused += 1
        else:
            for ours, theirs in zip(net.parameters(), whole.parameters(), strict=True):
                np.testing.assert_array_equal(ours, theirs)
            assert net.layers[2].k == 2
    assert refused > len(saved) / 5  # what is stored, and where


def arrays_of(network, tmp_path):
    network.save(tmp_path / "net.npz")
    with np.load(tmp_path / "net.npz", allow_pickle=False) as arrays:
        header = json.loads(str(arrays["network"]))
        return header, {name: arrays[name] for name in arrays.files if name != "network"}


def write(header, arrays, tmp_path, write=np.savez):
    text = header if isinstance(header, str) else json.dumps(header)
    write(tmp_path / "net.npz", network=np.array(text), **arrays)
    return tmp_path / "net.npz"


def test_what_is_in_the_file_is_documented(tmp_path):
    header, arrays = arrays_of(every_layer(), tmp_path)
    assert header == {
        "kind": "actloss network",
        "format": 1,
        "layers": [
            {"layer": "Dense"},
            {"layer": "PReLU"},
            {"layer": "Activate", "activation": "leaky_relu", "params": ["slope"]},
            {"layer": "Maxout", "k": 2},
            {"layer": "Activate", "activation": "gelu", "params": []},
            {"layer": "Gated", "activation": "elu", "params": ["alpha"]},
            {"layer": "Dense"},
        ],
    }
    assert set(arrays) == {"0.weights", "0.bias", "1.slope", "2.activation.slope",
                           "5.activation.alpha", "6.weights", "6.bias"}  # fmt: skip


def changed(**entries):
    return lambda header, arrays: header.update(entries)


def layer(position, **entries):
    return lambda header, arrays: header["layers"][position].update(entries)


def array(name, value):
    return lambda header, arrays: arrays.update({name: value})


CHANGES = {
    "kind": (changed(kind="other network"), "of another kind"),
    "no version": (lambda header, arrays: header.pop("format"), "'format'"),
    "version": (changed(format="1"), "of another kind"),
    "layers": (changed(layers=3), ""),
    "no layers": (changed(layers=[]), "which no layer has"),
    "unknown layer": (layer(0, layer="Conv"), "'Conv'"),
    "k": (layer(3, k=0), "k must be a whole number"),
    "k of text": (layer(3, k="2"), "k must be a whole number"),
    "activation": (layer(2, activation="rellu"), "did you mean 'relu'"),
    "parameter": (layer(4, params=["slope"]), "4.activation.slope"),
    "missing array": (lambda header, arrays: arrays.pop("6.bias"), "6.bias"),
    "more arrays": (array("9.weights", np.ones(2)), "it holds 9.weights, which no layer has"),
    "sizes": (array("0.bias", np.ones(3)), r"layers\[0\] must .* shapes \[\(3, 8\), \(3,\)\]"),
    "a bias as large as the weights": (array("0.bias", np.ones((3, 8))), r"layers\[0\] must be"),
    "weights of 4 axes": (array("0.weights", np.ones((1, 1, 3, 8))), r"layers\[0\] must be"),
    "a stack of stacks": (
        lambda header, arrays: arrays.update(
            {"0.weights": np.ones((2, 1, 3, 8)), "0.bias": np.ones((1, 3, 8))}
        ),
        r"layers\[0\] must be",
    ),
    "half a stack": (array("0.weights", np.ones((2, 3, 8))), r"layers\[0\] must be"),
    "slopes in rows": (array("1.slope", np.ones((2, 8))), r"layers\[1\] must be"),
    "whole numbers": (array("6.bias", np.ones(2, int)), r"layers\[6\] must be arrays of floats"),
    "text": (array("6.bias", np.array(["a", "b"])), r"layers\[6\] must be arrays of floats"),
    "slope of nan": (array("2.activation.slope", np.array(np.nan)), "slope must be finite"),
    "slope of text": (array("2.activation.slope", np.array("1")), "slope must"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_file_that_contradicts_itself_is_refused(change, tmp_path):
    header, arrays = arrays_of(every_layer(), tmp_path)
    alter, message = CHANGES[change]
    alter(header, arrays)
    path = write(header, arrays, tmp_path)
    with pytest.raises(ValueError, match=DAMAGED.replace("(?s:.*)", f"(?s:.*){message}(?s:.*)")):
        al.load_network(path)


def test_a_newer_file_is_told_from_a_damaged_one(tmp_path):
    header, arrays = arrays_of(every_layer(), tmp_path)
    path = write({**header, "format": 2, "layers": "as yet unknown"}, arrays, tmp_path)
    message = "net.npz is of a newer actloss: its format is 2, and this one reads 1; update actloss"
    with pytest.raises(ValueError, match=message):
        al.load_network(path)


def test_long_doubles_of_another_machine_are_refused(tmp_path, monkeypatch):
    header, arrays = arrays_of(every_layer().astype(np.longdouble), tmp_path)
    assert "long double" in header
    monkeypatch.setattr(saving, "LONG_DOUBLE", "112 bits, big-endian")
    with pytest.raises(ValueError, match=r"its long doubles have .*, this machine's 112 bits"):
        al.load_network(write(header, arrays, tmp_path))


def test_bytes_in_another_order_are_put_right(tmp_path):
    header, arrays = arrays_of(every_layer(), tmp_path)
    swapped = {name: a.astype(a.dtype.newbyteorder("S")) for name, a in arrays.items()}
    net = al.load_network(write(header, swapped, tmp_path))
    assert all(p.dtype.isnative for p in net.parameters())
    same(net, every_layer())


class Mischief:
    def __reduce__(self):
        return pytest.fail, ("a pickle was run",)


FOREIGN = {
    "empty": b"",
    "text": b"weights: 1, 2, 3\n",
    "pickle": pickle.dumps(Mischief()),
    "png": b"\x89PNG\r\n\x1a\n" + bytes(100),
}


@pytest.mark.parametrize("kind", FOREIGN)
def test_other_files_are_refused(kind, tmp_path):
    with pytest.raises(ValueError, match=DAMAGED):
        load(FOREIGN[kind], tmp_path)


def test_other_arrays_are_refused(tmp_path):
    header, arrays = arrays_of(every_layer(), tmp_path)
    np.save(tmp_path / "array.npy", np.ones(3))
    np.savez(tmp_path / "arrays.npz", weights=np.ones(3))
    np.savez(tmp_path / "object.npz", network=np.array([Mischief()], dtype=object))
    for name in ("array.npy", "arrays.npz", "object.npz"):
        with pytest.raises(ValueError, match="is damaged, or no network"):
            al.load_network(tmp_path / name)
    for text in ("no json", "[1]", '"actloss network"', "null"):
        with pytest.raises(ValueError, match=DAMAGED):
            al.load_network(write(text, arrays, tmp_path))
    with pytest.raises(ValueError, match="it is compressed"):
        al.load_network(write(header, arrays, tmp_path, np.savez_compressed))
