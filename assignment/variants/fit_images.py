# ---
# jupyter:
#   jupytext:
#     cell_markers: '"""'
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
"""
Right and wrong answers to the parts of `fit_images`, each with the score that it must get.
"""

# %%
# VARIANT
# part: network
# name: one_line_each
# right: true
# score: 2
class MLP:
    def __init__(self, d_in, width, d_out, generator=None, dtype=torch.float32):
        self.hidden = Linear(d_in, width, generator, dtype)
        self.relu = ReLU()
        self.output = Linear(width, d_out, generator, dtype)
        self.layers = [self.hidden, self.relu, self.output]

    def forward(self, x):
        return self.output.forward(self.relu.forward(self.hidden.forward(x)))

    def backward(self, upstream):
        return self.hidden.backward(self.relu.backward(self.output.backward(upstream)))

# %%
# VARIANT
# part: network
# name: steps_with_names
# right: true
# score: 2
class MLP:
    def __init__(self, d_in, width, d_out, generator=None, dtype=torch.float32):
        self.hidden = Linear(d_in, width, generator, dtype)
        self.relu = ReLU()
        self.output = Linear(width, d_out, generator, dtype)
        self.layers = [self.hidden, self.relu, self.output]

    def forward(self, x):
        z = self.hidden.forward(x)
        h = self.relu.forward(z)
        logits = self.output.forward(h)
        return logits

    def backward(self, upstream):
        dh = self.output.backward(upstream)
        dz = self.relu.backward(dh)
        dx = self.hidden.backward(dz)
        return dx

# %%
# VARIANT
# part: network
# name: reduce_and_negative_index
# right: true
# score: 2
class MLP:
    def __init__(self, d_in, width, d_out, generator=None, dtype=torch.float32):
        self.hidden = Linear(d_in, width, generator, dtype)
        self.relu = ReLU()
        self.output = Linear(width, d_out, generator, dtype)
        self.layers = [self.hidden, self.relu, self.output]

    def forward(self, x):
        from functools import reduce

        return reduce(lambda value, layer: layer.forward(value), self.layers, x)

    def backward(self, upstream):
        i = len(self.layers) - 1
        while i >= 0:
            upstream = self.layers[i].backward(upstream)
            i -= 1
        return upstream

# %%
# VARIANT
# part: network
# name: reversed_slice_and_a_cache
# right: true
# score: 2
class MLP:
    def __init__(self, d_in, width, d_out, generator=None, dtype=torch.float32):
        self.hidden = Linear(d_in, width, generator, dtype)
        self.relu = ReLU()
        self.output = Linear(width, d_out, generator, dtype)
        self.layers = [self.hidden, self.relu, self.output]

    def forward(self, x):
        self.values = [x]
        for layer in self.layers:
            self.values.append(layer.forward(self.values[-1]))
        return self.values[-1]

    def backward(self, upstream):
        for layer in self.layers[::-1]:
            upstream = layer.backward(upstream)
        return upstream

# %%
# VARIANT
# part: network
# name: backward_in_forward_order
# right: false
# score: 0.25
# mistake: The backward pass goes through the layers from the first to the last.
class MLP:
    def __init__(self, d_in, width, d_out, generator=None, dtype=torch.float32):
        self.hidden = Linear(d_in, width, generator, dtype)
        self.relu = ReLU()
        self.output = Linear(width, d_out, generator, dtype)
        self.layers = [self.hidden, self.relu, self.output]

    def forward(self, x):
        return self.output.forward(self.relu.forward(self.hidden.forward(x)))

    def backward(self, upstream):
        for layer in self.layers:
            upstream = layer.backward(upstream)
        return upstream

# %%
# VARIANT
# part: network
# name: backward_of_the_first_layer_forgotten
# right: false
# score: 0.25
# mistake: The backward pass stops before the first layer.
class MLP:
    def __init__(self, d_in, width, d_out, generator=None, dtype=torch.float32):
        self.hidden = Linear(d_in, width, generator, dtype)
        self.relu = ReLU()
        self.output = Linear(width, d_out, generator, dtype)
        self.layers = [self.hidden, self.relu, self.output]

    def forward(self, x):
        return self.output.forward(self.relu.forward(self.hidden.forward(x)))

    def backward(self, upstream):
        return self.relu.backward(self.output.backward(upstream))

# %%
# VARIANT
# part: network
# name: no_relu_forward
# right: false
# score: 1.25
# mistake: The forward pass leaves the ReLU out.
class MLP:
    def __init__(self, d_in, width, d_out, generator=None, dtype=torch.float32):
        self.hidden = Linear(d_in, width, generator, dtype)
        self.relu = ReLU()
        self.output = Linear(width, d_out, generator, dtype)
        self.layers = [self.hidden, self.relu, self.output]

    def forward(self, x):
        return self.output.forward(self.hidden.forward(x))

    def backward(self, upstream):
        return self.hidden.backward(self.output.backward(upstream))

