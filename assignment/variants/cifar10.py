# %%
# VARIANT
# part: curves_over_epochs
# name: named_numbers
# right: true
# score: 1
def fit_with_curves(
    network, loss, optimizer, run, training, validation, n_epochs, batch_size, generator
):
    inputs, labels = rows(training[0]), training[1]
    new_inputs, new_labels = rows(validation[0]), validation[1]
    for _ in progress(range(n_epochs), run.name):
        train_epoch(network, loss, optimizer, inputs, labels, batch_size, generator)
        a, b = evaluate(network, loss, inputs, labels, 1000)
        c, d = evaluate(network, loss, new_inputs, new_labels, 1000)
        run.epoch(train_loss=a, train_accuracy=b, validation_loss=c, validation_accuracy=d)

# %%
# VARIANT
# part: curves_over_epochs
# name: validation_first
# right: true
# score: 1
def fit_with_curves(
    network, loss, optimizer, run, training, validation, n_epochs, batch_size, generator
):
    inputs, labels = rows(training[0]), training[1]
    new_inputs, new_labels = rows(validation[0]), validation[1]
    for _ in progress(range(n_epochs), run.name):
        train_epoch(network, loss, optimizer, inputs, labels, batch_size, generator)
        c, d = evaluate(network, loss, new_inputs, new_labels, 1000)
        a, b = evaluate(network, loss, inputs, labels, 1000)
        run.epoch(train_loss=a, train_accuracy=b, validation_loss=c, validation_accuracy=d)

# %%
# VARIANT
# part: curves_over_epochs
# name: smaller_batches_for_measuring
# right: true
# score: 1
def fit_with_curves(
    network, loss, optimizer, run, training, validation, n_epochs, batch_size, generator
):
    inputs, labels = rows(training[0]), training[1]
    new_inputs, new_labels = rows(validation[0]), validation[1]
    for _ in progress(range(n_epochs), run.name):
        train_epoch(network, loss, optimizer, inputs, labels, batch_size, generator)
        a, b = evaluate(network, loss, inputs, labels, 3)
        c, d = evaluate(network, loss, new_inputs, new_labels, 4)
        run.epoch(train_loss=a, train_accuracy=b, validation_loss=c, validation_accuracy=d)

# %%
# VARIANT
# part: curves_over_epochs
# name: tensors_for_numbers
# right: true
# score: 1
def fit_with_curves(
    network, loss, optimizer, run, training, validation, n_epochs, batch_size, generator
):
    inputs, labels = rows(training[0]), training[1]
    new_inputs, new_labels = rows(validation[0]), validation[1]
    for _ in progress(range(n_epochs), run.name):
        train_epoch(network, loss, optimizer, inputs, labels, batch_size, generator)
        a, b = evaluate(network, loss, inputs, labels, 1000)
        c, d = evaluate(network, loss, new_inputs, new_labels, 1000)
        run.epoch(train_loss=torch.tensor(a), train_accuracy=b, validation_loss=c, validation_accuracy=torch.tensor(d))

# %%
# VARIANT
# part: curves_over_epochs
# name: measured_before_training
# right: false
# score: 0.2
# mistake: The network is measured before it has learned in that epoch.
def fit_with_curves(
    network, loss, optimizer, run, training, validation, n_epochs, batch_size, generator
):
    inputs, labels = rows(training[0]), training[1]
    new_inputs, new_labels = rows(validation[0]), validation[1]
    for _ in progress(range(n_epochs), run.name):
        a, b = evaluate(network, loss, inputs, labels, 1000)
        c, d = evaluate(network, loss, new_inputs, new_labels, 1000)
        train_epoch(network, loss, optimizer, inputs, labels, batch_size, generator)
        run.epoch(train_loss=a, train_accuracy=b, validation_loss=c, validation_accuracy=d)

# %%
# VARIANT
# part: curves_over_epochs
# name: loss_of_the_training_loop
# right: false
# score: 0.2
# mistake: The loss that train_epoch returns is measured while the network still changes.
def fit_with_curves(
    network, loss, optimizer, run, training, validation, n_epochs, batch_size, generator
):
    inputs, labels = rows(training[0]), training[1]
    new_inputs, new_labels = rows(validation[0]), validation[1]
    for _ in progress(range(n_epochs), run.name):
        a = train_epoch(network, loss, optimizer, inputs, labels, batch_size, generator)
        _, b = evaluate(network, loss, inputs, labels, 1000)
        c, d = evaluate(network, loss, new_inputs, new_labels, 1000)
        run.epoch(train_loss=a, train_accuracy=b, validation_loss=c, validation_accuracy=d)

# %%
# VARIANT
# part: curves_over_epochs
# name: validation_on_training_pictures
# right: false
# score: 0.5
# mistake: The validation curves were measured on the training pictures.
def fit_with_curves(
    network, loss, optimizer, run, training, validation, n_epochs, batch_size, generator
):
    inputs, labels = rows(training[0]), training[1]
    new_inputs, new_labels = rows(validation[0]), validation[1]
    for _ in progress(range(n_epochs), run.name):
        train_epoch(network, loss, optimizer, inputs, labels, batch_size, generator)
        a, b = evaluate(network, loss, inputs, labels, 1000)
        c, d = a, b
        run.epoch(train_loss=a, train_accuracy=b, validation_loss=c, validation_accuracy=d)

