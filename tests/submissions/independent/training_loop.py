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
Answers to the parts of `training_loop`, written without a look at its variants.
"""

# %%
# VARIANT
# part: train_epoch
# name: while_loop
# right: true
# score: 4
def train_epoch(model, loss, optimizer, images, labels, batch_size, generator):
    n = labels.numel()
    perm = torch.randperm(n, generator=generator)
    x, y = images[perm], labels[perm]
    start, acc = 0, 0.0
    while start < n:
        stop = min(start + batch_size, n)
        value = loss.forward(model.forward(x[start:stop]), y[start:stop])
        acc += value.item() * (stop - start)
        model.backward(loss.backward())
        optimizer.step()
        start = stop
    return acc / n

# %%
# VARIANT
# part: train_epoch
# name: no_shuffle
# right: false
# score: 3.5
# mistake: not_shuffled
def train_epoch(model, loss, optimizer, images, labels, batch_size, generator):
    running = 0.0
    n = images.shape[0]
    for i in range(0, n, batch_size):
        xb, yb = images[i:i + batch_size], labels[i:i + batch_size]
        l = loss.forward(model.forward(xb), yb)
        running += l.item() * len(yb)
        model.backward(loss.backward())
        optimizer.step()
    return running / n

# %%
# VARIANT
# part: train_epoch
# name: drops_last
# right: false
# score: 1
# mistake: last_batch_dropped
def train_epoch(model, loss, optimizer, images, labels, batch_size, generator):
    perm = torch.randperm(len(labels), generator=generator)
    total, seen = 0.0, 0
    for k in range(len(labels) // batch_size):
        idx = perm[k * batch_size:(k + 1) * batch_size]
        value = loss.forward(model.forward(images[idx]), labels[idx])
        total += float(value) * len(idx)
        seen += len(idx)
        model.backward(loss.backward())
        optimizer.step()
    return total / seen

# %%
# VARIANT
# part: train_epoch
# name: mean_of_means
# right: false
# score: 3.25
# mistake: mean_of_the_batch_means
def train_epoch(model, loss, optimizer, images, labels, batch_size, generator):
    order = torch.randperm(images.shape[0], generator=generator)
    losses = []
    for s in range(0, len(order), batch_size):
        b = order[s:s + batch_size]
        losses.append(float(loss.forward(model.forward(images[b]), labels[b])))
        model.backward(loss.backward())
        optimizer.step()
    return sum(losses) / len(losses)

# %%
# VARIANT
# part: train_epoch
# name: labels_not_shuffled
# right: false
# score: 1
# mistake: labels_not_shuffled
def train_epoch(model, loss, optimizer, images, labels, batch_size, generator):
    total = 0.0
    shuffled = images[torch.randperm(len(images), generator=generator)]
    for s in range(0, len(images), batch_size):
        x, y = shuffled[s:s + batch_size], labels[s:s + batch_size]
        total += float(loss.forward(model.forward(x), y)) * len(x)
        model.backward(loss.backward())
        optimizer.step()
    return total / len(images)

# %%
# VARIANT
# part: train_epoch
# name: one_step
# right: false
# score: 1.75
# mistake: one_step_an_epoch
def train_epoch(model, loss, optimizer, images, labels, batch_size, generator):
    total = 0.0
    for idx in torch.split(torch.randperm(len(images), generator=generator), batch_size):
        total += len(idx) * float(loss.forward(model.forward(images[idx]), labels[idx]))
        model.backward(loss.backward())
    optimizer.step()
    return total / len(images)

# %%
# VARIANT
# part: evaluate
# name: zip_split
# right: true
# score: 2
def evaluate(model, loss, images, labels, batch_size):
    n, total, right = len(labels), 0.0, 0
    for x, y in zip(torch.split(images, batch_size), torch.split(labels, batch_size)):
        z = model.forward(x)
        total = total + loss.forward(z, y).item() * y.shape[0]
        right = right + torch.eq(torch.argmax(z, dim=-1), y).sum().item()
    return total / n, right / n

# %%
# VARIANT
# part: evaluate
# name: mean_of_batch_accuracies
# right: false
# score: 0.75
# mistake: mean_of_the_batch_means
def evaluate(model, loss, images, labels, batch_size):
    losses, accs = [], []
    for i in range(0, len(images), batch_size):
        out = model.forward(images[i:i + batch_size])
        y = labels[i:i + batch_size]
        losses.append(float(loss.forward(out, y)))
        accs.append((out.argmax(1) == y).float().mean().item())
    return sum(losses) / len(losses), sum(accs) / len(accs)

# %%
# VARIANT
# part: evaluate
# name: percent
# right: false
# score: 1.25
# mistake: accuracy_in_percent
def evaluate(model, loss, images, labels, batch_size):
    tot, hits = 0.0, 0
    for xb, yb in zip(images.split(batch_size), labels.split(batch_size)):
        out = model.forward(xb)
        tot += loss.forward(out, yb).item() * len(xb)
        hits += (out.argmax(1) == yb).sum().item()
    return tot / len(images), 100 * hits / len(images)

# %%
# VARIANT
# part: evaluate
# name: sum_of_means_over_n
# right: false
# score: 0.75
# mistake: loss_not_weighted
def evaluate(model, loss, images, labels, batch_size):
    total_loss, correct = 0.0, 0
    for i in range(0, len(images), batch_size):
        x, y = images[i:i + batch_size], labels[i:i + batch_size]
        logits = model.forward(x)
        total_loss += float(loss.forward(logits, y))
        correct += int((torch.max(logits, 1).indices == y).sum())
    return total_loss / len(images), correct / len(images)

# %%
# VARIANT
# part: evaluate
# name: drops_the_last_batch
# right: false
# score: 0.5
# mistake: none
def evaluate(model, loss, images, labels, batch_size):
    total, hits, n = 0.0, 0, 0
    for k in range(len(images) // batch_size):
        x = images[k * batch_size:(k + 1) * batch_size]
        y = labels[k * batch_size:(k + 1) * batch_size]
        out = model.forward(x)
        total += float(loss.forward(out, y)) * len(x)
        hits += int((out.argmax(1) == y).sum())
        n += len(x)
    return total / max(n, 1), hits / max(n, 1)

# %%
# VARIANT
# part: evaluate
# name: argmax_over_batch
# right: false
# score: 1.25
# mistake: argmax_over_the_batch
def evaluate(model, loss, images, labels, batch_size):
    total, hits = 0.0, 0
    for i in range(0, len(images), batch_size):
        x, y = images[i:i + batch_size], labels[i:i + batch_size]
        out = model.forward(x)
        total += float(loss.forward(out, y)) * len(x)
        best = out.argmax(0)
        hits += sum(int(b == t) for b, t in zip(best, y))
    return total / len(images), hits / len(images)

# %%
# VARIANT
# part: evaluate
# name: shuffled
# right: false
# score: 1.75
# mistake: shuffled
def evaluate(model, loss, images, labels, batch_size):
    total, correct = 0.0, 0
    for idx in torch.randperm(len(images)).split(batch_size):
        z = model.forward(images[idx])
        total += float(loss.forward(z, labels[idx])) * len(idx)
        correct += int((z.argmax(1) == labels[idx]).sum())
    return total / len(images), correct / len(images)

# %%
# VARIANT
# part: train_epoch
# name: dataloader_like_split
# right: true
# score: 4
def train_epoch(model, loss, optimizer, images, labels, batch_size, generator):
    order = torch.randperm(len(images), generator=generator)
    total = 0.0
    for batch in order.split(batch_size):
        value = loss.forward(model.forward(images[batch]), labels[batch])
        model.backward(loss.backward())
        optimizer.step()
        total += float(value) * batch.numel()
    return total / len(images)

# %%
# VARIANT
# part: train_epoch
# name: average_of_batches
# right: false
# score: 3.25
# mistake: mean_of_the_batch_means
def train_epoch(model, loss, optimizer, images, labels, batch_size, generator):
    losses = []
    for batch in torch.randperm(len(images), generator=generator).split(batch_size):
        losses.append(float(loss.forward(model.forward(images[batch]), labels[batch])))
        model.backward(loss.backward())
        optimizer.step()
    return sum(losses) / len(losses)

# %%
# VARIANT
# part: train_epoch
# name: backward_after_step
# right: false
# score: 1.75
# mistake: gradient_divided_again
def train_epoch(model, loss, optimizer, images, labels, batch_size, generator):
    total = 0.0
    for batch in torch.randperm(len(images), generator=generator).split(batch_size):
        total += float(loss.forward(model.forward(images[batch]), labels[batch])) * len(batch)
        g = loss.backward()
        model.backward(g / len(batch))
        optimizer.step()
    return total / len(images)

# %%
# VARIANT
# part: evaluate
# name: split_and_eq
# right: true
# score: 2
def evaluate(model, loss, images, labels, batch_size):
    total, correct = 0.0, 0
    for x, y in zip(images.split(batch_size), labels.split(batch_size)):
        z = model.forward(x)
        total += loss.forward(z, y).item() * y.shape[0]
        correct += torch.eq(z.max(dim=1).indices, y).sum().item()
    return total / len(images), correct / len(images)

# %%
# VARIANT
# part: evaluate
# name: loss_sum_of_means
# right: false
# score: 0.75
# mistake: loss_not_weighted
def evaluate(model, loss, images, labels, batch_size):
    total, correct = 0.0, 0
    for x, y in zip(images.split(batch_size), labels.split(batch_size)):
        z = model.forward(x)
        total += loss.forward(z, y).item()
        correct += (z.argmax(1) == y).sum().item()
    return total / len(images), correct / len(images)

# %%
# VARIANT
# part: train_epoch
# name: dataloader_like
# right: true
# score: 4
def train_epoch(model, loss, optimizer, images, labels, batch_size, generator):
    n = images.shape[0]
    perm = torch.randperm(n, generator=generator).tolist()
    total = 0.0
    start = 0
    while start < n:
        idx = perm[start : start + batch_size]
        value = loss.forward(model.forward(images[idx]), labels[idx])
        model.backward(loss.backward())
        optimizer.step()
        total += float(value) * len(idx)
        start += batch_size
    return total / n

# %%
# VARIANT
# part: train_epoch
# name: shuffled_copies
# right: true
# score: 4
def train_epoch(model, loss, optimizer, images, labels, batch_size, generator):
    order = torch.randperm(len(labels), generator=generator)
    shuffled_x, shuffled_y = images[order], labels[order]
    losses = []
    for bx, by in zip(shuffled_x.split(batch_size), shuffled_y.split(batch_size)):
        out = model.forward(bx)
        losses += [loss.forward(out, by).item()] * len(by)
        grad = loss.backward()
        model.backward(grad)
        optimizer.step()
    return sum(losses) / len(losses)

# %%
# VARIANT
# part: train_epoch
# name: no_shuffle_again
# right: false
# score: 3.5
# mistake: not_shuffled
def train_epoch(model, loss, optimizer, images, labels, batch_size, generator):
    total = 0.0
    for x, y in zip(images.split(batch_size), labels.split(batch_size)):
        total += loss.forward(model.forward(x), y) * len(x)
        model.backward(loss.backward())
        optimizer.step()
    return total / len(images)

# %%
# VARIANT
# part: train_epoch
# name: drop_last
# right: false
# score: 1.75
# mistake: last_batch_dropped
def train_epoch(model, loss, optimizer, images, labels, batch_size, generator):
    total = 0.0
    order = torch.randperm(len(images), generator=generator)
    for i in range(len(images) // batch_size):
        b = order[i * batch_size : (i + 1) * batch_size]
        total += loss.forward(model.forward(images[b]), labels[b]) * len(b)
        model.backward(loss.backward())
        optimizer.step()
    return total / len(images)

# %%
# VARIANT
# part: evaluate
# name: no_grad_slices
# right: true
# score: 2
def evaluate(model, loss, images, labels, batch_size):
    with torch.no_grad():
        total, hits, n = 0.0, 0, len(labels)
        for start in range(0, n, batch_size):
            piece = slice(start, start + batch_size)
            scores = model.forward(images[piece])
            total += loss.forward(scores, labels[piece]).item() * len(scores)
            hits += torch.eq(scores.max(dim=1).indices, labels[piece]).sum().item()
    return total / n, hits / n

# %%
# VARIANT
# part: evaluate
# name: weighted_average
# right: true
# score: 2
def evaluate(model, loss, images, labels, batch_size):
    losses, rights, sizes = [], [], []
    for x, y in zip(torch.split(images, batch_size), torch.split(labels, batch_size)):
        logits = model.forward(x)
        losses.append(loss.forward(logits, y))
        rights.append((logits.argmax(-1) == y).double().mean())
        sizes.append(len(y))
    w = torch.tensor(sizes, dtype=torch.float64) / sum(sizes)
    return (torch.stack(losses) * w).sum(), (torch.stack(rights) * w).sum()

# %%
# VARIANT
# part: evaluate
# name: means_of_means
# right: false
# score: 0.75
# mistake: mean_of_the_batch_means
def evaluate(model, loss, images, labels, batch_size):
    losses, accs = [], []
    for x, y in zip(images.split(batch_size), labels.split(batch_size)):
        logits = model.forward(x)
        losses.append(loss.forward(logits, y))
        accs.append((logits.argmax(1) == y).float().mean())
    return torch.stack(losses).mean(), torch.stack(accs).mean()

# %%
# VARIANT
# part: evaluate
# name: percent_again
# right: false
# score: 1.25
# mistake: accuracy_in_percent
def evaluate(model, loss, images, labels, batch_size):
    total, correct = 0.0, 0
    for x, y in zip(images.split(batch_size), labels.split(batch_size)):
        logits = model.forward(x)
        total += loss.forward(logits, y) * len(x)
        correct += (logits.argmax(1) == y).sum().item()
    return total / len(images), 100 * correct / len(images)