# %%
# VARIANT
# part: network
# name: relu_skipped_backward
# right: false
# score: 0.5
# mistake: The backward pass leaves the ReLU out.
class MLP:
    def __init__(self, d_in, width, d_out, generator=None, dtype=torch.float32):
        self.hidden = Linear(d_in, width, generator, dtype)
        self.relu = ReLU()
        self.output = Linear(width, d_out, generator, dtype)
        self.layers = [self.hidden, self.relu, self.output]

    def forward(self, x):
        return self.output.forward(self.relu.forward(self.hidden.forward(x)))

    def backward(self, upstream):
        return self.hidden.backward(self.output.backward(upstream))

# %%
# VARIANT
# part: network
# name: relu_on_the_logits
# right: false
# score: 0.25
# mistake: A ReLU is applied to the logits as well.
class MLP:
    def __init__(self, d_in, width, d_out, generator=None, dtype=torch.float32):
        self.hidden = Linear(d_in, width, generator, dtype)
        self.relu = ReLU()
        self.output = Linear(width, d_out, generator, dtype)
        self.layers = [self.hidden, self.relu, self.output]

    def forward(self, x):
        return torch.relu(self.output.forward(self.relu.forward(self.hidden.forward(x))))

    def backward(self, upstream):
        return self.hidden.backward(self.relu.backward(self.output.backward(upstream)))

# %%
# VARIANT
# part: network
# name: softmax_included
# right: false
# score: 0.25
# mistake: Softmax is applied to the logits; it is part of the loss.
class MLP:
    def __init__(self, d_in, width, d_out, generator=None, dtype=torch.float32):
        self.hidden = Linear(d_in, width, generator, dtype)
        self.relu = ReLU()
        self.output = Linear(width, d_out, generator, dtype)
        self.layers = [self.hidden, self.relu, self.output]

    def forward(self, x):
        return torch.softmax(self.output.forward(self.relu.forward(self.hidden.forward(x))), dim=1)

    def backward(self, upstream):
        return self.hidden.backward(self.relu.backward(self.output.backward(upstream)))

# %%
# VARIANT
# part: network
# name: nothing_returned_backward
# right: false
# score: 0.75
# mistake: The gradient of the input is not returned.
class MLP:
    def __init__(self, d_in, width, d_out, generator=None, dtype=torch.float32):
        self.hidden = Linear(d_in, width, generator, dtype)
        self.relu = ReLU()
        self.output = Linear(width, d_out, generator, dtype)
        self.layers = [self.hidden, self.relu, self.output]

    def forward(self, x):
        return self.output.forward(self.relu.forward(self.hidden.forward(x)))

    def backward(self, upstream):
        self.hidden.backward(self.relu.backward(self.output.backward(upstream)))

# %%
# VARIANT
# part: network
# name: nothing_returned_forward
# right: false
# score: 0
# mistake: The logits are not returned.
class MLP:
    def __init__(self, d_in, width, d_out, generator=None, dtype=torch.float32):
        self.hidden = Linear(d_in, width, generator, dtype)
        self.relu = ReLU()
        self.output = Linear(width, d_out, generator, dtype)
        self.layers = [self.hidden, self.relu, self.output]

    def forward(self, x):
        for layer in self.layers:
            x = layer.forward(x)

    def backward(self, upstream):
        return self.hidden.backward(self.relu.backward(self.output.backward(upstream)))

# %%
# VARIANT
# part: network
# name: returns_after_one_layer
# right: false
# score: 0
# mistake: forward returns inside its loop, after the first layer.
class MLP:
    def __init__(self, d_in, width, d_out, generator=None, dtype=torch.float32):
        self.hidden = Linear(d_in, width, generator, dtype)
        self.relu = ReLU()
        self.output = Linear(width, d_out, generator, dtype)
        self.layers = [self.hidden, self.relu, self.output]

    def forward(self, x):
        for layer in self.layers:
            x = layer.forward(x)
            return x

    def backward(self, upstream):
        return self.hidden.backward(self.relu.backward(self.output.backward(upstream)))

# %%
# VARIANT
# part: network
# name: input_for_every_layer
# right: false
# score: 0
# mistake: The second layer gets the input again instead of the hidden values.
class MLP:
    def __init__(self, d_in, width, d_out, generator=None, dtype=torch.float32):
        self.hidden = Linear(d_in, width, generator, dtype)
        self.relu = ReLU()
        self.output = Linear(width, d_out, generator, dtype)
        self.layers = [self.hidden, self.relu, self.output]

    def forward(self, x):
        for layer in self.layers:
            y = layer.forward(x)
        return y

    def backward(self, upstream):
        return self.hidden.backward(self.relu.backward(self.output.backward(upstream)))

# %%
# VARIANT
# part: network
# name: upstream_scaled
# right: false
# score: 0.5
# mistake: The gradient is divided by the size of the batch; the loss has done that.
class MLP:
    def __init__(self, d_in, width, d_out, generator=None, dtype=torch.float32):
        self.hidden = Linear(d_in, width, generator, dtype)
        self.relu = ReLU()
        self.output = Linear(width, d_out, generator, dtype)
        self.layers = [self.hidden, self.relu, self.output]

    def forward(self, x):
        return self.output.forward(self.relu.forward(self.hidden.forward(x)))

    def backward(self, upstream):
        upstream = upstream / len(upstream)
        return self.hidden.backward(self.relu.backward(self.output.backward(upstream)))