# %%
# VARIANT
# part: curves_over_epochs
# name: sets_swapped
# right: false
# score: 0.5
# mistake: The curves of the two sets are swapped.
def fit_with_curves(
    network, loss, optimizer, run, training, validation, n_epochs, batch_size, generator
):
    inputs, labels = rows(training[0]), training[1]
    new_inputs, new_labels = rows(validation[0]), validation[1]
    for _ in progress(range(n_epochs), run.name):
        train_epoch(network, loss, optimizer, inputs, labels, batch_size, generator)
        a, b = evaluate(network, loss, inputs, labels, 1000)
        c, d = evaluate(network, loss, new_inputs, new_labels, 1000)
        run.epoch(train_loss=c, train_accuracy=d, validation_loss=a, validation_accuracy=b)

# %%
# VARIANT
# part: curves_over_epochs
# name: percent
# right: false
# score: 0
# mistake: Accuracies are shares between 0 and 1, not percents.
def fit_with_curves(
    network, loss, optimizer, run, training, validation, n_epochs, batch_size, generator
):
    inputs, labels = rows(training[0]), training[1]
    new_inputs, new_labels = rows(validation[0]), validation[1]
    for _ in progress(range(n_epochs), run.name):
        train_epoch(network, loss, optimizer, inputs, labels, batch_size, generator)
        a, b = evaluate(network, loss, inputs, labels, 1000)
        c, d = evaluate(network, loss, new_inputs, new_labels, 1000)
        run.epoch(train_loss=a, train_accuracy=100 * b, validation_loss=c, validation_accuracy=100 * d)

# %%
# VARIANT
# part: curves_over_epochs
# name: loss_and_accuracy_swapped
# right: false
# score: 0
# mistake: Loss and accuracy are swapped.
def fit_with_curves(
    network, loss, optimizer, run, training, validation, n_epochs, batch_size, generator
):
    inputs, labels = rows(training[0]), training[1]
    new_inputs, new_labels = rows(validation[0]), validation[1]
    for _ in progress(range(n_epochs), run.name):
        train_epoch(network, loss, optimizer, inputs, labels, batch_size, generator)
        a, b = evaluate(network, loss, inputs, labels, 1000)
        c, d = evaluate(network, loss, new_inputs, new_labels, 1000)
        run.epoch(train_loss=b, train_accuracy=a, validation_loss=d, validation_accuracy=c)

# %%
# VARIANT
# part: curves_over_epochs
# name: only_at_the_end
# right: false
# score: 0.2
# mistake: Only the last epoch is recorded.
def fit_with_curves(
    network, loss, optimizer, run, training, validation, n_epochs, batch_size, generator
):
    inputs, labels = rows(training[0]), training[1]
    new_inputs, new_labels = rows(validation[0]), validation[1]
    for _ in progress(range(n_epochs), run.name):
        train_epoch(network, loss, optimizer, inputs, labels, batch_size, generator)
    a, b = evaluate(network, loss, inputs, labels, 1000)
    c, d = evaluate(network, loss, new_inputs, new_labels, 1000)
    run.epoch(train_loss=a, train_accuracy=b, validation_loss=c, validation_accuracy=d)

# %%
# VARIANT
# part: curves_over_epochs
# name: no_training
# right: false
# score: 0
# mistake: The network is measured but not trained.
def fit_with_curves(
    network, loss, optimizer, run, training, validation, n_epochs, batch_size, generator
):
    inputs, labels = rows(training[0]), training[1]
    new_inputs, new_labels = rows(validation[0]), validation[1]
    for _ in progress(range(n_epochs), run.name):
        a, b = evaluate(network, loss, inputs, labels, 1000)
        c, d = evaluate(network, loss, new_inputs, new_labels, 1000)
        run.epoch(train_loss=a, train_accuracy=b, validation_loss=c, validation_accuracy=d)

# %%
# VARIANT
# part: curves_over_epochs
# name: trained_on_validation_too
# right: false
# score: 0.3
# mistake: The network learns from the validation pictures as well.
def fit_with_curves(
    network, loss, optimizer, run, training, validation, n_epochs, batch_size, generator
):
    inputs, labels = rows(training[0]), training[1]
    new_inputs, new_labels = rows(validation[0]), validation[1]
    for _ in progress(range(n_epochs), run.name):
        train_epoch(network, loss, optimizer, inputs, labels, batch_size, generator)
        train_epoch(network, loss, optimizer, new_inputs, new_labels, batch_size, generator)
        a, b = evaluate(network, loss, inputs, labels, 1000)
        c, d = evaluate(network, loss, new_inputs, new_labels, 1000)
        run.epoch(train_loss=a, train_accuracy=b, validation_loss=c, validation_accuracy=d)

# %%
# VARIANT
# part: curves_over_epochs
# name: twice_an_epoch
# right: false
# score: 0.3
# mistake: Two epochs of training were counted as one.
def fit_with_curves(
    network, loss, optimizer, run, training, validation, n_epochs, batch_size, generator
):
    inputs, labels = rows(training[0]), training[1]
    new_inputs, new_labels = rows(validation[0]), validation[1]
    for _ in progress(range(n_epochs), run.name):
        train_epoch(network, loss, optimizer, inputs, labels, batch_size, generator)
        train_epoch(network, loss, optimizer, inputs, labels, batch_size, generator)
        a, b = evaluate(network, loss, inputs, labels, 1000)
        c, d = evaluate(network, loss, new_inputs, new_labels, 1000)
        run.epoch(train_loss=a, train_accuracy=b, validation_loss=c, validation_accuracy=d)

