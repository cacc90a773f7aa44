#!/usr/bin/env bash
# Package:  keras 3.15.1 on torch 2.13.0: BinaryFocalCrossentropy and CategoricalFocalCrossentropy, from_logits=True
# Expected: from logits, a confident mistake is pulled back: the slope at a logit of 20 for a true 0 is 1
# Happens:  exactly 0 from 17 on, and the loss stays at 15.9. The logits become probabilities first, which are cut
#           to [1e-7, 1 - 1e-7]. BinaryCrossentropy(from_logits=True) has slope 1 there
# Hurts:    the examples that focal loss is for, the hardest, teach nothing; a bad start or a high rate stays bad
# Instead:  write it from logits: s = sigmoid(z or -z of the wrong side), s**gamma * softplus(z)
. "$(dirname "$0")/_venv.sh"
install keras==3.15.1 torch==2.13.0 numpy==2.4.6
export KERAS_BACKEND=torch

python <<'EOF'
import keras
import torch
from keras import losses


def slope(loss, target, row):
    z = torch.tensor([row], requires_grad=True)
    value = loss(torch.tensor([target]), z)
    value.backward()
    return round(value.item(), 4), z.grad.tolist()[0]


binary, plain = losses.BinaryFocalCrossentropy(from_logits=True), losses.BinaryCrossentropy(from_logits=True)
classes = losses.CategoricalFocalCrossentropy(from_logits=True)
print("keras", keras.__version__, "torch", torch.__version__)
for z in (16.0, 17.0, 20.0):
    print(f"logit {z} for a true 0: focal", slope(binary, [0.0], [z]), "plain", slope(plain, [0.0], [z]))
    print(f"logits ({z}, 0), true class 1: focal", slope(classes, [0.0, 1.0], [z, 0.0]))
assert slope(binary, [0.0], [16.0])[1][0] > 0.99
assert slope(binary, [0.0], [20.0])[1] == [0] and slope(classes, [0.0, 1.0], [20.0, 0.0])[1] == [0, 0]
assert slope(plain, [0.0], [20.0])[1][0] > 0.99
EOF