# %%
# VARIANT
# part: network
# name: upstream_clobbered
# right: false
# score: 1.75
# mistake: The upstream gradient is overwritten.
class MLP:
    def __init__(self, d_in, width, d_out, generator=None, dtype=torch.float32):
        self.hidden = Linear(d_in, width, generator, dtype)
        self.relu = ReLU()
        self.output = Linear(width, d_out, generator, dtype)
        self.layers = [self.hidden, self.relu, self.output]

    def forward(self, x):
        return self.output.forward(self.relu.forward(self.hidden.forward(x)))

    def backward(self, upstream):
        gradient = self.hidden.backward(self.relu.backward(self.output.backward(upstream)))
        upstream.zero_()
        return gradient

# %%
# VARIANT
# part: network
# name: input_normalised_in_place
# right: false
# score: 1.75
# mistake: The input is changed in place.
class MLP:
    def __init__(self, d_in, width, d_out, generator=None, dtype=torch.float32):
        self.hidden = Linear(d_in, width, generator, dtype)
        self.relu = ReLU()
        self.output = Linear(width, d_out, generator, dtype)
        self.layers = [self.hidden, self.relu, self.output]

    def forward(self, x):
        out = self.output.forward(self.relu.forward(self.hidden.forward(x.clone())))
        x -= x.mean()
        return out

    def backward(self, upstream):
        return self.hidden.backward(self.relu.backward(self.output.backward(upstream)))

# %%
# VARIANT
# part: network
# name: squeezed
# right: false
# score: 1.75
# mistake: A batch of one loses its batch dimension.
class MLP:
    def __init__(self, d_in, width, d_out, generator=None, dtype=torch.float32):
        self.hidden = Linear(d_in, width, generator, dtype)
        self.relu = ReLU()
        self.output = Linear(width, d_out, generator, dtype)
        self.layers = [self.hidden, self.relu, self.output]

    def forward(self, x):
        return self.output.forward(self.relu.forward(self.hidden.forward(x))).squeeze(0)

    def backward(self, upstream):
        return self.hidden.backward(self.relu.backward(self.output.backward(upstream)))

# %%
# VARIANT
# part: network
# name: relu_before_the_first_layer
# right: false
# score: 1.25
# mistake: The ReLU comes before the first layer instead of after it.
class MLP:
    def __init__(self, d_in, width, d_out, generator=None, dtype=torch.float32):
        self.hidden = Linear(d_in, width, generator, dtype)
        self.relu = ReLU()
        self.output = Linear(width, d_out, generator, dtype)
        self.layers = [self.hidden, self.relu, self.output]

    def forward(self, x):
        return self.output.forward(self.hidden.forward(self.relu.forward(x)))

    def backward(self, upstream):
        return self.relu.backward(self.hidden.backward(self.output.backward(upstream)))

# %%
# VARIANT
# part: network
# name: relu_after_the_output
# right: false
# score: 0.25
# mistake: A ReLU is applied to the logits as well.
class MLP:
    def __init__(self, d_in, width, d_out, generator=None, dtype=torch.float32):
        self.hidden = Linear(d_in, width, generator, dtype)
        self.relu = ReLU()
        self.output = Linear(width, d_out, generator, dtype)
        self.layers = [self.hidden, self.relu, self.output]

    def forward(self, x):
        h = self.relu.forward(self.hidden.forward(x))
        return self.relu.forward(self.output.forward(h))

    def backward(self, upstream):
        return self.hidden.backward(self.output.backward(self.relu.backward(upstream)))

# %%
# VARIANT
# part: fit
# name: names_written_out
# right: true
# score: 4
learning_rate = 0.1
n_epochs = 25

network = MLP(784, 128, 10, generator=seeded(1))
loss, optimizer, shuffle = CrossEntropyLoss(), SGD(network, learning_rate), seeded(2)
run = Run("fit", data=training, train_size=len(train_labels), validation_size=len(validation_labels),
          seed=1, learning_rate=learning_rate, batch_size=64)
for _ in progress(range(epochs(n_epochs)), "epochs"):
    train_epoch(network, loss, optimizer, train_images, train_labels, 64, shuffle)
    train_loss, train_accuracy = evaluate(network, loss, train_images, train_labels, 256)
    validation_loss, validation_accuracy = evaluate(network, loss, validation_images, validation_labels, 256)
    run.epoch(
        train_loss=train_loss,
        train_accuracy=train_accuracy,
        validation_loss=validation_loss,
        validation_accuracy=validation_accuracy,
    )
run.save({"W1": network.hidden.W, "b1": network.hidden.b, "W2": network.output.W, "b2": network.output.b})

# %%
# VARIANT
# part: fit
# name: small_steps_small_batches
# right: true
# score: 4
learning_rate = 0.003
n_epochs = 30

network = MLP(784, 128, 10, generator=seeded(1))
loss, optimizer, shuffle = CrossEntropyLoss(), SGD(network, learning_rate), seeded(2)
run = Run("fit", data=training, train_size=len(train_labels), validation_size=len(validation_labels),
          seed=1, learning_rate=learning_rate, batch_size=64)
