"""Networks that learn: layers, first weights, optimisers, training, many runs at once."""
