#!/usr/bin/env bash
# Package:  ncnn 1.0.20261020 and MNN 3.6.1, softplus on processors, float32
# Expected: softplus(100) is 100, as where the network was trained
# Happens:  ncnn: infinity from 89 on. MNN: 87, as for every input above 87
# Hurts:    converted networks with softplus outputs (variances, rates, depths): infinite, and nan after the next
#           subtraction, or capped in silence
# Instead:  ReLU(z) + softplus(-|z|)
. "$(dirname "$0")/_venv.sh"
install ncnn==1.0.20261020 MNN==3.6.1 numpy==2.4.6

python <<'EOF' 2> /dev/null
import importlib.metadata
import os

import MNN.expr as mnn
import ncnn
import numpy as np


def by_ncnn(z):
    net = ncnn.Net()
    net.opt.num_threads = 1
    net.load_param_mem("7767517\n2 2\nInput z 0 1 z\nSoftplus f 1 1 z out\n")
    net.load_model(os.devnull)
    extractor = net.create_extractor()
    shared = np.array(z, dtype=np.float32)  # a Mat of an array shares its memory
    extractor.input("z", ncnn.Mat(shared).clone())
    return np.array(extractor.extract("out")[1]).tolist()


def by_mnn(z):
    return mnn.softplus(mnn.const(z, [len(z)], mnn.NCHW, mnn.float)).read().tolist()


z = [20.0, 80.0, 89.0, 100.0, 1000.0]
for name, softplus in (("ncnn", by_ncnn), ("MNN", by_mnn)):
    print(name, importlib.metadata.version(name), z, softplus(z), flush=True)
assert by_ncnn([80.0]) == [80] and by_ncnn([89.0, 1000.0]) == [np.inf, np.inf]
assert by_mnn([80.0]) == [80] and by_mnn([89.0, 1000.0]) == [87, 87]
EOF