for _ in progress(range(epochs(n_epochs)), "epochs"):
    train_epoch(network, loss, optimizer, train_images, train_labels, 16, shuffle)
    on_train = evaluate(network, loss, train_images, train_labels, 1000)
    on_validation = evaluate(network, loss, validation_images, validation_labels, 1000)
    run.epoch(**dict(zip(run.history, (*on_train, *on_validation), strict=True)))
run.save({"W1": network.hidden.W, "b1": network.hidden.b, "W2": network.output.W, "b2": network.output.b})

# %%
# VARIANT
# part: fit
# name: wide_network
# right: true
# score: 4
learning_rate = 1e-1
n_epochs = 20

network = MLP(784, 300, 10, generator=seeded(1))
loss, optimizer, shuffle = CrossEntropyLoss(), SGD(network, learning_rate), seeded(2)
run = Run("fit", data=training, train_size=len(train_labels), validation_size=len(validation_labels),
          seed=1, learning_rate=learning_rate, batch_size=64)
for _ in progress(range(epochs(n_epochs)), "epochs"):
    train_epoch(network, loss, optimizer, train_images, train_labels, 100, shuffle)
    on_train = evaluate(network, loss, train_images, train_labels, 1000)
    on_validation = evaluate(network, loss, validation_images, validation_labels, 1000)
    run.epoch(**dict(zip(run.history, (*on_train, *on_validation), strict=True)))
run.save({"W1": network.hidden.W, "b1": network.hidden.b, "W2": network.output.W, "b2": network.output.b})

# %%
# VARIANT
# part: fit
# name: tensors_in_the_record
# right: true
# score: 4
learning_rate = 0.02
n_epochs = 20

network = MLP(784, 128, 10, generator=seeded(1))
loss, optimizer, shuffle = CrossEntropyLoss(), SGD(network, learning_rate), seeded(2)
run = Run("fit", data=training, train_size=len(train_labels), validation_size=len(validation_labels),
          seed=1, learning_rate=learning_rate, batch_size=64)
for _ in progress(range(epochs(n_epochs)), "epochs"):
    train_epoch(network, loss, optimizer, train_images, train_labels, 64, shuffle)
    on_train = evaluate(network, loss, train_images, train_labels, 1000)
    on_validation = evaluate(network, loss, validation_images, validation_labels, 1000)
    numbers = torch.tensor([*on_train, *on_validation])
    run.epoch(**dict(zip(run.history, numbers, strict=True)))
run.save({"W1": network.hidden.W, "b1": network.hidden.b, "W2": network.output.W, "b2": network.output.b})

# %%
# VARIANT
# part: fit
# name: step_size_that_falls
# right: true
# score: 4
learning_rate = 0.1
n_epochs = 20

network = MLP(784, 128, 10, generator=seeded(1))
loss, optimizer, shuffle = CrossEntropyLoss(), SGD(network, learning_rate), seeded(2)
run = Run("fit", data=training, train_size=len(train_labels), validation_size=len(validation_labels),
          seed=1, learning_rate=learning_rate, batch_size=64)
for _ in progress(range(epochs(n_epochs)), "epochs"):
    optimizer.learning_rate *= 0.9
    train_epoch(network, loss, optimizer, train_images, train_labels, 64, shuffle)
    on_train = evaluate(network, loss, train_images, train_labels, 1000)
    on_validation = evaluate(network, loss, validation_images, validation_labels, 1000)
    run.epoch(**dict(zip(run.history, (*on_train, *on_validation), strict=True)))
run.save({"W1": network.hidden.W, "b1": network.hidden.b, "W2": network.output.W, "b2": network.output.b})

# %%
# VARIANT
# part: fit
# name: learning_rate_of_five
# right: false
# records: not_finite
# score: 0.5
# mistake: The learning rate is far too large: the loss explodes.
learning_rate = 5
n_epochs = 20

network = MLP(784, 128, 10, generator=seeded(1))
loss, optimizer, shuffle = CrossEntropyLoss(), SGD(network, learning_rate), seeded(2)
run = Run("fit", data=training, train_size=len(train_labels), validation_size=len(validation_labels),
          seed=1, learning_rate=learning_rate, batch_size=64)
for _ in progress(range(epochs(n_epochs)), "epochs"):
    train_epoch(network, loss, optimizer, train_images, train_labels, 64, shuffle)
    on_train = evaluate(network, loss, train_images, train_labels, 1000)
    on_validation = evaluate(network, loss, validation_images, validation_labels, 1000)
    run.epoch(**dict(zip(run.history, (*on_train, *on_validation), strict=True)))
run.save({"W1": network.hidden.W, "b1": network.hidden.b, "W2": network.output.W, "b2": network.output.b})

# %%
# VARIANT
# part: fit
# name: learning_rate_of_a_millionth
# right: false
# records: untrained
# score: 1
# mistake: The learning rate is far too small: nothing is learned.
learning_rate = 1e-6
n_epochs = 20

network = MLP(784, 128, 10, generator=seeded(1))
loss, optimizer, shuffle = CrossEntropyLoss(), SGD(network, learning_rate), seeded(2)
run = Run("fit", data=training, train_size=len(train_labels), validation_size=len(validation_labels),
          seed=1, learning_rate=learning_rate, batch_size=64)
