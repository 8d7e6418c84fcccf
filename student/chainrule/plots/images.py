"""Images: a grid with what a network makes of them, and one before and after augmentation."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from chainrule._values import to_value
from chainrule.plots.style import Plot, current, data_in_use, head, plot

if TYPE_CHECKING:
    from chainrule.data import ImageSet

_MOST_BARS = 5


def image_grid(
    images: Any,
    labels: Any = None,
    *,
    probabilities: Any = None,
    classes: Sequence[str] | None = None,
    columns: int = 5,
    title: str | None = None,
    data: str | None = None,
) -> Plot:
    """Show images, each with its label and, if given, the five classes held most probable.

    The bar of the right class is filled, the others are hatched; the prediction is the top bar.

    Args:
        images: An :class:`chainrule.data.ImageSet`, of which the first 20 are shown; or images of
            shape (n, 1, height, width), (n, 3, height, width) or (n, height, width), in [0, 1].
        labels: Labels, (n,).
        probabilities: Class probabilities, (n, classes).
        classes: The classes' names, by label.
        columns: Number of images in a row.
        title: What the plot shows.
        data: The data in use; what :mod:`chainrule.data` loaded last by default.

    Raises:
        ValueError: If the shapes do not fit each other.
    """
    if hasattr(images, "images"):
        given: ImageSet = images
        images, classes = given.images[:20], classes or given.classes
        data = given.title if data is None else data
        labels = given.labels[:20] if labels is None else labels
    data = data_in_use() if data is None else data
    pictures = _pictures(images)
    count = len(pictures)
    truth = None if labels is None else _array(labels, "labels").reshape(-1).astype(int)
    chances = None if probabilities is None else _array(probabilities, "probabilities")
    if truth is not None and len(truth) < count:
        raise ValueError(f"there are {count} images and {len(truth)} labels")
    if chances is not None and (chances.ndim != 2 or len(chances) < count):
        raise ValueError(f"probabilities must have shape ({count}, classes), found {chances.shape}")
    columns = max(1, min(columns, count))
    rows = -(-count // columns)
    with _grid(rows, columns, title, data, bars=chances is not None) as (figure, tops, bottoms):
        figure.description = f"{count} images" + ("" if truth is None else " with their labels")
        for i, picture in enumerate(pictures):
            place = divmod(i, columns)
            _show(tops[place], picture)
            if truth is not None:
                tops[place].set_title(_name(truth[i], classes), fontsize=9.5, pad=3)
            if chances is not None:
                right = None if truth is None else int(truth[i])
                _bars(bottoms[place], chances[i], right, classes)
        for i in range(count, rows * columns):
            tops[divmod(i, columns)].set_axis_off()
            bottoms[divmod(i, columns)].set_axis_off()
    return figure


def before_after(
    image: Any, augmented: Any, *, title: str | None = None, data: str | None = None
) -> Plot:
    """Show an image beside what augmentation made of it.

    Args:
        image: An image of shape (channels, height, width) or (height, width), in [0, 1].
        augmented: Several of the same channels, (n, channels, height, width); or one.
        title: What the plot shows.
        data: The data in use; what :mod:`chainrule.data` loaded last by default.

    Raises:
        ValueError: If the shapes are not those of images.
    """
    original = _array(image, "image")
    before = _pictures(original[None] if original.ndim < 4 else original[:1])[0]
    changed = _array(augmented, "augmented")
    after = _pictures(changed[None] if changed.ndim == original.ndim else changed)
    with plot(1.7 * (1 + len(after)), 2.5, f"An image and {len(after)} changed ones") as figure:
        axes = figure.subplots(1, 1 + len(after), squeeze=False)[0]
        _show(axes[0], before)
        axes[0].set_title("before", fontsize=9.5)
        for axis, picture in zip(axes[1:], after, strict=True):
            _show(axis, picture)
            axis.spines[:].set(edgecolor=current().colours[1], linewidth=1.6)
        axes[1].set_title("after", fontsize=9.5, color=current().colours[1])
        axes[0].spines[:].set(edgecolor=current().colours[0], linewidth=1.6)
        head(figure, title, data_in_use() if data is None else data)
    return figure


@contextlib.contextmanager
def _grid(
    rows: int, columns: int, title: str | None, data: str, *, bars: bool
) -> Iterator[tuple[Plot, NDArray[Any], NDArray[Any]]]:
    """Lend a figure with axes for images, (rows, columns), and for the bars below each."""
    # Inches: the room of a cell, of what is written above it, and of the names left of the bars.
    wide, high, above, left = (2.0, 2.45, 0.26, 0.78) if bars else (1.5, 1.5, 0.26, 0.08)
    top = 0.1 + 0.25 * sum(bool(line) for line in (title, data))
    width, height = columns * wide, top + rows * (high + above)
    with plot(width, height, "", layout=None) as figure:
        tops = np.empty((rows, columns), dtype=object)
        bottoms = np.empty((rows, columns), dtype=object)
        side = wide - left - 0.08
        for row in range(rows):
            for column in range(columns):
                x = column * wide + left
                y = height - top - row * (high + above) - above
                box = (x / width, (y - side) / height, side / width, side / height)
                tops[row, column] = figure.add_axes(box)
                bottoms[row, column] = tops[row, column]
                if bars:
                    low, tall = y - high + 0.3, high - side - 0.42
                    box = (x / width, low / height, side / width, tall / height)
                    bottoms[row, column] = figure.add_axes(box)
        yield figure, tops, bottoms
        if title or data:
            text = "\n".join(line for line in (title, data) if line)
            figure.suptitle(text, fontsize=12, y=1 - 0.06 / height, va="top")


def _show(axis: Axes, picture: NDArray[Any]) -> None:
    axis.grid(visible=False)
    axis.imshow(np.clip(picture, 0, 1), cmap="gray", vmin=0, vmax=1, interpolation="nearest")
    axis.set(xticks=[], yticks=[])
    axis.spines[:].set(visible=True, edgecolor=current().faint)


def _bars(
    axis: Axes, chances: NDArray[Any], truth: int | None, classes: Sequence[str] | None
) -> None:
    """Draw the most probable classes, and the right one even if it is not among them."""
    order = list(np.argsort(-chances, kind="stable")[:_MOST_BARS])
    if truth is not None and truth not in order:
        order[-1] = truth
    right = [label == truth for label in order]
    axis.barh(
        range(len(order)),
        chances[order],
        color=[current().colours[0] if hit else current().paper for hit in right],
        edgecolor=current().colours[0],
        hatch=["" if hit else "////" for hit in right],
        linewidth=0.8,
    )
    axis.set_yticks(range(len(order)), [_name(label, classes) for label in order], fontsize=7.5)
    for label, hit in zip(axis.get_yticklabels(), right, strict=True):
        label.set_fontweight("bold" if hit else "normal")
    axis.set(xlim=(0, 1), xticks=[0, 1])
    axis.tick_params(axis="x", labelsize=7.5)
    axis.tick_params(axis="y", length=0)
    axis.invert_yaxis()
    axis.grid(visible=False)


def _pictures(images: Any) -> NDArray[Any]:
    """Return images as (n, height, width) or (n, height, width, 3)."""
    array = _array(images, "images").astype(float)
    if array.ndim == 4 and array.shape[1] == 1:
        array = array[:, 0]
    elif array.ndim == 4 and array.shape[1] == 3:
        array = array.transpose(0, 2, 3, 1)
    if array.ndim not in (3, 4) or (array.ndim == 4 and array.shape[3] != 3) or not len(array):
        raise ValueError(
            "images must have shape (n, 1, height, width), (n, 3, height, width) or (n, height, "
            f"width), found {array.shape}"
        )
    return array


def _array(value: Any, name: str) -> NDArray[Any]:
    found = to_value(value)
    if found is None:
        raise ValueError(f"{name} must be a tensor or an array")
    return found.array


def _name(label: int, classes: Sequence[str] | None) -> str:
    return str(label) if classes is None else classes[label]
