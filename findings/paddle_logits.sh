#!/usr/bin/env bash
# Package:  paddlepaddle 3.3.1 (CPU): F.binary_cross_entropy_with_logits, F.cross_entropy and F.log_softmax
# Expected: at a logit of 0 the slope is -1/2 for a true 1 and 1/2 for a true 0; a lead of 100 of the wrong class
#           costs 100
# Happens:  -3/2 and -1/2 at exactly 0: both push up. The values are right, and so are the slopes beside 0. A lead of
#           100 costs 64, as every lead beyond 64, in float64 too; log_softmax of (1000, 0) is (0, -64)
# Hurts:    an output layer that starts with zeros learns the label 1 first, whatever the data; the reported loss of
#           confident mistakes, likelihoods, perplexities, comparisons with other libraries
# Instead:  pass pos_weight=paddle.to_tensor([1.0]), which takes another path; z - paddle.logsumexp(z, -1, True)
# Thread:   https://github.com/PaddlePaddle/Paddle/issues/20994 (the 64), /pull/64253 (the slopes' kernel)
. "$(dirname "$0")/_venv.sh"
install paddlepaddle==3.3.1

python <<'EOF'
import paddle
import paddle.nn.functional as F


def slope(loss, z):
    logits = paddle.to_tensor(z, stop_gradient=False)
    return paddle.grad([loss(logits).sum()], [logits])[0].numpy().tolist()


def binary(label, **how):
    return lambda z: F.binary_cross_entropy_with_logits(z, paddle.to_tensor([label]), **how)


def log_softmax(z):
    return z - paddle.logsumexp(z, -1, True)


print("paddle", paddle.__version__)
for label in (1.0, 0.0):
    print(f"slope at 0, 1e-6 for a true {label:g}:", slope(binary(label), [0.0]), slope(binary(label), [1e-6]))
one = paddle.to_tensor([1.0])
print("with pos_weight 1:", slope(binary(1.0, pos_weight=one), [0.0]), slope(binary(0.0, pos_weight=one), [0.0]))
lead = paddle.to_tensor([[100.0, 0.0]])
costs = F.cross_entropy(lead, paddle.to_tensor([1])).item()
print("a lead of 100 of the wrong class costs", costs, "by hand", -log_softmax(lead)[0, 1].item())
print("log_softmax of (1000, 0)", F.log_softmax(paddle.to_tensor([[1000.0, 0.0]])).tolist())
assert slope(binary(1.0), [0.0]) == [-1.5] and slope(binary(0.0), [0.0]) == [-0.5]
assert abs(slope(binary(0.0), [1e-6])[0] - 0.5) < 1e-4
assert slope(binary(0.0, pos_weight=one), [0.0]) == [0.5]
assert costs == 64 and -log_softmax(lead)[0, 1].item() == 100
EOF