for _ in progress(range(epochs(n_epochs)), "epochs"):
    train_epoch(network, loss, optimizer, train_images, train_labels, 64, shuffle)
    on_train = evaluate(network, loss, train_images, train_labels, 1000)
    on_validation = evaluate(network, loss, validation_images, validation_labels, 1000)
    run.epoch(**dict(zip(run.history, (*on_train, *on_validation), strict=True)))
run.save({"W1": network.hidden.W, "b1": network.hidden.b, "W2": network.output.W, "b2": network.output.b})

# %%
# VARIANT
# part: fit
# name: never_trains
# right: false
# records: untrained
# score: 1
# mistake: The network is measured and never trained.
learning_rate = 0.05
n_epochs = 20

network = MLP(784, 128, 10, generator=seeded(1))
loss, optimizer, shuffle = CrossEntropyLoss(), SGD(network, learning_rate), seeded(2)
run = Run("fit", data=training, train_size=len(train_labels), validation_size=len(validation_labels),
          seed=1, learning_rate=learning_rate, batch_size=64)
for _ in progress(range(epochs(n_epochs)), "epochs"):
    on_train = evaluate(network, loss, train_images, train_labels, 1000)
    on_validation = evaluate(network, loss, validation_images, validation_labels, 1000)
    run.epoch(**dict(zip(run.history, (*on_train, *on_validation), strict=True)))
run.save({"W1": network.hidden.W, "b1": network.hidden.b, "W2": network.output.W, "b2": network.output.b})

# %%
# VARIANT
# part: fit
# name: measures_before_training
# right: false
# score: 3.5
# mistake: The curves are measured before each epoch of training, so the last one is missing.
learning_rate = 0.05
n_epochs = 20

network = MLP(784, 128, 10, generator=seeded(1))
loss, optimizer, shuffle = CrossEntropyLoss(), SGD(network, learning_rate), seeded(2)
run = Run("fit", data=training, train_size=len(train_labels), validation_size=len(validation_labels),
          seed=1, learning_rate=learning_rate, batch_size=64)
for _ in progress(range(epochs(n_epochs)), "epochs"):
    on_train = evaluate(network, loss, train_images, train_labels, 1000)
    on_validation = evaluate(network, loss, validation_images, validation_labels, 1000)
    run.epoch(**dict(zip(run.history, (*on_train, *on_validation), strict=True)))
    train_epoch(network, loss, optimizer, train_images, train_labels, 64, shuffle)
run.save({"W1": network.hidden.W, "b1": network.hidden.b, "W2": network.output.W, "b2": network.output.b})

# %%
# VARIANT
# part: fit
# name: validation_curve_from_training_images
# right: false
# score: 3.5
# mistake: The validation curves are measured on the training images.
learning_rate = 0.05
n_epochs = 20

network = MLP(784, 128, 10, generator=seeded(1))
loss, optimizer, shuffle = CrossEntropyLoss(), SGD(network, learning_rate), seeded(2)
run = Run("fit", data=training, train_size=len(train_labels), validation_size=len(validation_labels),
          seed=1, learning_rate=learning_rate, batch_size=64)
for _ in progress(range(epochs(n_epochs)), "epochs"):
    train_epoch(network, loss, optimizer, train_images, train_labels, 64, shuffle)
    on_train = evaluate(network, loss, train_images, train_labels, 1000)
    on_validation = evaluate(network, loss, train_images, train_labels, 1000)
    run.epoch(**dict(zip(run.history, (*on_train, *on_validation), strict=True)))
run.save({"W1": network.hidden.W, "b1": network.hidden.b, "W2": network.output.W, "b2": network.output.b})

# %%
# VARIANT
# part: fit
# name: validation_curve_from_the_test_set
# right: false
# score: 3.5
# mistake: The validation curves are measured on the test set.
learning_rate = 0.05
n_epochs = 20

network = MLP(784, 128, 10, generator=seeded(1))
loss, optimizer, shuffle = CrossEntropyLoss(), SGD(network, learning_rate), seeded(2)
run = Run("fit", data=training, train_size=len(train_labels), validation_size=len(validation_labels),
          seed=1, learning_rate=learning_rate, batch_size=64)
for _ in progress(range(epochs(n_epochs)), "epochs"):
    train_epoch(network, loss, optimizer, train_images, train_labels, 64, shuffle)
    on_train = evaluate(network, loss, train_images, train_labels, 1000)
    on_validation = evaluate(network, loss, test_images, test_labels, 1000)
    run.epoch(**dict(zip(run.history, (*on_train, *on_validation), strict=True)))
run.save({"W1": network.hidden.W, "b1": network.hidden.b, "W2": network.output.W, "b2": network.output.b})

# %%
# VARIANT
# part: fit
# name: train_and_validation_swapped
# right: false
# score: 3.5
# mistake: The curves of the two sets are swapped.
learning_rate = 0.05
n_epochs = 20

network = MLP(784, 128, 10, generator=seeded(1))
loss, optimizer, shuffle = CrossEntropyLoss(), SGD(network, learning_rate), seeded(2)
run = Run("fit", data=training, train_size=len(train_labels), validation_size=len(validation_labels),
          seed=1, learning_rate=learning_rate, batch_size=64)