# %%
# VARIANT
# part: curves_over_epochs
# name: first_batch_only
# right: false
# score: 0.5
# mistake: The training curves are measured on the first pictures only.
def fit_with_curves(
    network, loss, optimizer, run, training, validation, n_epochs, batch_size, generator
):
    inputs, labels = rows(training[0]), training[1]
    new_inputs, new_labels = rows(validation[0]), validation[1]
    for _ in progress(range(n_epochs), run.name):
        train_epoch(network, loss, optimizer, inputs, labels, batch_size, generator)
        a, b = evaluate(network, loss, inputs[:5], labels[:5], 1000)
        c, d = evaluate(network, loss, new_inputs, new_labels, 1000)
        run.epoch(train_loss=a, train_accuracy=b, validation_loss=c, validation_accuracy=d)

# %%
# VARIANT
# part: curves_over_epochs
# name: batch_size_ignored
# right: false
# score: 0.8
# mistake: The size of the minibatches is not the one that was asked for.
def fit_with_curves(
    network, loss, optimizer, run, training, validation, n_epochs, batch_size, generator
):
    inputs, labels = rows(training[0]), training[1]
    new_inputs, new_labels = rows(validation[0]), validation[1]
    for _ in progress(range(n_epochs), run.name):
        train_epoch(network, loss, optimizer, inputs, labels, 100, generator)
        a, b = evaluate(network, loss, inputs, labels, 1000)
        c, d = evaluate(network, loss, new_inputs, new_labels, 1000)
        run.epoch(train_loss=a, train_accuracy=b, validation_loss=c, validation_accuracy=d)

# %%
# VARIANT
# part: curves_over_epochs
# name: own_generator
# right: false
# score: 0.8
# mistake: The order is drawn from a generator of its own, so that every run is the same.
def fit_with_curves(
    network, loss, optimizer, run, training, validation, n_epochs, batch_size, generator
):
    inputs, labels = rows(training[0]), training[1]
    new_inputs, new_labels = rows(validation[0]), validation[1]
    for _ in progress(range(n_epochs), run.name):
        train_epoch(network, loss, optimizer, inputs, labels, batch_size, seeded(0))
        a, b = evaluate(network, loss, inputs, labels, 1000)
        c, d = evaluate(network, loss, new_inputs, new_labels, 1000)
        run.epoch(train_loss=a, train_accuracy=b, validation_loss=c, validation_accuracy=d)

# %%
# VARIANT
# part: curves_over_epochs
# name: not_recorded
# right: false
# score: 0
# mistake: Nothing is recorded.
def fit_with_curves(
    network, loss, optimizer, run, training, validation, n_epochs, batch_size, generator
):
    inputs, labels = rows(training[0]), training[1]
    new_inputs, new_labels = rows(validation[0]), validation[1]
    for _ in progress(range(n_epochs), run.name):
        train_epoch(network, loss, optimizer, inputs, labels, batch_size, generator)
        evaluate(network, loss, inputs, labels, 1000)

# %%
# VARIANT
# part: curves_over_epochs
# name: validation_measured_before
# right: false
# score: 0.5
# mistake: The validation pictures are measured before the epoch, the training pictures after it.
def fit_with_curves(
    network, loss, optimizer, run, training, validation, n_epochs, batch_size, generator
):
    inputs, labels = rows(training[0]), training[1]
    new_inputs, new_labels = rows(validation[0]), validation[1]
    for _ in progress(range(n_epochs), run.name):
        vl, va = evaluate(network, loss, new_inputs, new_labels, 1000)
        train_epoch(network, loss, optimizer, inputs, labels, batch_size, generator)
        tl, ta = evaluate(network, loss, inputs, labels, 1000)
        run.epoch(train_loss=tl, train_accuracy=ta, validation_loss=vl, validation_accuracy=va)

# %%
# VARIANT
# part: random_crop
# name: loop
# right: true
# score: 1
def epoch_sets(training_images, validation_images, generator):
    n = len(training_images)
    pad = torch.nn.functional.pad
    framed = torch.zeros(n, 3, 40, 40, dtype=training_images.dtype)
    framed[:, :, 4:36, 4:36] = training_images
    crops = torch.empty_like(training_images)
    for i in range(n):
        top, left = torch.randint(9, (2,), generator=generator).tolist()
        crops[i] = framed[i, :, top : top + 32, left : left + 32]
    return crops, validation_images

# %%
# VARIANT
# part: random_crop
# name: indices
# right: true
# score: 1
def epoch_sets(training_images, validation_images, generator):
    n = len(training_images)
    pad = torch.nn.functional.pad
    framed = pad(training_images, (4, 4, 4, 4))
    top, left = torch.randint(9, (2, n), generator=generator)
    rows_of, columns = top[:, None] + torch.arange(32), left[:, None] + torch.arange(32)
    crops = framed[torch.arange(n)[:, None, None], :, rows_of[:, :, None], columns[:, None, :]]
    return crops.permute(0, 3, 1, 2).contiguous(), validation_images

