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
Answers to the parts of `cifar10`, written without a look at its variants.
"""

# %%
# VARIANT
# part: curves_over_epochs
# name: keywords
# right: true
# score: 1
def fit_with_curves(network, loss, optimizer, run, training, validation, n_epochs, batch_size, generator):
    (train_x, train_y), (val_x, val_y) = training, validation
    train_x, val_x = rows(train_x), rows(val_x)
    for epoch in range(n_epochs):
        train_epoch(network, loss, optimizer, train_x, train_y, batch_size, generator)
        tl, ta = evaluate(network, loss, train_x, train_y, 256)
        vl, va = evaluate(network, loss, val_x, val_y, 256)
        run.epoch(train_loss=tl, train_accuracy=ta, validation_loss=vl, validation_accuracy=va)

# %%
# VARIANT
# part: curves_over_epochs
# name: validation_trained
# right: false
# score: 0.3
# mistake: trained_on_validation_too
def fit_with_curves(network, loss, optimizer, run, training, validation, n_epochs, batch_size, generator):
    x, y = rows(training[0]), training[1]
    vx, vy = rows(validation[0]), validation[1]
    for e in range(n_epochs):
        train_epoch(network, loss, optimizer, x, y, batch_size, generator)
        train_epoch(network, loss, optimizer, vx, vy, batch_size, generator)
        tl, ta = evaluate(network, loss, x, y, batch_size)
        vl, va = evaluate(network, loss, vx, vy, batch_size)
        run.epoch(train_loss=tl, train_accuracy=ta, validation_loss=vl, validation_accuracy=va)

# %%
# VARIANT
# part: curves_over_epochs
# name: before_training
# right: false
# score: 0.2
# mistake: measured_before_training
def fit_with_curves(network, loss, optimizer, run, training, validation, n_epochs, batch_size, generator):
    x, y = rows(training[0]), training[1]
    vx, vy = rows(validation[0]), validation[1]
    for e in range(n_epochs):
        tl, ta = evaluate(network, loss, x, y, 500)
        vl, va = evaluate(network, loss, vx, vy, 500)
        run.epoch(train_loss=tl, train_accuracy=ta, validation_loss=vl, validation_accuracy=va)
        train_epoch(network, loss, optimizer, x, y, batch_size, generator)

# %%
# VARIANT
# part: random_crop
# name: empty_and_fill
# right: true
# score: 1
def epoch_sets(training_images, validation_images, generator):
    n = training_images.shape[0]
    padded = torch.zeros(n, 3, 40, 40, dtype=training_images.dtype)
    padded[:, :, 4:36, 4:36] = training_images
    top = torch.randint(0, 9, (n,), generator=generator)
    left = torch.randint(0, 9, (n,), generator=generator)
    crops = torch.stack([padded[i, :, top[i]:top[i] + 32, left[i]:left[i] + 32] for i in range(n)])
    return crops, validation_images

# %%
# VARIANT
# part: random_crop
# name: validation_cropped
# right: false
# score: 0.8
# mistake: none
def epoch_sets(training_images, validation_images, generator):
    def crop(images):
        padded = torch.nn.functional.pad(images, (4, 4, 4, 4))
        out = torch.empty_like(images)
        for i in range(len(images)):
            t = int(torch.randint(0, 9, (1,), generator=generator))
            l = int(torch.randint(0, 9, (1,), generator=generator))
            out[i] = padded[i, :, t:t + 32, l:l + 32]
        return out
    return crop(training_images), crop(validation_images)

# %%
# VARIANT
# part: random_crop
# name: same_crop_for_all
# right: false
# score: 0.7
# mistake: one_place_for_all
def epoch_sets(training_images, validation_images, generator):
    padded = torch.nn.functional.pad(training_images, (4, 4, 4, 4))
    t, l = torch.randint(0, 9, (2,), generator=generator).tolist()
    return padded[:, :, t:t + 32, l:l + 32], validation_images

# %%
# VARIANT
# part: random_crop
# name: never_last_offset
# right: false
# score: 0.7
# mistake: eight_places
def epoch_sets(training_images, validation_images, generator):
    n = len(training_images)
    padded = torch.zeros(n, 3, 40, 40, dtype=training_images.dtype)
    padded[:, :, 4:36, 4:36] = training_images
    result = []
    for i in range(n):
        t = torch.randint(0, 8, (1,), generator=generator).item()
        l = torch.randint(0, 8, (1,), generator=generator).item()
        result.append(padded[i, :, t:t + 32, l:l + 32])
    return torch.stack(result), validation_images

# %%
# VARIANT
# part: curves_with_crops
# name: cropped_once
# right: false
# score: 0.6
# mistake: cropped_once
def fit_with_crops(network, loss, optimizer, run, training, validation, n_epochs, batch_size, generator):
    x, y = training
    vx, vy = validation
    cx, vx = epoch_sets(x, vx, generator)
    for e in range(n_epochs):
        train_epoch(network, loss, optimizer, rows(cx), y, batch_size, generator)
        tl, ta = evaluate(network, loss, rows(x), y, 1000)
        vl, va = evaluate(network, loss, rows(vx), vy, 1000)
        run.epoch(train_loss=tl, train_accuracy=ta, validation_loss=vl, validation_accuracy=va)

# %%
# VARIANT
# part: curves_with_crops
# name: crops_of_crops
# right: false
# score: 0.6
# mistake: none
def fit_with_crops(network, loss, optimizer, run, training, validation, n_epochs, batch_size, generator):
    x, y = training
    x0 = x
    vx, vy = validation
    for e in range(n_epochs):
        x, vx = epoch_sets(x, vx, generator)
        train_epoch(network, loss, optimizer, rows(x), y, batch_size, generator)
        tl, ta = evaluate(network, loss, rows(x0), y, 1000)
        vl, va = evaluate(network, loss, rows(vx), vy, 1000)
        run.epoch(train_loss=tl, train_accuracy=ta, validation_loss=vl, validation_accuracy=va)

# %%
# VARIANT
# part: random_crop
# name: unfold_like_loop
# right: true
# score: 1
def epoch_sets(training_images, validation_images, generator):
    n = len(training_images)
    framed = torch.nn.functional.pad(training_images, (4, 4, 4, 4))
    tops, lefts = torch.randint(9, (n,), generator=generator), torch.randint(9, (n,), generator=generator)
    return torch.stack([framed[i, :, t:t + 32, l:l + 32] for i, (t, l) in enumerate(zip(tops.tolist(), lefts.tolist()))]), validation_images

# %%
# VARIANT
# part: random_crop
# name: same_for_both_axes
# right: false
# score: 0.7
# mistake: diagonal_only
def epoch_sets(training_images, validation_images, generator):
    n = len(training_images)
    framed = torch.nn.functional.pad(training_images, (4, 4, 4, 4))
    t = torch.randint(9, (n,), generator=generator).tolist()
    return torch.stack([framed[i, :, a:a + 32, a:a + 32] for i, a in enumerate(t)]), validation_images

# %%
# VARIANT
# part: random_crop
# name: val_too
# right: false
# score: 0.8
# mistake: validation_cropped
def epoch_sets(training_images, validation_images, generator):
    def crop(images):
        n = len(images)
        framed = torch.nn.functional.pad(images, (4, 4, 4, 4))
        tops, lefts = torch.randint(9, (n,), generator=generator), torch.randint(9, (n,), generator=generator)
        return torch.stack([framed[i, :, t:t + 32, l:l + 32] for i, (t, l) in enumerate(zip(tops.tolist(), lefts.tolist()))])
    return crop(training_images), crop(validation_images)

# %%
# VARIANT
# part: curves_with_crops
# name: measured_with_dict
# right: true
# score: 1
def fit_with_crops(network, loss, optimizer, run, training, validation, n_epochs, batch_size, generator):
    images, labels = training
    new_images, new_labels = validation
    for _ in progress(range(n_epochs), run.name):
        crops, _unused = epoch_sets(images, new_images, generator)
        train_epoch(network, loss, optimizer, rows(crops), labels, batch_size, generator)
        numbers = {}
        for name, (x, y) in {"train": (images, labels), "validation": (new_images, new_labels)}.items():
            numbers[f"{name}_loss"], numbers[f"{name}_accuracy"] = evaluate(network, loss, rows(x), y, 1000)
        run.epoch(**numbers)

# %%
# VARIANT
# part: curves_over_epochs
# name: tuple_unpacking
# right: true
# score: 1
def fit_with_curves(network, loss, optimizer, run, training, validation, n_epochs, batch_size, generator):
    inputs, labels = rows(training[0]), training[1]
    new_inputs, new_labels = rows(validation[0]), validation[1]
    for _ in progress(range(n_epochs), run.name):
        train_epoch(network, loss, optimizer, inputs, labels, batch_size, generator)
        (tl, ta), (vl, va) = (evaluate(network, loss, x, y, 1000) for x, y in ((inputs, labels), (new_inputs, new_labels)))
        run.epoch(train_loss=tl, train_accuracy=ta, validation_loss=vl, validation_accuracy=va)

# %%
# VARIANT
# part: curves_over_epochs
# name: named_results
# right: true
# score: 1
def fit_with_curves(
    network, loss, optimizer, run, training, validation, n_epochs, batch_size, generator
):
    inputs, labels = rows(training[0]), training[1]
    new_inputs, new_labels = rows(validation[0]), validation[1]
    for _ in progress(range(n_epochs), run.name):
        train_epoch(network, loss, optimizer, inputs, labels, batch_size, generator)
        keys = ("train_loss", "train_accuracy", "validation_loss", "validation_accuracy")
        values = (*evaluate(network, loss, inputs, labels, 1000), *evaluate(network, loss, new_inputs, new_labels, 1000))
        run.epoch(**dict(zip(keys, values)))

# %%
# VARIANT
# part: curves_over_epochs
# name: validation_measured_first
# right: true
# score: 1
def fit_with_curves(
    network, loss, optimizer, run, training, validation, n_epochs, batch_size, generator
):
    inputs, labels = rows(training[0]), training[1]
    new_inputs, new_labels = rows(validation[0]), validation[1]
    for _ in progress(range(n_epochs), run.name):
        train_epoch(network, loss, optimizer, inputs, labels, batch_size, generator)
        vl, va = evaluate(network, loss, new_inputs, new_labels, 1000)
        tl, ta = evaluate(network, loss, inputs, labels, 1000)
        run.epoch(train_loss=float(tl), train_accuracy=float(ta), validation_loss=float(vl), validation_accuracy=float(va))

# %%
# VARIANT
# part: curves_over_epochs
# name: loss_from_epoch
# right: false
# score: 0.2
# mistake: loss_of_the_training_loop
def fit_with_curves(
    network, loss, optimizer, run, training, validation, n_epochs, batch_size, generator
):
    inputs, labels = rows(training[0]), training[1]
    new_inputs, new_labels = rows(validation[0]), validation[1]
    for _ in progress(range(n_epochs), run.name):
        tl = train_epoch(network, loss, optimizer, inputs, labels, batch_size, generator)
        _, ta = evaluate(network, loss, inputs, labels, 1000)
        vl, va = evaluate(network, loss, new_inputs, new_labels, 1000)
        run.epoch(train_loss=tl, train_accuracy=ta, validation_loss=vl, validation_accuracy=va)

# %%
# VARIANT
# part: curves_over_epochs
# name: measured_before
# right: false
# score: 0.2
# mistake: measured_before_training
def fit_with_curves(
    network, loss, optimizer, run, training, validation, n_epochs, batch_size, generator
):
    inputs, labels = rows(training[0]), training[1]
    new_inputs, new_labels = rows(validation[0]), validation[1]
    for _ in progress(range(n_epochs), run.name):
        tl, ta = evaluate(network, loss, inputs, labels, 1000)
        vl, va = evaluate(network, loss, new_inputs, new_labels, 1000)
        train_epoch(network, loss, optimizer, inputs, labels, batch_size, generator)
        run.epoch(train_loss=tl, train_accuracy=ta, validation_loss=vl, validation_accuracy=va)

# %%
# VARIANT
# part: random_crop
# name: loop
# right: true
# score: 1
def epoch_sets(training_images, validation_images, generator):
    n = len(training_images)
    padded = torch.zeros(n, 3, 40, 40, dtype=training_images.dtype)
    padded[:, :, 4:36, 4:36] = training_images
    tops = torch.randint(9, (n,), generator=generator).tolist()
    lefts = torch.randint(9, (n,), generator=generator).tolist()
    crops = [p[:, t:t + 32, l:l + 32] for p, t, l in zip(padded, tops, lefts)]
    return torch.stack(crops), validation_images

# %%
# VARIANT
# part: random_crop
# name: indexing
# right: true
# score: 1
def epoch_sets(training_images, validation_images, generator):
    n = training_images.shape[0]
    p = torch.nn.functional.pad(training_images, (4,) * 4)
    place = torch.randint(81, (n,), generator=generator)
    r = (place // 9)[:, None] + torch.arange(32)
    c = (place % 9)[:, None] + torch.arange(32)
    k = torch.arange(n)
    return p[k[:, None, None], :, r[:, :, None], c[:, None, :]].permute(0, 3, 1, 2), validation_images.clone()

# %%
# VARIANT
# part: random_crop
# name: one_place
# right: false
# score: 0.7
# mistake: one_place_for_all
def epoch_sets(training_images, validation_images, generator):
    p = torch.nn.functional.pad(training_images, (4, 4, 4, 4))
    t, l = torch.randint(9, (2,), generator=generator).tolist()
    return p[:, :, t:t + 32, l:l + 32].clone(), validation_images

# %%
# VARIANT
# part: random_crop
# name: eight_places
# right: false
# score: 0.7
# mistake: eight_places
def epoch_sets(training_images, validation_images, generator):
    n = len(training_images)
    p = torch.nn.functional.pad(training_images, (4, 4, 4, 4))
    t = torch.randint(8, (n,), generator=generator)
    l = torch.randint(8, (n,), generator=generator)
    return torch.stack([p[i, :, t[i]:t[i] + 32, l[i]:l[i] + 32] for i in range(n)]), validation_images

# %%
# VARIANT
# part: curves_with_crops
# name: inline
# right: true
# score: 1
def fit_with_crops(
    network, loss, optimizer, run, training, validation, n_epochs, batch_size, generator
):
    images, labels = training
    new_images, new_labels = validation
    for _ in progress(range(n_epochs), run.name):
        crops, val = epoch_sets(images, new_images, generator)
        train_epoch(network, loss, optimizer, rows(crops), labels, batch_size, generator)
        (tl, ta), (vl, va) = (evaluate(network, loss, rows(i), l, 1000) for i, l in ((images, labels), (val, new_labels)))
        run.epoch(train_loss=tl, train_accuracy=ta, validation_loss=vl, validation_accuracy=va)

# %%
# VARIANT
# part: curves_with_crops
# name: measured_on_crops
# right: false
# score: 0.7
# mistake: measured_on_crops
def fit_with_crops(
    network, loss, optimizer, run, training, validation, n_epochs, batch_size, generator
):
    images, labels = training
    new_images, new_labels = validation
    for _ in progress(range(n_epochs), run.name):
        crops, val = epoch_sets(images, new_images, generator)
        train_epoch(network, loss, optimizer, rows(crops), labels, batch_size, generator)
        tl, ta = evaluate(network, loss, rows(crops), labels, 1000)
        vl, va = evaluate(network, loss, rows(val), new_labels, 1000)
        run.epoch(train_loss=tl, train_accuracy=ta, validation_loss=vl, validation_accuracy=va)

# %%
# VARIANT
# part: curves_with_crops
# name: cropped_once_again
# right: false
# score: 0.6
# mistake: cropped_once
def fit_with_crops(
    network, loss, optimizer, run, training, validation, n_epochs, batch_size, generator
):
    images, labels = training
    new_images, new_labels = validation
    crops, val = epoch_sets(images, new_images, generator)
    for _ in progress(range(n_epochs), run.name):
        train_epoch(network, loss, optimizer, rows(crops), labels, batch_size, generator)
        tl, ta = evaluate(network, loss, rows(images), labels, 1000)
        vl, va = evaluate(network, loss, rows(val), new_labels, 1000)
        run.epoch(train_loss=tl, train_accuracy=ta, validation_loss=vl, validation_accuracy=va)