for _ in progress(range(epochs(n_epochs)), "epochs"):
    train_epoch(network, loss, optimizer, train_images, train_labels, 64, shuffle)
    on_train = evaluate(network, loss, train_images, train_labels, 1000)
    on_validation = evaluate(network, loss, validation_images, validation_labels, 1000)
    run.epoch(**dict(zip(run.history, (*on_validation, *on_train), strict=True)))
run.save({"W1": network.hidden.W, "b1": network.hidden.b, "W2": network.output.W, "b2": network.output.b})

# %%
# VARIANT
# part: fit
# name: loss_and_accuracy_swapped
# right: false
# score: 3
# mistake: Loss and accuracy are swapped.
learning_rate = 0.05
n_epochs = 20

network = MLP(784, 128, 10, generator=seeded(1))
loss, optimizer, shuffle = CrossEntropyLoss(), SGD(network, learning_rate), seeded(2)
run = Run("fit", data=training, train_size=len(train_labels), validation_size=len(validation_labels),
          seed=1, learning_rate=learning_rate, batch_size=64)
for _ in progress(range(epochs(n_epochs)), "epochs"):
    train_epoch(network, loss, optimizer, train_images, train_labels, 64, shuffle)
    on_train = evaluate(network, loss, train_images, train_labels, 1000)
    on_validation = evaluate(network, loss, validation_images, validation_labels, 1000)
    run.epoch(**dict(zip(run.history, (*on_train[::-1], *on_validation[::-1]), strict=True)))
run.save({"W1": network.hidden.W, "b1": network.hidden.b, "W2": network.output.W, "b2": network.output.b})

# %%
# VARIANT
# part: fit
# name: running_loss_for_the_training_curve
# right: false
# score: 3.5
# mistake: The training loss is the one that train_epoch returns, measured while the network was changing.
learning_rate = 0.05
n_epochs = 20

network = MLP(784, 128, 10, generator=seeded(1))
loss, optimizer, shuffle = CrossEntropyLoss(), SGD(network, learning_rate), seeded(2)
run = Run("fit", data=training, train_size=len(train_labels), validation_size=len(validation_labels),
          seed=1, learning_rate=learning_rate, batch_size=64)
for _ in progress(range(epochs(n_epochs)), "epochs"):
    running = train_epoch(network, loss, optimizer, train_images, train_labels, 64, shuffle)
    on_train = evaluate(network, loss, train_images, train_labels, 1000)
    on_validation = evaluate(network, loss, validation_images, validation_labels, 1000)
    run.epoch(**dict(zip(run.history, (running, on_train[1], *on_validation), strict=True)))
run.save({"W1": network.hidden.W, "b1": network.hidden.b, "W2": network.output.W, "b2": network.output.b})

# %%
# VARIANT
# part: fit
# name: history_of_the_last_epoch_only
# right: false
# score: 3
# mistake: Only the last epoch is kept, in place of the curves.
learning_rate = 0.05
n_epochs = 20

network = MLP(784, 128, 10, generator=seeded(1))
loss, optimizer, shuffle = CrossEntropyLoss(), SGD(network, learning_rate), seeded(2)
run = Run("fit", data=training, train_size=len(train_labels), validation_size=len(validation_labels),
          seed=1, learning_rate=learning_rate, batch_size=64)
for _ in progress(range(epochs(n_epochs)), "epochs"):
    train_epoch(network, loss, optimizer, train_images, train_labels, 64, shuffle)
on_train = evaluate(network, loss, train_images, train_labels, 1000)
run.history["train_loss"], run.history["train_accuracy"] = [on_train[0]], [on_train[1]]
run.save({"W1": network.hidden.W, "b1": network.hidden.b, "W2": network.output.W, "b2": network.output.b})

# %%
# VARIANT
# part: fit
# name: no_training_curve
# right: false
# score: 3
# mistake: Only the validation set is measured.
learning_rate = 0.05
n_epochs = 20

network = MLP(784, 128, 10, generator=seeded(1))
loss, optimizer, shuffle = CrossEntropyLoss(), SGD(network, learning_rate), seeded(2)
run = Run("fit", data=training, train_size=len(train_labels), validation_size=len(validation_labels),
          seed=1, learning_rate=learning_rate, batch_size=64)
for _ in progress(range(epochs(n_epochs)), "epochs"):
    train_epoch(network, loss, optimizer, train_images, train_labels, 64, shuffle)
    value, accuracy = evaluate(network, loss, validation_images, validation_labels, 1000)
    run.epoch(train_loss=0.0, train_accuracy=0.0, validation_loss=value, validation_accuracy=accuracy)
run.save({"W1": network.hidden.W, "b1": network.hidden.b, "W2": network.output.W, "b2": network.output.b})

# %%
# VARIANT
# part: fit
# name: another_network_is_trained
# right: false
# records: untrained
# score: 0.5
# mistake: The optimiser belongs to another network than the one that is trained.
learning_rate = 0.05
n_epochs = 20

network = MLP(784, 128, 10, generator=seeded(1))
other = MLP(784, 128, 10, generator=seeded(3))
loss, optimizer, shuffle = CrossEntropyLoss(), SGD(other, learning_rate), seeded(2)
run = Run("fit", data=training, train_size=len(train_labels), validation_size=len(validation_labels),
          seed=1, learning_rate=learning_rate, batch_size=64)