# %%
# VARIANT
# part: random_crop
# name: all_windows
# right: true
# score: 1
def epoch_sets(training_images, validation_images, generator):
    n = len(training_images)
    pad = torch.nn.functional.pad
    windows = pad(training_images, (4, 4, 4, 4)).unfold(2, 32, 1).unfold(3, 32, 1)
    place = torch.randint(81, (n,), generator=generator)
    return windows[torch.arange(n), :, place // 9, place % 9], validation_images.clone()

# %%
# VARIANT
# part: random_crop
# name: shifts
# right: true
# score: 1
def epoch_sets(training_images, validation_images, generator):
    n = len(training_images)
    pad = torch.nn.functional.pad
    frame = torch.nn.ZeroPad2d(4)
    top, left = torch.randint(9, (2, n), generator=generator)
    framed = frame(training_images)
    crops = torch.stack([f[:, t : t + 32, s : s + 32] for f, t, s in zip(framed, top.tolist(), left.tolist(), strict=True)])
    return [crops, validation_images]

# %%
# VARIANT
# part: random_crop
# name: float64_always
# right: false
# score: 0.8
# mistake: The crops are float64 whatever came in.
def epoch_sets(training_images, validation_images, generator):
    n = len(training_images)
    framed = torch.nn.functional.pad(training_images.double(), (4, 4, 4, 4))
    places = torch.randint(9, (n, 2), generator=generator).tolist()
    crops = [image[:, i : i + 32, j : j + 32] for image, (i, j) in zip(framed, places, strict=True)]
    return torch.stack(crops), validation_images

# %%
# VARIANT
# part: random_crop
# name: one_place_for_all
# right: false
# score: 0.7
# mistake: All pictures of an epoch are cut out at the same place.
def epoch_sets(training_images, validation_images, generator):
    n = len(training_images)
    pad = torch.nn.functional.pad
    framed = pad(training_images, (4, 4, 4, 4))
    top, left = torch.randint(9, (2,), generator=generator).tolist()
    return framed[:, :, top : top + 32, left : left + 32], validation_images

# %%
# VARIANT
# part: random_crop
# name: eight_places
# right: false
# score: 0.7
# mistake: The last place is never drawn: there are 9 in each direction.
def epoch_sets(training_images, validation_images, generator):
    n = len(training_images)
    pad = torch.nn.functional.pad
    framed = pad(training_images, (4, 4, 4, 4))
    top, left = torch.randint(8, (2, n), generator=generator)
    crops = torch.stack([f[:, t : t + 32, s : s + 32] for f, t, s in zip(framed, top.tolist(), left.tolist(), strict=True)])
    return crops, validation_images

# %%
# VARIANT
# part: random_crop
# name: no_frame
# right: false
# score: 0
# mistake: Without a frame there is no room to move the window; the shapes are wrong.
def epoch_sets(training_images, validation_images, generator):
    n = len(training_images)
    pad = torch.nn.functional.pad
    return training_images[:, :, 2:30, 2:30], validation_images

# %%
# VARIANT
# part: random_crop
# name: reflected_frame
# right: false
# score: 0.4
# mistake: The frame is reflected, not black.
def epoch_sets(training_images, validation_images, generator):
    n = len(training_images)
    pad = torch.nn.functional.pad
    framed = pad(training_images, (4, 4, 4, 4), mode='reflect')
    top, left = torch.randint(9, (2, n), generator=generator)
    crops = torch.stack([f[:, t : t + 32, s : s + 32] for f, t, s in zip(framed, top.tolist(), left.tolist(), strict=True)])
    return crops, validation_images

# %%
# VARIANT
# part: random_crop
# name: rolled
# right: false
# score: 0.4
# mistake: Pixels that leave the picture on one side come back on the other.
def epoch_sets(training_images, validation_images, generator):
    n = len(training_images)
    pad = torch.nn.functional.pad
    top, left = torch.randint(9, (2, n), generator=generator)
    crops = torch.stack([p.roll((t - 4, s - 4), (1, 2)) for p, t, s in zip(training_images, top.tolist(), left.tolist(), strict=True)])
    return crops, validation_images

# %%
# VARIANT
# part: random_crop
# name: validation_cropped
# right: false
# score: 0.8
# mistake: The validation pictures are cropped as well.
def epoch_sets(training_images, validation_images, generator):
    n = len(training_images)
    pad = torch.nn.functional.pad
    def crop(images):
        framed, n = pad(images, (4, 4, 4, 4)), len(images)
        top, left = torch.randint(9, (2, n), generator=generator)
        crops = torch.stack([f[:, t : t + 32, s : s + 32] for f, t, s in zip(framed, top.tolist(), left.tolist(), strict=True)])
        return crops
    return crop(training_images), crop(validation_images)

# %%
# VARIANT
# part: random_crop
# name: diagonal_only
# right: false
# score: 0.7
# mistake: Both directions share one random number.
def epoch_sets(training_images, validation_images, generator):
    n = len(training_images)
    pad = torch.nn.functional.pad
    framed = pad(training_images, (4, 4, 4, 4))
    top = left = torch.randint(9, (n,), generator=generator)
    crops = torch.stack([f[:, t : t + 32, s : s + 32] for f, t, s in zip(framed, top.tolist(), left.tolist(), strict=True)])
    return crops, validation_images

# %%
# VARIANT
# part: random_crop
# name: global_randomness
# right: false
# score: 0.8
# mistake: The places are not drawn from the generator.
def epoch_sets(training_images, validation_images, generator):
    n = len(training_images)
    pad = torch.nn.functional.pad
    framed = pad(training_images, (4, 4, 4, 4))
    top, left = torch.randint(9, (2, n))
    crops = torch.stack([f[:, t : t + 32, s : s + 32] for f, t, s in zip(framed, top.tolist(), left.tolist(), strict=True)])
    return crops, validation_images

# %%
# VARIANT
# part: random_crop
# name: colours_apart
# right: false
# score: 0.4
# mistake: The three colours of a picture are moved differently.
def epoch_sets(training_images, validation_images, generator):
    n = len(training_images)
    pad = torch.nn.functional.pad
    framed = pad(training_images, (4, 4, 4, 4))
    places = torch.randint(9, (n, 3, 2), generator=generator).tolist()
    crops = torch.stack([torch.stack([f[k, t : t + 32, s : s + 32] for k, (t, s) in enumerate(places[i])]) for i, f in enumerate(framed)])
    return crops, validation_images

# %%
# VARIANT
# part: random_crop
# name: frame_of_two
# right: false
# score: 0.7
# mistake: The frame has 2 pixels instead of 4.
def epoch_sets(training_images, validation_images, generator):
    n = len(training_images)
    pad = torch.nn.functional.pad
    framed = pad(training_images, (2, 2, 2, 2))
    top, left = torch.randint(5, (2, n), generator=generator)
    crops = torch.stack([f[:, t : t + 32, s : s + 32] for f, t, s in zip(framed, top.tolist(), left.tolist(), strict=True)])
    return crops, validation_images

# %%
# VARIANT
# part: random_crop
# name: in_place
# right: false
# score: 0.8
# mistake: The pictures that were passed in are overwritten, so that the next epoch crops a crop.
def epoch_sets(training_images, validation_images, generator):
    n = len(training_images)
    pad = torch.nn.functional.pad
    framed = pad(training_images, (4, 4, 4, 4))
    top, left = torch.randint(9, (2, n), generator=generator)
    crops = torch.stack([f[:, t : t + 32, s : s + 32] for f, t, s in zip(framed, top.tolist(), left.tolist(), strict=True)])
    training_images.copy_(crops)
    return training_images, validation_images

# %%
# VARIANT
# part: random_crop
# name: flipped
# right: false
# score: 0.4
# mistake: Pictures are mirrored, too, which was not asked for.
def epoch_sets(training_images, validation_images, generator):
    n = len(training_images)
    pad = torch.nn.functional.pad
    framed = pad(training_images, (4, 4, 4, 4))
    top, left = torch.randint(9, (2, n), generator=generator)
    crops = torch.stack([f[:, t : t + 32, s : s + 32] for f, t, s in zip(framed, top.tolist(), left.tolist(), strict=True)])
    return crops.flip(3), validation_images

# %%
# VARIANT
# part: random_crop
# name: shuffled
# right: false
# score: 0.7
# mistake: The pictures come back in another order than their labels.
def epoch_sets(training_images, validation_images, generator):
    n = len(training_images)
    pad = torch.nn.functional.pad
    framed = pad(training_images, (4, 4, 4, 4))
    top, left = torch.randint(9, (2, n), generator=generator)
    crops = torch.stack([f[:, t : t + 32, s : s + 32] for f, t, s in zip(framed, top.tolist(), left.tolist(), strict=True)])
    return crops[torch.randperm(n, generator=generator)], validation_images

# %%
# VARIANT
# part: random_crop
# name: bell_shaped
# right: false
# score: 0.7
# mistake: Places in the middle are more likely than those at the edge.
def epoch_sets(training_images, validation_images, generator):
    n = len(training_images)
    pad = torch.nn.functional.pad
    framed = pad(training_images, (4, 4, 4, 4))
    top, left = torch.randint(3, (4, 2, n), generator=generator).sum(dim=0)
    crops = torch.stack([f[:, t : t + 32, s : s + 32] for f, t, s in zip(framed, top.tolist(), left.tolist(), strict=True)])
    return crops, validation_images

# %%
# VARIANT
# part: random_crop
# name: same_every_time
# right: false
# score: 0.8
# mistake: Every call cuts the pictures at the same places.
def epoch_sets(training_images, validation_images, generator):
    n = len(training_images)
    pad = torch.nn.functional.pad
    framed = pad(training_images, (4, 4, 4, 4))
    top, left = torch.randint(9, (2, n), generator=seeded(0))
    crops = torch.stack([f[:, t : t + 32, s : s + 32] for f, t, s in zip(framed, top.tolist(), left.tolist(), strict=True)])
    return crops, validation_images

# %%
# VARIANT
# part: random_crop
# name: float32_always
# right: false
# score: 0.8
# mistake: The type of the pictures changes.
def epoch_sets(training_images, validation_images, generator):
    n = len(training_images)
    pad = torch.nn.functional.pad
    framed = pad(training_images, (4, 4, 4, 4))
    top, left = torch.randint(9, (2, n), generator=generator)
    crops = torch.stack([f[:, t : t + 32, s : s + 32] for f, t, s in zip(framed, top.tolist(), left.tolist(), strict=True)])
    return crops.float(), validation_images

# %%
# VARIANT
# part: random_crop
# name: training_only
# right: false
# score: 0
# mistake: Only the training pictures are returned.
def epoch_sets(training_images, validation_images, generator):
    n = len(training_images)
    pad = torch.nn.functional.pad
    framed = pad(training_images, (4, 4, 4, 4))
    top, left = torch.randint(9, (2, n), generator=generator)
    crops = torch.stack([f[:, t : t + 32, s : s + 32] for f, t, s in zip(framed, top.tolist(), left.tolist(), strict=True)])
    return crops

# %%
# VARIANT
# part: random_crop
# name: validation_framed
# right: false
# score: 0.5
# mistake: The validation pictures got the black frame as well.
def epoch_sets(training_images, validation_images, generator):
    n = len(training_images)
    p = torch.nn.functional.pad(training_images, (4, 4, 4, 4))
    top = torch.randint(9, (n,), generator=generator)
    left = torch.randint(9, (n,), generator=generator)
    v = torch.nn.functional.pad(validation_images, (4, 4, 4, 4))
    return torch.stack([p[i, :, top[i]:top[i] + 32, left[i]:left[i] + 32] for i in range(n)]), v

# %%
# VARIANT
# part: random_crop
# name: columns_only
# right: false
# score: 0.7
# mistake: The window moves to the left and right only, never up and down.
def epoch_sets(training_images, validation_images, generator):
    n = len(training_images)
    p = torch.nn.functional.pad(training_images, (4, 4, 4, 4))
    left = torch.randint(9, (n,), generator=generator)
    return torch.stack([p[i, :, 4:36, left[i]:left[i] + 32] for i in range(n)]), validation_images

# %%
# VARIANT
# part: curves_with_crops
# name: named_numbers
# right: true
# score: 1
def fit_with_crops(
    network, loss, optimizer, run, training, validation, n_epochs, batch_size, generator
):
    images, labels = training
    new_images, new_labels = validation
    for _ in progress(range(n_epochs), run.name):
        crops, _ = epoch_sets(images, new_images, generator)
        train_epoch(network, loss, optimizer, rows(crops), labels, batch_size, generator)
        a, b = evaluate(network, loss, rows(images), labels, 1000)
        c, d = evaluate(network, loss, rows(new_images), new_labels, 1000)
        run.epoch(train_loss=a, train_accuracy=b, validation_loss=c, validation_accuracy=d)

# %%
# VARIANT
# part: curves_with_crops
# name: inputs_first
# right: true
# score: 1
def fit_with_crops(
    network, loss, optimizer, run, training, validation, n_epochs, batch_size, generator
):
    images, labels = training
    new_images, new_labels = validation
    for _ in progress(range(n_epochs), run.name):
        inputs = rows(epoch_sets(images, new_images, generator)[0])
        train_epoch(network, loss, optimizer, inputs, labels, batch_size, generator)
        a, b = evaluate(network, loss, rows(images), labels, 1000)
        c, d = evaluate(network, loss, rows(new_images), new_labels, 1000)
        run.epoch(train_loss=a, train_accuracy=b, validation_loss=c, validation_accuracy=d)

# %%
# VARIANT
# part: curves_with_crops
# name: measured_in_small_batches
# right: true
# score: 1
def fit_with_crops(
    network, loss, optimizer, run, training, validation, n_epochs, batch_size, generator
):
    images, labels = training
    new_images, new_labels = validation
    for _ in progress(range(n_epochs), run.name):
        crops, _ = epoch_sets(images, new_images, generator)
        train_epoch(network, loss, optimizer, rows(crops), labels, batch_size, generator)
        c, d = evaluate(network, loss, rows(new_images), new_labels, 2)
        a, b = evaluate(network, loss, rows(images), labels, 7)
        run.epoch(train_loss=a, train_accuracy=b, validation_loss=c, validation_accuracy=d)

# %%
# VARIANT
# part: curves_with_crops
# name: no_crops
# right: false
# score: 0.6
# mistake: The network is trained on the pictures as they are.
def fit_with_crops(
    network, loss, optimizer, run, training, validation, n_epochs, batch_size, generator
):
    images, labels = training
    new_images, new_labels = validation
    for _ in progress(range(n_epochs), run.name):
        train_epoch(network, loss, optimizer, rows(images), labels, batch_size, generator)
        a, b = evaluate(network, loss, rows(images), labels, 1000)
        c, d = evaluate(network, loss, rows(new_images), new_labels, 1000)
        run.epoch(train_loss=a, train_accuracy=b, validation_loss=c, validation_accuracy=d)

# %%
# VARIANT
# part: curves_with_crops
# name: cropped_once
# right: false
# score: 0.6
# mistake: Every epoch sees the same crops: they are cut once, or always from the same seed.
def fit_with_crops(
    network, loss, optimizer, run, training, validation, n_epochs, batch_size, generator
):
    images, labels = training
    new_images, new_labels = validation
    crops, _ = epoch_sets(images, new_images, generator)
    for _ in progress(range(n_epochs), run.name):
        train_epoch(network, loss, optimizer, rows(crops), labels, batch_size, generator)
        a, b = evaluate(network, loss, rows(images), labels, 1000)
        c, d = evaluate(network, loss, rows(new_images), new_labels, 1000)
        run.epoch(train_loss=a, train_accuracy=b, validation_loss=c, validation_accuracy=d)

# %%
# VARIANT
# part: curves_with_crops
# name: crops_of_crops
# right: false
# score: 0.3
# mistake: Each epoch crops the crops of the last one, so that the pictures drift away.
def fit_with_crops(
    network, loss, optimizer, run, training, validation, n_epochs, batch_size, generator
):
    images, labels = training
    new_images, new_labels = validation
    for _ in progress(range(n_epochs), run.name):
        images, _ = epoch_sets(images, new_images, generator)
        train_epoch(network, loss, optimizer, rows(images), labels, batch_size, generator)
        a, b = evaluate(network, loss, rows(images), labels, 1000)
        c, d = evaluate(network, loss, rows(new_images), new_labels, 1000)
        run.epoch(train_loss=a, train_accuracy=b, validation_loss=c, validation_accuracy=d)

# %%
# VARIANT
# part: curves_with_crops
# name: measured_on_crops
# right: false
# score: 0.7
# mistake: The training curves are measured on the crops, not on the pictures as they are.
def fit_with_crops(
    network, loss, optimizer, run, training, validation, n_epochs, batch_size, generator
):
    images, labels = training
    new_images, new_labels = validation
    for _ in progress(range(n_epochs), run.name):
        crops, _ = epoch_sets(images, new_images, generator)
        train_epoch(network, loss, optimizer, rows(crops), labels, batch_size, generator)
        a, b = evaluate(network, loss, rows(crops), labels, 1000)
        c, d = evaluate(network, loss, rows(new_images), new_labels, 1000)
        run.epoch(train_loss=a, train_accuracy=b, validation_loss=c, validation_accuracy=d)

# %%
# VARIANT
# part: curves_with_crops
# name: validation_cropped
# right: false
# score: 0.7
# mistake: The validation curves are measured on crops.
def fit_with_crops(
    network, loss, optimizer, run, training, validation, n_epochs, batch_size, generator
):
    images, labels = training
    new_images, new_labels = validation
    for _ in progress(range(n_epochs), run.name):
        crops, _ = epoch_sets(images, new_images, generator)
        train_epoch(network, loss, optimizer, rows(crops), labels, batch_size, generator)
        moved, _ = epoch_sets(new_images, images, generator)
        a, b = evaluate(network, loss, rows(images), labels, 1000)
        c, d = evaluate(network, loss, rows(moved), new_labels, 1000)
        run.epoch(train_loss=a, train_accuracy=b, validation_loss=c, validation_accuracy=d)

# %%
# VARIANT
# part: curves_with_crops
# name: pixels_not_centred
# right: false
# score: 0.6
# mistake: The crops go into the network without being brought around 0.
def fit_with_crops(
    network, loss, optimizer, run, training, validation, n_epochs, batch_size, generator
):
    images, labels = training
    new_images, new_labels = validation
    for _ in progress(range(n_epochs), run.name):
        crops, _ = epoch_sets(images, new_images, generator)
        train_epoch(network, loss, optimizer, crops.flatten(1), labels, batch_size, generator)
        a, b = evaluate(network, loss, rows(images), labels, 1000)
        c, d = evaluate(network, loss, rows(new_images), new_labels, 1000)
        run.epoch(train_loss=a, train_accuracy=b, validation_loss=c, validation_accuracy=d)

# %%
# VARIANT
# part: curves_with_crops
# name: not_flattened
# right: false
# score: 0
# mistake: The network takes rows of numbers, not pictures.
def fit_with_crops(
    network, loss, optimizer, run, training, validation, n_epochs, batch_size, generator
):
    images, labels = training
    new_images, new_labels = validation
    for _ in progress(range(n_epochs), run.name):
        crops, _ = epoch_sets(images, new_images, generator)
        train_epoch(network, loss, optimizer, crops, labels, batch_size, generator)
        a, b = evaluate(network, loss, rows(images), labels, 1000)
        c, d = evaluate(network, loss, rows(new_images), new_labels, 1000)
        run.epoch(train_loss=a, train_accuracy=b, validation_loss=c, validation_accuracy=d)

# %%
# VARIANT
# part: curves_with_crops
# name: measured_before_training
# right: false
# score: 0.3
# mistake: The network is measured before it has learned in that epoch.
def fit_with_crops(
    network, loss, optimizer, run, training, validation, n_epochs, batch_size, generator
):
    images, labels = training
    new_images, new_labels = validation
    for _ in progress(range(n_epochs), run.name):
        crops, _ = epoch_sets(images, new_images, generator)
        a, b = evaluate(network, loss, rows(images), labels, 1000)
        c, d = evaluate(network, loss, rows(new_images), new_labels, 1000)
        train_epoch(network, loss, optimizer, rows(crops), labels, batch_size, generator)
        run.epoch(train_loss=a, train_accuracy=b, validation_loss=c, validation_accuracy=d)

# %%
# VARIANT
# part: curves_with_crops
# name: framed_after_centring
# right: false
# score: 0
# mistake: Pictures are brought around 0 first, and then need another shape to be cropped.
def fit_with_crops(
    network, loss, optimizer, run, training, validation, n_epochs, batch_size, generator
):
    images, labels = training
    new_images, new_labels = validation
    for _ in progress(range(n_epochs), run.name):
        crops, _ = epoch_sets(rows(images), rows(new_images), generator)
        train_epoch(network, loss, optimizer, crops, labels, batch_size, generator)
        a, b = evaluate(network, loss, rows(images), labels, 1000)
        c, d = evaluate(network, loss, rows(new_images), new_labels, 1000)
        run.epoch(train_loss=a, train_accuracy=b, validation_loss=c, validation_accuracy=d)

# %%
# VARIANT
# part: curves_with_crops
# name: same_seed_each_epoch
# right: false
# score: 0.6
# mistake: Every epoch sees the same crops: they are cut once, or always from the same seed.
def fit_with_crops(
    network, loss, optimizer, run, training, validation, n_epochs, batch_size, generator
):
    images, labels = training
    new_images, new_labels = validation
    for _ in progress(range(n_epochs), run.name):
        crops, _ = epoch_sets(images, new_images, seeded(0))
        train_epoch(network, loss, optimizer, rows(crops), labels, batch_size, generator)
        a, b = evaluate(network, loss, rows(images), labels, 1000)
        c, d = evaluate(network, loss, rows(new_images), new_labels, 1000)
        run.epoch(train_loss=a, train_accuracy=b, validation_loss=c, validation_accuracy=d)

# %%
# VARIANT
# part: curves_with_crops
# name: sets_swapped
# right: false
# score: 0.7
# mistake: The curves of the two sets are swapped.
def fit_with_crops(
    network, loss, optimizer, run, training, validation, n_epochs, batch_size, generator
):
    images, labels = training
    new_images, new_labels = validation
    for _ in progress(range(n_epochs), run.name):
        crops, _ = epoch_sets(images, new_images, generator)
        train_epoch(network, loss, optimizer, rows(crops), labels, batch_size, generator)
        a, b = evaluate(network, loss, rows(images), labels, 1000)
        c, d = evaluate(network, loss, rows(new_images), new_labels, 1000)
        run.epoch(train_loss=c, train_accuracy=d, validation_loss=a, validation_accuracy=b)

# %%
# VARIANT
# part: curves_with_crops
# name: not_recorded
# right: false
# score: 0.4
# mistake: Nothing is recorded.
def fit_with_crops(
    network, loss, optimizer, run, training, validation, n_epochs, batch_size, generator
):
    images, labels = training
    new_images, new_labels = validation
    for _ in progress(range(n_epochs), run.name):
        crops, _ = epoch_sets(images, new_images, generator)
        train_epoch(network, loss, optimizer, rows(crops), labels, batch_size, generator)
        evaluate(network, loss, rows(new_images), new_labels, 1000)

# %%
# VARIANT
# part: curves_with_crops
# name: both_trained_on
# right: false
# score: 0.3
# mistake: The network is trained on the pictures and on their crops in each epoch.
def fit_with_crops(
    network, loss, optimizer, run, training, validation, n_epochs, batch_size, generator
):
    images, labels = training
    new_images, new_labels = validation
    for _ in progress(range(n_epochs), run.name):
        crops, _ = epoch_sets(images, new_images, generator)
        train_epoch(network, loss, optimizer, rows(crops), labels, batch_size, generator)
        train_epoch(network, loss, optimizer, rows(images), labels, batch_size, generator)
        a, b = evaluate(network, loss, rows(images), labels, 1000)
        c, d = evaluate(network, loss, rows(new_images), new_labels, 1000)
        run.epoch(train_loss=a, train_accuracy=b, validation_loss=c, validation_accuracy=d)

# %%
# VARIANT
# part: curves_with_crops
# name: loss_of_the_training_loop
# right: false
# score: 0.7
# mistake: The loss that train_epoch returns is measured on crops, and while the network still changes.
def fit_with_crops(
    network, loss, optimizer, run, training, validation, n_epochs, batch_size, generator
):
    images, labels = training
    new_images, new_labels = validation
    for _ in progress(range(n_epochs), run.name):
        crops, val = epoch_sets(images, new_images, generator)
        tl = train_epoch(network, loss, optimizer, rows(crops), labels, batch_size, generator)
        ta = evaluate(network, loss, rows(images), labels, 1000)[1]
        vl, va = evaluate(network, loss, rows(val), new_labels, 1000)
        run.epoch(train_loss=tl, train_accuracy=ta, validation_loss=vl, validation_accuracy=va)

# %%
# VARIANT
# part: curves_with_crops
# name: pictures_then_crops
# right: false
# score: 0.3
# mistake: The network is trained on the pictures and on their crops in each epoch.
def fit_with_crops(
    network, loss, optimizer, run, training, validation, n_epochs, batch_size, generator
):
    images, labels = training
    new_images, new_labels = validation
    for _ in progress(range(n_epochs), run.name):
        crops, val = epoch_sets(images, new_images, generator)
        train_epoch(network, loss, optimizer, rows(images), labels, batch_size, generator)
        train_epoch(network, loss, optimizer, rows(crops), labels, batch_size, generator)
        tl, ta = evaluate(network, loss, rows(images), labels, 1000)
        vl, va = evaluate(network, loss, rows(val), new_labels, 1000)
        run.epoch(train_loss=tl, train_accuracy=ta, validation_loss=vl, validation_accuracy=va)
