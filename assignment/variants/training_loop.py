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
Right and wrong answers to the parts of `training_loop`, each with the score that it must get.
"""

# %%
# VARIANT
# part: train_epoch
# name: slices_of_the_order
# right: true
# score: 4
def train_epoch(model, loss, optimizer, images, labels, batch_size, generator):
    order = torch.randperm(images.shape[0], generator=generator)
    losses = []
    for i in range(0, len(order), batch_size):
        idx = order[i : i + batch_size]
        logits = model.forward(images[idx])
        value = loss.forward(logits, labels[idx])
        losses += [value.item()] * len(idx)
        model.backward(loss.backward())
        optimizer.step()
    return sum(losses) / len(losses)

# %%
# VARIANT
# part: train_epoch
# name: shuffled_copies
# right: true
# score: 4
def train_epoch(model, loss, optimizer, images, labels, batch_size, generator):
    order = torch.randperm(len(images), generator=generator)
    shuffled, truth = images[order], labels[order]
    total = 0
    for x, y in zip(shuffled.split(batch_size), truth.split(batch_size), strict=True):
        total = total + loss.forward(model.forward(x), y) * len(y)
        upstream = loss.backward()
        model.backward(upstream)
        optimizer.step()
    return total / len(images)

# %%
# VARIANT
# part: train_epoch
# name: data_loader
# right: true
# score: 4
def train_epoch(model, loss, optimizer, images, labels, batch_size, generator):
    from torch.utils.data import DataLoader, TensorDataset

    loader = DataLoader(TensorDataset(images, labels), batch_size, shuffle=True, generator=generator)
    total, seen = 0.0, 0
    for x, y in loader:
        total += loss.forward(model.forward(x), y).item() * x.size(0)
        seen += x.size(0)
        model.backward(loss.backward())
        optimizer.step()
    return total / seen

# %%
# VARIANT
# part: train_epoch
# name: weights_of_the_batches
# right: true
# score: 4
def train_epoch(model, loss, optimizer, images, labels, batch_size, generator):
    # moyenne pondérée des pertes
    n = len(labels)
    mean = 0.0
    for batch in torch.rand(n, generator=generator).argsort().split(batch_size):
        mean += float(loss.forward(model.forward(images[batch]), labels[batch])) * (len(batch) / n)
        model.backward(loss.backward())
        optimizer.step()
    return mean

# %%
# VARIANT
# part: train_epoch
# name: mean_of_the_batch_means
# right: false
# score: 3.25
# mistake: The mean over minibatches is returned; a smaller last one then counts too much.
def train_epoch(model, loss, optimizer, images, labels, batch_size, generator):
    means = []
    for batch in torch.randperm(len(images), generator=generator).split(batch_size):
        means.append(float(loss.forward(model.forward(images[batch]), labels[batch])))
        model.backward(loss.backward())
        optimizer.step()
    return sum(means) / len(means)

# %%
# VARIANT
# part: train_epoch
# name: batch_means_divided_by_examples
# right: false
# score: 2.25
# mistake: The minibatches' mean losses are added up without their size and divided by the number of examples.
def train_epoch(model, loss, optimizer, images, labels, batch_size, generator):
    total = 0.0
    for batch in torch.randperm(len(images), generator=generator).split(batch_size):
        batch_loss = loss.forward(model.forward(images[batch]), labels[batch])
        total += float(batch_loss)
        model.backward(loss.backward())
        optimizer.step()
    return total / len(images)

# %%
# VARIANT
# part: train_epoch
# name: sum_not_mean
# right: false
# score: 2.25
# mistake: The sum of the losses is returned, not their mean.
def train_epoch(model, loss, optimizer, images, labels, batch_size, generator):
    total = 0.0
    for batch in torch.randperm(len(images), generator=generator).split(batch_size):
        batch_loss = loss.forward(model.forward(images[batch]), labels[batch])
        total += len(batch) * float(batch_loss)
        model.backward(loss.backward())
        optimizer.step()
    return total

# %%
# VARIANT
# part: train_epoch
# name: full_batch_size_for_the_last
# right: false
# score: 2.75
# mistake: The last minibatch is counted as if it were full.
def train_epoch(model, loss, optimizer, images, labels, batch_size, generator):
    total = 0.0
    for batch in torch.randperm(len(images), generator=generator).split(batch_size):
        batch_loss = loss.forward(model.forward(images[batch]), labels[batch])
        total += batch_size * float(batch_loss)
        model.backward(loss.backward())
        optimizer.step()
    return total / len(images)

# %%
# VARIANT
# part: train_epoch
# name: last_batch_dropped
# right: false
# score: 1.75
# mistake: The last, smaller minibatch is dropped.
def train_epoch(model, loss, optimizer, images, labels, batch_size, generator):
    total = 0.0
    for batch in torch.randperm(len(images), generator=generator).split(batch_size):
        if len(batch) < batch_size:
            continue
        batch_loss = loss.forward(model.forward(images[batch]), labels[batch])
        total += len(batch) * float(batch_loss)
        model.backward(loss.backward())
        optimizer.step()
    return total / len(images)

# %%
# VARIANT
# part: train_epoch
# name: whole_batches_only
# right: false
# score: 1.75
# mistake: The last, smaller minibatch is dropped.
def train_epoch(model, loss, optimizer, images, labels, batch_size, generator):
    order = torch.randperm(len(images), generator=generator)
    total = 0.0
    for i in range(len(images) // batch_size):
        batch = order[i * batch_size : (i + 1) * batch_size]
        total += len(batch) * float(loss.forward(model.forward(images[batch]), labels[batch]))
        model.backward(loss.backward())
        optimizer.step()
    return total / len(images)

# %%
# VARIANT
# part: train_epoch
# name: not_shuffled
# right: false
# score: 3.5
# mistake: The examples come in the order in which they lie in memory.
def train_epoch(model, loss, optimizer, images, labels, batch_size, generator):
    total = 0.0
    for batch in torch.arange(len(images)).split(batch_size):
        batch_loss = loss.forward(model.forward(images[batch]), labels[batch])
        total += len(batch) * float(batch_loss)
        model.backward(loss.backward())
        optimizer.step()
    return total / len(images)

# %%
# VARIANT
# part: train_epoch
# name: generator_ignored
# right: false
# score: 3.5
# mistake: The order is not drawn from the given generator.
def train_epoch(model, loss, optimizer, images, labels, batch_size, generator):
    total = 0.0
    for batch in torch.randperm(len(images)).split(batch_size):
        batch_loss = loss.forward(model.forward(images[batch]), labels[batch])
        total += len(batch) * float(batch_loss)
        model.backward(loss.backward())
        optimizer.step()
    return total / len(images)

# %%
# VARIANT
# part: train_epoch
# name: same_order_every_epoch
# right: false
# score: 3.5
# mistake: The order is the same in every epoch.
def train_epoch(model, loss, optimizer, images, labels, batch_size, generator):
    total = 0.0
    for batch in torch.randperm(len(images), generator=torch.Generator().manual_seed(0)).split(batch_size):
        batch_loss = loss.forward(model.forward(images[batch]), labels[batch])
        total += len(batch) * float(batch_loss)
        model.backward(loss.backward())
        optimizer.step()
    return total / len(images)

# %%
# VARIANT
# part: train_epoch
# name: labels_not_shuffled
# right: false
# score: 1
# mistake: The images are shuffled and the labels are not.
def train_epoch(model, loss, optimizer, images, labels, batch_size, generator):
    shuffled = images[torch.randperm(len(images), generator=generator)]
    total = 0.0
    for i in range(0, len(images), batch_size):
        x, y = shuffled[i : i + batch_size], labels[i : i + batch_size]
        total += len(y) * float(loss.forward(model.forward(x), y))
        model.backward(loss.backward())
        optimizer.step()
    return total / len(images)

# %%
# VARIANT
# part: train_epoch
# name: drawn_with_replacement
# right: false
# score: 3.25
# mistake: Minibatches are drawn at random, so that some examples come twice and others never.
def train_epoch(model, loss, optimizer, images, labels, batch_size, generator):
    total, seen = 0.0, 0
    while seen < len(images):
        size = min(batch_size, len(images) - seen)
        batch = torch.randint(len(images), (size,), generator=generator)
        total += size * float(loss.forward(model.forward(images[batch]), labels[batch]))
        seen += size
        model.backward(loss.backward())
        optimizer.step()
    return total / len(images)

# %%
# VARIANT
# part: train_epoch
# name: no_step
# right: false
# score: 1.75
# mistake: The optimiser never takes a step.
def train_epoch(model, loss, optimizer, images, labels, batch_size, generator):
    total = 0.0
    for batch in torch.randperm(len(images), generator=generator).split(batch_size):
        batch_loss = loss.forward(model.forward(images[batch]), labels[batch])
        total += len(batch) * float(batch_loss)
        model.backward(loss.backward())
    return total / len(images)

# %%
# VARIANT
# part: train_epoch
# name: one_step_an_epoch
# right: false
# score: 1.75
# mistake: There is one step for the whole epoch instead of one a minibatch.
def train_epoch(model, loss, optimizer, images, labels, batch_size, generator):
    total = 0.0
    for batch in torch.randperm(len(images), generator=generator).split(batch_size):
        batch_loss = loss.forward(model.forward(images[batch]), labels[batch])
        total += len(batch) * float(batch_loss)
        model.backward(loss.backward())
    optimizer.step()
    return total / len(images)

# %%
# VARIANT
# part: train_epoch
# name: step_before_backward
# right: false
# score: 2.25
# mistake: The step comes before the backward pass, with the gradients of the minibatch before.
def train_epoch(model, loss, optimizer, images, labels, batch_size, generator):
    total = 0.0
    for batch in torch.randperm(len(images), generator=generator).split(batch_size):
        total += len(batch) * float(loss.forward(model.forward(images[batch]), labels[batch]))
        if model.layers[0].dW is not None:
            optimizer.step()
        model.backward(loss.backward())
    return total / len(images)

# %%
# VARIANT
# part: train_epoch
# name: step_twice
# right: false
# score: 2.25
# mistake: Every minibatch takes two steps.
def train_epoch(model, loss, optimizer, images, labels, batch_size, generator):
    total = 0.0
    for batch in torch.randperm(len(images), generator=generator).split(batch_size):
        batch_loss = loss.forward(model.forward(images[batch]), labels[batch])
        total += len(batch) * float(batch_loss)
        model.backward(loss.backward())
        optimizer.step()
        optimizer.step()
    return total / len(images)

# %%
# VARIANT
# part: train_epoch
# name: no_backward
# right: false
# score: 0
# mistake: The backward pass of the model is missing.
def train_epoch(model, loss, optimizer, images, labels, batch_size, generator):
    total = 0.0
    for batch in torch.randperm(len(images), generator=generator).split(batch_size):
        batch_loss = loss.forward(model.forward(images[batch]), labels[batch])
        total += len(batch) * float(batch_loss)
        loss.backward()
        optimizer.step()
    return total / len(images)

# %%
# VARIANT
# part: train_epoch
# name: loss_after_the_step
# right: false
# score: 1
# mistake: The loss is measured after the step.
def train_epoch(model, loss, optimizer, images, labels, batch_size, generator):
    total = 0.0
    for batch in torch.randperm(len(images), generator=generator).split(batch_size):
        loss.forward(model.forward(images[batch]), labels[batch])
        model.backward(loss.backward())
        optimizer.step()
        total += len(batch) * float(loss.forward(model.forward(images[batch]), labels[batch]))
    return total / len(images)

# %%
# VARIANT
# part: train_epoch
# name: upstream_of_ones
# right: false
# score: 1.75
# mistake: The model's upstream gradient is 1 everywhere instead of what the loss returns.
def train_epoch(model, loss, optimizer, images, labels, batch_size, generator):
    total = 0.0
    for batch in torch.randperm(len(images), generator=generator).split(batch_size):
        batch_loss = loss.forward(model.forward(images[batch]), labels[batch])
        total += len(batch) * float(batch_loss)
        loss.backward()
        model.backward(torch.ones(len(batch), model.layers[0].W.shape[0], dtype=images.dtype))
        optimizer.step()
    return total / len(images)

# %%
# VARIANT
# part: train_epoch
# name: gradient_divided_again
# right: false
# score: 1.75
# mistake: The gradient is divided by the batch size once more; the loss has done that.
def train_epoch(model, loss, optimizer, images, labels, batch_size, generator):
    total = 0.0
    for batch in torch.randperm(len(images), generator=generator).split(batch_size):
        batch_loss = loss.forward(model.forward(images[batch]), labels[batch])
        total += len(batch) * float(batch_loss)
        model.backward(loss.backward() / len(batch))
        optimizer.step()
    return total / len(images)

# %%
# VARIANT
# part: train_epoch
# name: loss_of_the_last_batch
# right: false
# score: 3.25
# mistake: The loss of the last minibatch is returned.
def train_epoch(model, loss, optimizer, images, labels, batch_size, generator):
    total = 0.0
    for batch in torch.randperm(len(images), generator=generator).split(batch_size):
        batch_loss = loss.forward(model.forward(images[batch]), labels[batch])
        total += len(batch) * float(batch_loss)
        model.backward(loss.backward())
        optimizer.step()
    return float(batch_loss)

# %%
# VARIANT
# part: train_epoch
# name: first_batch_only
# right: false
# score: 1.25
# mistake: The function returns after the first minibatch.
def train_epoch(model, loss, optimizer, images, labels, batch_size, generator):
    total = 0.0
    for batch in torch.randperm(len(images), generator=generator).split(batch_size):
        batch_loss = loss.forward(model.forward(images[batch]), labels[batch])
        total += len(batch) * float(batch_loss)
        model.backward(loss.backward())
        optimizer.step()
        return total / len(images)

# %%
# VARIANT
# part: train_epoch
# name: batch_size_ignored
# right: false
# score: 2.25
# mistake: The whole data set is one minibatch, whatever batch_size says.
def train_epoch(model, loss, optimizer, images, labels, batch_size, generator):
    total = 0.0
    for batch in torch.randperm(len(images), generator=generator).split(len(images)):
        batch_loss = loss.forward(model.forward(images[batch]), labels[batch])
        total += len(batch) * float(batch_loss)
        model.backward(loss.backward())
        optimizer.step()
    return total / len(images)

# %%
# VARIANT
# part: train_epoch
# name: batch_size_hard_coded
# right: false
# score: 3.5
# mistake: The batch size is hard-coded.
def train_epoch(model, loss, optimizer, images, labels, batch_size, generator):
    total = 0.0
    for batch in torch.randperm(len(images), generator=generator).split(4):
        batch_loss = loss.forward(model.forward(images[batch]), labels[batch])
        total += len(batch) * float(batch_loss)
        model.backward(loss.backward())
        optimizer.step()
    return total / len(images)

# %%
# VARIANT
# part: train_epoch
# name: shuffled_in_place
# right: false
# score: 3.5
# mistake: The caller's images and labels are shuffled in place.
def train_epoch(model, loss, optimizer, images, labels, batch_size, generator):
    order = torch.randperm(len(images), generator=generator)
    images[:], labels[:] = images[order], labels[order]
    total = 0.0
    for i in range(0, len(images), batch_size):
        x, y = images[i : i + batch_size], labels[i : i + batch_size]
        total += len(y) * float(loss.forward(model.forward(x), y))
        model.backward(loss.backward())
        optimizer.step()
    return total / len(images)

# %%
# VARIANT
# part: train_epoch
# name: nothing_returned
# right: false
# score: 2.25
# mistake: Nothing is returned.
def train_epoch(model, loss, optimizer, images, labels, batch_size, generator):
    total = 0.0
    for batch in torch.randperm(len(images), generator=generator).split(batch_size):
        batch_loss = loss.forward(model.forward(images[batch]), labels[batch])
        total += len(batch) * float(batch_loss)
        model.backward(loss.backward())
        optimizer.step()

# %%
# VARIANT
# part: train_epoch
# name: two_orders
# right: false
# score: 1
# mistake: Images and labels are shuffled in two different orders.
def train_epoch(model, loss, optimizer, images, labels, batch_size, generator):
    total = 0.0
    images = images[torch.randperm(len(images), generator=generator)]
    labels = labels[torch.randperm(len(labels), generator=generator)]
    for i in range(0, len(images), batch_size):
        x, y = images[i : i + batch_size], labels[i : i + batch_size]
        total += loss.forward(model.forward(x), y) * len(x)
        model.backward(loss.backward())
        optimizer.step()
    return total / len(images)

# %%
# VARIANT
# part: train_epoch
# name: last_example_missing
# right: false
# score: 3.5
# mistake: The range ends one example too early, so that a last minibatch of one example is lost.
def train_epoch(model, loss, optimizer, images, labels, batch_size, generator):
    total = 0.0
    order = torch.randperm(len(images), generator=generator)
    for i in range(0, len(images) - 1, batch_size):
        b = order[i : i + batch_size]
        total += loss.forward(model.forward(images[b]), labels[b]) * len(b)
        model.backward(loss.backward())
        optimizer.step()
    return total / len(images)

# %%
# VARIANT
# part: train_epoch
# name: minibatches_shuffled
# right: false
# score: 3.25
# mistake: The minibatches come in random order, and the same examples always share one.
def train_epoch(model, loss, optimizer, images, labels, batch_size, generator):
    total = 0.0
    xs, ys = images.split(batch_size), labels.split(batch_size)
    for i in torch.randperm(len(xs), generator=generator):
        x, y = xs[i], ys[i]
        total += loss.forward(model.forward(x), y) * len(x)
        model.backward(loss.backward())
        optimizer.step()
    return total / len(images)

# %%
# VARIANT
# part: evaluate
# name: all_at_once_in_pieces
# right: true
# score: 2
def evaluate(model, loss, images, labels, batch_size):
    losses, right = [], []
    for x, y in zip(images.split(batch_size), labels.split(batch_size), strict=True):
        logits = model.forward(x)
        losses += [loss.forward(logits, y) * len(y)]
        right += (logits.max(dim=1).indices == y).tolist()
    return sum(losses) / len(labels), sum(right) / len(right)

# %%
# VARIANT
# part: evaluate
# name: collects_the_logits
# right: true
# score: 2
def evaluate(model, loss, images, labels, batch_size):
    logits = torch.cat([model.forward(x) for x in images.split(batch_size)])
    mean = loss.forward(logits, labels)
    accuracy = (logits.argmax(1) == labels).double().mean()
    return mean.item(), accuracy.item()

# %%
# VARIANT
# part: evaluate
# name: a_list_comes_back
# right: true
# score: 2
def evaluate(model, loss, images, labels, batch_size):
    total = correct = seen = 0
    while seen < len(images):
        batch = slice(seen, seen + batch_size)
        z = model.forward(images[batch])
        n = z.shape[0]
        total += n * loss.forward(z, labels[batch]).item()
        correct += sum(int(torch.argmax(z[i])) == int(labels[batch][i]) for i in range(n))
        seen += n
    return [total / seen, correct / seen]

# %%
# VARIANT
# part: evaluate
# name: softmax_first
# right: true
# score: 2
def evaluate(model, loss, images, labels, batch_size):
    total, correct = 0.0, 0.0
    for batch in torch.arange(len(images)).split(batch_size):
        logits = model.forward(images[batch])
        total += loss.forward(logits, labels[batch]).item() * len(batch)
        correct += torch.softmax(logits, 1).argmax(1).eq(labels[batch]).sum().item()
    return total / len(images), correct / len(images)

# %%
# VARIANT
# part: evaluate
# name: mean_of_the_batch_means
# right: false
# score: 0.75
# mistake: Both numbers are means over minibatches; a smaller last one then counts too much.
def evaluate(model, loss, images, labels, batch_size):
    losses, accuracies = [], []
    for x, y in zip(images.split(batch_size), labels.split(batch_size), strict=True):
        logits = model.forward(x)
        losses.append(float(loss.forward(logits, y)))
        accuracies.append(float((logits.argmax(dim=1) == y).double().mean()))
    return sum(losses) / len(losses), sum(accuracies) / len(accuracies)

# %%
# VARIANT
# part: evaluate
# name: accuracy_over_unequal_batches
# right: false
# score: 1.25
# mistake: The accuracy is a mean over minibatches of different sizes.
def evaluate(model, loss, images, labels, batch_size):
    total, accuracies = 0.0, []
    for x, y in zip(images.split(batch_size), labels.split(batch_size), strict=True):
        logits = model.forward(x)
        total += len(y) * float(loss.forward(logits, y))
        accuracies.append(float((logits.argmax(dim=1) == y).double().mean()))
    return total / len(images), sum(accuracies) / len(accuracies)

# %%
# VARIANT
# part: evaluate
# name: trains_on_the_way
# right: false
# score: 0.75
# mistake: A backward pass and a step are made while measuring.
def evaluate(model, loss, images, labels, batch_size):
    total, correct = 0.0, 0
    for start in range(0, len(images), batch_size):
        truth = labels[start : start + batch_size]
        logits = model.forward(images[start : start + batch_size])
        total += len(truth) * float(loss.forward(logits, truth))
        correct += int((logits.argmax(dim=1) == truth).sum())
    model.backward(loss.backward())
    for layer in model.layers:
        layer.W = layer.W - 0.1 * layer.dW
    return total / len(images), correct / len(images)

# %%
# VARIANT
# part: evaluate
# name: backward_pass_made
# right: false
# score: 1.5
# mistake: A backward pass is made while measuring.
def evaluate(model, loss, images, labels, batch_size):
    total, correct = 0.0, 0
    for start in range(0, len(images), batch_size):
        truth = labels[start : start + batch_size]
        logits = model.forward(images[start : start + batch_size])
        total += len(truth) * float(loss.forward(logits, truth))
        correct += int((logits.argmax(dim=1) == truth).sum())
    model.backward(loss.backward())
    return total / len(images), correct / len(images)

# %%
# VARIANT
# part: evaluate
# name: last_batch_dropped
# right: false
# score: 0.5
# mistake: The last, smaller minibatch is left out.
def evaluate(model, loss, images, labels, batch_size):
    total, correct = 0.0, 0
    for start in range(0, len(images) - batch_size + 1, batch_size):
        truth = labels[start : start + batch_size]
        logits = model.forward(images[start : start + batch_size])
        total += len(truth) * float(loss.forward(logits, truth))
        correct += int((logits.argmax(dim=1) == truth).sum())
    return total / len(images), correct / len(images)

# %%
# VARIANT
# part: evaluate
# name: last_batch_only
# right: false
# score: 0.75
# mistake: Only the last minibatch counts.
def evaluate(model, loss, images, labels, batch_size):
    total, correct = 0.0, 0
    for start in range(0, len(images), batch_size):
        truth = labels[start : start + batch_size]
        logits = model.forward(images[start : start + batch_size])
        total = len(images) * float(loss.forward(logits, truth))
        correct = len(images) * float((logits.argmax(dim=1) == truth).double().mean())
    return total / len(images), correct / len(images)

# %%
# VARIANT
# part: evaluate
# name: loss_not_weighted
# right: false
# score: 0.75
# mistake: The minibatches' mean losses are added up without their size.
def evaluate(model, loss, images, labels, batch_size):
    total, correct = 0.0, 0
    for start in range(0, len(images), batch_size):
        truth = labels[start : start + batch_size]
        logits = model.forward(images[start : start + batch_size])
        total += float(loss.forward(logits, truth))
        correct += int((logits.argmax(dim=1) == truth).sum())
    return total / len(images), correct / len(images)

# %%
# VARIANT
# part: evaluate
# name: sums_returned
# right: false
# score: 0.25
# mistake: The sums are returned, not the means.
def evaluate(model, loss, images, labels, batch_size):
    total, correct = 0.0, 0
    for start in range(0, len(images), batch_size):
        truth = labels[start : start + batch_size]
        logits = model.forward(images[start : start + batch_size])
        total += len(truth) * float(loss.forward(logits, truth))
        correct += int((logits.argmax(dim=1) == truth).sum())
    return total, correct

# %%
# VARIANT
# part: evaluate
# name: accuracy_in_percent
# right: false
# score: 1.25
# mistake: The accuracy is in percent; it should lie between 0 and 1.
def evaluate(model, loss, images, labels, batch_size):
    total, correct = 0.0, 0
    for start in range(0, len(images), batch_size):
        truth = labels[start : start + batch_size]
        logits = model.forward(images[start : start + batch_size])
        total += len(truth) * float(loss.forward(logits, truth))
        correct += int((logits.argmax(dim=1) == truth).sum())
    return total / len(images), 100 * correct / len(images)

# %%
# VARIANT
# part: evaluate
# name: error_rate
# right: false
# score: 1.5
# mistake: The share of wrong answers is returned.
def evaluate(model, loss, images, labels, batch_size):
    total, correct = 0.0, 0
    for start in range(0, len(images), batch_size):
        truth = labels[start : start + batch_size]
        logits = model.forward(images[start : start + batch_size])
        total += len(truth) * float(loss.forward(logits, truth))
        correct += int((logits.argmax(dim=1) != truth).sum())
    return total / len(images), correct / len(images)

# %%
# VARIANT
# part: evaluate
# name: swapped
# right: false
# score: 0.5
# mistake: Accuracy and loss are swapped.
def evaluate(model, loss, images, labels, batch_size):
    total, correct = 0.0, 0
    for start in range(0, len(images), batch_size):
        truth = labels[start : start + batch_size]
        logits = model.forward(images[start : start + batch_size])
        total += len(truth) * float(loss.forward(logits, truth))
        correct += int((logits.argmax(dim=1) == truth).sum())
    return correct / len(images), total / len(images)

# %%
# VARIANT
# part: evaluate
# name: argmax_over_the_batch
# right: false
# score: 1.25
# mistake: The largest logit is looked for over the batch instead of the classes.
def evaluate(model, loss, images, labels, batch_size):
    total, correct = 0.0, 0
    for start in range(0, len(images), batch_size):
        truth = labels[start : start + batch_size]
        logits = model.forward(images[start : start + batch_size])
        total += len(truth) * float(loss.forward(logits, truth))
        correct += sum(int(logits.argmax(dim=0)[i % logits.shape[1]] == truth[i]) for i in range(len(truth)))
    return total / len(images), correct / len(images)

# %%
# VARIANT
# part: evaluate
# name: argmin
# right: false
# score: 1.5
# mistake: The smallest logit is taken for the prediction.
def evaluate(model, loss, images, labels, batch_size):
    total, correct = 0.0, 0
    for start in range(0, len(images), batch_size):
        truth = labels[start : start + batch_size]
        logits = model.forward(images[start : start + batch_size])
        total += len(truth) * float(loss.forward(logits, truth))
        correct += int((logits.argmin(dim=1) == truth).sum())
    return total / len(images), correct / len(images)

# %%
# VARIANT
# part: evaluate
# name: logits_rounded
# right: false
# score: 1.5
# mistake: Every positive logit at the label counts as right.
def evaluate(model, loss, images, labels, batch_size):
    total, correct = 0.0, 0
    for start in range(0, len(images), batch_size):
        truth = labels[start : start + batch_size]
        logits = model.forward(images[start : start + batch_size])
        total += len(truth) * float(loss.forward(logits, truth))
        correct += int((logits[torch.arange(len(truth)), truth] > 0).sum())
    return total / len(images), correct / len(images)

# %%
# VARIANT
# part: evaluate
# name: batch_size_ignored
# right: false
# score: 1.75
# mistake: All examples are looked at in one go, whatever batch_size says.
def evaluate(model, loss, images, labels, batch_size):
    logits = model.forward(images)
    accuracy = (logits.argmax(dim=1) == labels).double().mean()
    return float(loss.forward(logits, labels)), float(accuracy)

# %%
# VARIANT
# part: evaluate
# name: only_the_loss
# right: false
# score: 0
# mistake: Only the loss is returned.
def evaluate(model, loss, images, labels, batch_size):
    total, correct = 0.0, 0
    for start in range(0, len(images), batch_size):
        truth = labels[start : start + batch_size]
        logits = model.forward(images[start : start + batch_size])
        total += len(truth) * float(loss.forward(logits, truth))
        correct += int((logits.argmax(dim=1) == truth).sum())
    return total / len(images)

# %%
# VARIANT
# part: evaluate
# name: divided_by_batches
# right: false
# score: 0
# mistake: The sums are divided by the number of minibatches.
def evaluate(model, loss, images, labels, batch_size):
    total, correct = 0.0, 0
    for start in range(0, len(images), batch_size):
        truth = labels[start : start + batch_size]
        logits = model.forward(images[start : start + batch_size])
        total += len(truth) * float(loss.forward(logits, truth))
        correct += int((logits.argmax(dim=1) == truth).sum())
    return total / (len(images) / batch_size), correct / (len(images) / batch_size)

# %%
# VARIANT
# part: evaluate
# name: right_of_the_last_batch
# right: false
# score: 1.25
# mistake: The number of right answers is overwritten in each minibatch instead of being added up.
def evaluate(model, loss, images, labels, batch_size):
    total, correct = 0.0, 0
    for start in range(0, len(images), batch_size):
        truth = labels[start : start + batch_size]
        logits = model.forward(images[start : start + batch_size])
        total += len(truth) * float(loss.forward(logits, truth))
        correct = int((logits.argmax(dim=1) == truth).sum())
    return total / len(images), correct / len(images)

# %%
# VARIANT
# part: evaluate
# name: accuracy_of_the_last_batch
# right: false
# score: 1.25
# mistake: The accuracy is that of the last minibatch.
def evaluate(model, loss, images, labels, batch_size):
    total = 0.0
    for x, y in zip(images.split(batch_size), labels.split(batch_size), strict=False):
        logits = model.forward(x)
        total += loss.forward(logits, y) * len(x)
        acc = (logits.argmax(1) == y).float().mean()
    return total / len(images), acc

# %%
# VARIANT
# part: evaluate
# name: number_of_right_answers
# right: false
# score: 1.25
# mistake: The number of right answers is returned, not their share.
def evaluate(model, loss, images, labels, batch_size):
    total, correct = 0.0, 0
    for x, y in zip(images.split(batch_size), labels.split(batch_size), strict=False):
        logits = model.forward(x)
        total += loss.forward(logits, y) * len(x)
        correct += (logits.argmax(1) == y).sum().item()
    return total / len(images), correct

# %%
# VARIANT
# part: evaluate
# name: full_batch_size_for_the_last
# right: false
# score: 1.25
# mistake: The loss of the last minibatch is counted as if it were full.
def evaluate(model, loss, images, labels, batch_size):
    total, correct = 0.0, 0
    for x, y in zip(images.split(batch_size), labels.split(batch_size), strict=False):
        logits = model.forward(x)
        total += loss.forward(logits, y) * batch_size
        correct += (logits.argmax(1) == y).sum().item()
    return total / len(images), correct / len(images)

# %%
# VARIANT
# part: evaluate
# name: first_batch_only
# right: false
# score: 0.5
# mistake: The function returns after the first minibatch.
def evaluate(model, loss, images, labels, batch_size):
    total, correct = 0.0, 0
    for x, y in zip(images.split(batch_size), labels.split(batch_size), strict=False):
        logits = model.forward(x)
        total += loss.forward(logits, y) * len(x)
        correct += (logits.argmax(1) == y).sum().item()
        return total / len(images), correct / len(images)

# %%
# VARIANT
# part: evaluate
# name: shuffled
# right: false
# score: 1.75
# mistake: The examples are shuffled; only training does that.
def evaluate(model, loss, images, labels, batch_size):
    total, correct = 0.0, 0
    for b in torch.randperm(len(images)).split(batch_size):
        logits = model.forward(images[b])
        total += loss.forward(logits, labels[b]) * len(b)
        correct += (logits.argmax(1) == labels[b]).sum().item()
    return total / len(images), correct / len(images)

# %%
# VARIANT
# part: evaluate
# name: loss_of_the_last_batch
# right: false
# score: 1.25
# mistake: The loss is overwritten in each minibatch instead of being added up.
def evaluate(model, loss, images, labels, batch_size):
    total, correct = 0.0, 0
    for x, y in zip(images.split(batch_size), labels.split(batch_size), strict=False):
        z = model.forward(x)
        total = loss.forward(z, y) * len(y)
        correct += (z.argmax(1) == y).sum()
    return total / len(images), correct / len(images)