for _ in progress(range(epochs(n_epochs)), "epochs"):
    train_epoch(network, loss, optimizer, train_images, train_labels, 64, shuffle)
    on_train = evaluate(network, loss, train_images, train_labels, 1000)
    on_validation = evaluate(network, loss, validation_images, validation_labels, 1000)
    run.epoch(**dict(zip(run.history, (*on_train, *on_validation), strict=True)))
run.save({"W1": network.hidden.W, "b1": network.hidden.b, "W2": network.output.W, "b2": network.output.b})

# %%
# VARIANT
# part: fit
# name: new_network_every_epoch
# right: false
# records: untrained
# score: 1
# mistake: Every epoch starts from a new network, and the first one is never trained.
learning_rate = 0.05
n_epochs = 20

network = MLP(784, 128, 10, generator=seeded(1))
loss, optimizer, shuffle = CrossEntropyLoss(), SGD(network, learning_rate), seeded(2)
run = Run("fit", data=training, train_size=len(train_labels), validation_size=len(validation_labels),
          seed=1, learning_rate=learning_rate, batch_size=64)
for _ in progress(range(epochs(n_epochs)), "epochs"):
    fresh = MLP(784, 128, 10, generator=seeded(1))
    train_epoch(fresh, loss, SGD(fresh, learning_rate), train_images, train_labels, 64, shuffle)
    on_train = evaluate(fresh, loss, train_images, train_labels, 1000)
    on_validation = evaluate(fresh, loss, validation_images, validation_labels, 1000)
    run.epoch(**dict(zip(run.history, (*on_train, *on_validation), strict=True)))
run.save({"W1": network.hidden.W, "b1": network.hidden.b, "W2": network.output.W, "b2": network.output.b})

# %%
# VARIANT
# part: fit
# name: numbers_typed_in
# right: false
# score: 3.5
# mistake: The curves are typed in and not measured.
learning_rate = 0.05
n_epochs = 20

network = MLP(784, 128, 10, generator=seeded(1))
loss, optimizer, shuffle = CrossEntropyLoss(), SGD(network, learning_rate), seeded(2)
run = Run("fit", data=training, train_size=len(train_labels), validation_size=len(validation_labels),
          seed=1, learning_rate=learning_rate, batch_size=64)
for _ in progress(range(epochs(n_epochs)), "epochs"):
    train_epoch(network, loss, optimizer, train_images, train_labels, 64, shuffle)
for i in range(3):
    run.epoch(
        train_loss=[0.5, 0.4, 0.3][i],
        train_accuracy=[0.85, 0.88, 0.9][i],
        validation_loss=[0.5, 0.45, 0.4][i],
        validation_accuracy=[0.84, 0.86, 0.87][i],
    )
run.save({"W1": network.hidden.W, "b1": network.hidden.b, "W2": network.output.W, "b2": network.output.b})

# %%
# VARIANT
# part: fit
# name: forgot_the_files
# right: false
# records: none
# score: 1.5
# mistake: The notebook was handed in without its record and weights.
learning_rate = 0.05
n_epochs = 20

network = MLP(784, 128, 10, generator=seeded(1))
loss, optimizer, shuffle = CrossEntropyLoss(), SGD(network, learning_rate), seeded(2)
run = Run("fit", data=training, train_size=len(train_labels), validation_size=len(validation_labels),
          seed=1, learning_rate=learning_rate, batch_size=64)
for _ in progress(range(epochs(n_epochs)), "epochs"):
    train_epoch(network, loss, optimizer, train_images, train_labels, 64, shuffle)
    on_train = evaluate(network, loss, train_images, train_labels, 1000)
    on_validation = evaluate(network, loss, validation_images, validation_labels, 1000)
    run.epoch(**dict(zip(run.history, (*on_train, *on_validation), strict=True)))
run.save({"W1": network.hidden.W, "b1": network.hidden.b, "W2": network.output.W, "b2": network.output.b})

# %%
# VARIANT
# part: fit
# name: trained_too_little
# right: false
# records: half_trained
# score: 3
# mistake: Honest record and weights of a network that reaches 79 %.
learning_rate = 0.05
n_epochs = 20

network = MLP(784, 128, 10, generator=seeded(1))
loss, optimizer, shuffle = CrossEntropyLoss(), SGD(network, learning_rate), seeded(2)
run = Run("fit", data=training, train_size=len(train_labels), validation_size=len(validation_labels),
          seed=1, learning_rate=learning_rate, batch_size=64)
for _ in progress(range(epochs(n_epochs)), "epochs"):
    train_epoch(network, loss, optimizer, train_images, train_labels, 64, shuffle)
    on_train = evaluate(network, loss, train_images, train_labels, 1000)
    on_validation = evaluate(network, loss, validation_images, validation_labels, 1000)
    run.epoch(**dict(zip(run.history, (*on_train, *on_validation), strict=True)))
run.save({"W1": network.hidden.W, "b1": network.hidden.b, "W2": network.output.W, "b2": network.output.b})

# %%
# VARIANT
# part: fit
# name: claims_more_than_its_weights
# right: false
# records: claims_more
# score: 3.5
# mistake: The record claims 97 %, and the weights do not reach it.
learning_rate = 0.05
n_epochs = 20

network = MLP(784, 128, 10, generator=seeded(1))
loss, optimizer, shuffle = CrossEntropyLoss(), SGD(network, learning_rate), seeded(2)
run = Run("fit", data=training, train_size=len(train_labels), validation_size=len(validation_labels),
          seed=1, learning_rate=learning_rate, batch_size=64)
for _ in progress(range(epochs(n_epochs)), "epochs"):
    train_epoch(network, loss, optimizer, train_images, train_labels, 64, shuffle)
    on_train = evaluate(network, loss, train_images, train_labels, 1000)
    on_validation = evaluate(network, loss, validation_images, validation_labels, 1000)
    run.epoch(**dict(zip(run.history, (*on_train, *on_validation), strict=True)))
run.save({"W1": network.hidden.W, "b1": network.hidden.b, "W2": network.output.W, "b2": network.output.b})

# %%
# VARIANT
# part: fit
# name: weights_of_another_run
# right: false
# records: others_weights
# score: 1.5
# mistake: The weights are not those that were saved with the record.
learning_rate = 0.05
n_epochs = 20

network = MLP(784, 128, 10, generator=seeded(1))
loss, optimizer, shuffle = CrossEntropyLoss(), SGD(network, learning_rate), seeded(2)
run = Run("fit", data=training, train_size=len(train_labels), validation_size=len(validation_labels),
          seed=1, learning_rate=learning_rate, batch_size=64)
for _ in progress(range(epochs(n_epochs)), "epochs"):
    train_epoch(network, loss, optimizer, train_images, train_labels, 64, shuffle)
    on_train = evaluate(network, loss, train_images, train_labels, 1000)
    on_validation = evaluate(network, loss, validation_images, validation_labels, 1000)
    run.epoch(**dict(zip(run.history, (*on_train, *on_validation), strict=True)))
run.save({"W1": network.hidden.W, "b1": network.hidden.b, "W2": network.output.W, "b2": network.output.b})

# %%
# VARIANT
# part: fit
# name: weights_that_are_not_finite
# right: false
# records: not_finite
# score: 1.5
# mistake: The weights are not finite.
learning_rate = 0.05
n_epochs = 20

network = MLP(784, 128, 10, generator=seeded(1))
loss, optimizer, shuffle = CrossEntropyLoss(), SGD(network, learning_rate), seeded(2)
run = Run("fit", data=training, train_size=len(train_labels), validation_size=len(validation_labels),
          seed=1, learning_rate=learning_rate, batch_size=64)
for _ in progress(range(epochs(n_epochs)), "epochs"):
    train_epoch(network, loss, optimizer, train_images, train_labels, 64, shuffle)
    on_train = evaluate(network, loss, train_images, train_labels, 1000)
    on_validation = evaluate(network, loss, validation_images, validation_labels, 1000)
    run.epoch(**dict(zip(run.history, (*on_train, *on_validation), strict=True)))
run.save({"W1": network.hidden.W, "b1": network.hidden.b, "W2": network.output.W, "b2": network.output.b})

# %%
# VARIANT
# part: fit
# name: record_of_other_data
# right: false
# records: other_data
# score: 1.5
# mistake: The record says that the network was trained on other data.
learning_rate = 0.05
n_epochs = 20

network = MLP(784, 128, 10, generator=seeded(1))
loss, optimizer, shuffle = CrossEntropyLoss(), SGD(network, learning_rate), seeded(2)
run = Run("fit", data=training, train_size=len(train_labels), validation_size=len(validation_labels),
          seed=1, learning_rate=learning_rate, batch_size=64)
for _ in progress(range(epochs(n_epochs)), "epochs"):
    train_epoch(network, loss, optimizer, train_images, train_labels, 64, shuffle)
    on_train = evaluate(network, loss, train_images, train_labels, 1000)
    on_validation = evaluate(network, loss, validation_images, validation_labels, 1000)
    run.epoch(**dict(zip(run.history, (*on_train, *on_validation), strict=True)))
run.save({"W1": network.hidden.W, "b1": network.hidden.b, "W2": network.output.W, "b2": network.output.b})

# %%
# VARIANT
# part: fit
# name: accuracy_averaged_over_batches
# right: false
# records: averaged_over_batches
# score: 3.5
# mistake: The accuracy was averaged over batches of unequal size.
learning_rate = 0.05
n_epochs = 20

network = MLP(784, 128, 10, generator=seeded(1))
loss, optimizer, shuffle = CrossEntropyLoss(), SGD(network, learning_rate), seeded(2)
run = Run("fit", data=training, train_size=len(train_labels), validation_size=len(validation_labels),
          seed=1, learning_rate=learning_rate, batch_size=64)
for _ in progress(range(epochs(n_epochs)), "epochs"):
    train_epoch(network, loss, optimizer, train_images, train_labels, 64, shuffle)
    on_train = evaluate(network, loss, train_images, train_labels, 1000)
    on_validation = evaluate(network, loss, validation_images, validation_labels, 1000)
    run.epoch(**dict(zip(run.history, (*on_train, *on_validation), strict=True)))
run.save({"W1": network.hidden.W, "b1": network.hidden.b, "W2": network.output.W, "b2": network.output.b})
