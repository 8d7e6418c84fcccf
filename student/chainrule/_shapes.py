"""Generated pictures of ten shapes, for lessons that were written for CIFAR-10.

A person tells the shapes apart at a glance. A network of linear layers does not: place, size, turn
and colours differ from picture to picture, the background fades, and every pixel is noisy. It
learns 50,000 of them by heart, and is right on about half of the new ones; random crops help.

Pixels are computed in whole numbers, so that they are the same on every machine.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

NAMES = ("disc", "ring", "square", "frame", "triangle", "bar", "cross", "star", "moon", "pair")

_SIDE = 32
_PLACES = 15  # in each direction, one pixel apart
_KINDS = 32  # of each shape, different in size and turn
_SIZES, _TURN = (6.0, 11.0), 0.45  # radius in pixels; radians to either side
_FULL = 127  # a mask's value inside a shape: times a contrast it still fits into 16 bits
_CONTRAST, _FADE, _NOISE = 140, 64, 56  # largest change of a colour channel, in steps of 255
_BLOCK = 500  # pictures made at a time: they fit into the processor's cache


def shapes(count: int, seed: int) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Return pictures, (count, 3, 32, 32), and labels, (count,), of all classes in turn."""
    random = np.random.default_rng(seed)
    labels = np.arange(count) % len(NAMES)
    windows = np.lib.stride_tricks.sliding_window_view(_masks(), (_SIDE, _SIDE), axis=(2, 3))
    images = np.empty((count, 3, _SIDE, _SIDE), dtype=np.uint8)
    ramp = np.arange(1 - _SIDE, _SIDE, 2, dtype=np.int16)  # -31, -29, ..., 31
    for start in range(0, count, _BLOCK):
        chosen = labels[start : start + _BLOCK]
        n = len(chosen)
        kind, top, left = random.integers((_KINDS, _PLACES, _PLACES), size=(n, 3)).T
        masks = windows[kind, chosen, top, left].astype(np.int16)[:, None]  # (n, 1, 32, 32)
        ground = random.integers(51, 205, size=(n, 3, 1, 1), dtype=np.int16)
        contrast = random.integers(-_CONTRAST, _CONTRAST + 1, size=(n, 3, 1, 1), dtype=np.int16)
        fade = random.integers(-_FADE, _FADE + 1, size=(2, n, 3, 1, 1), dtype=np.int16)
        block = random.integers(-_NOISE, _NOISE + 1, size=(n, 3, _SIDE, _SIDE), dtype=np.int16)
        block += ground + ((fade[0] * ramp[:, None] + fade[1] * ramp) >> 5)
        block += (masks * contrast) >> 7
        images[start : start + n] = block.clip(0, 255)
    return images, labels


def _masks() -> NDArray[np.uint8]:
    """Return all kinds of all shapes in black canvases, (kinds, 10, 46, 46), inside ``_FULL``."""
    random = np.random.default_rng(0)
    side = _SIDE + _PLACES - 1
    row, column = np.mgrid[:side, :side] - (side - 1) / 2
    kinds = []
    for _ in range(_KINDS):
        size, turn = random.uniform(*_SIZES), random.uniform(-_TURN, _TURN)
        x = (column * np.cos(turn) + row * np.sin(turn)) / size
        y = (row * np.cos(turn) - column * np.sin(turn)) / size
        coverage = np.clip(0.5 - size * _outside(x, y), 0, 1)  # one pixel of grey at the edge
        kinds.append(np.rint(_FULL * coverage).astype(np.uint8))
    return np.stack(kinds)


def _outside(x: NDArray[Any], y: NDArray[Any]) -> NDArray[Any]:
    """Return how far points lie outside each shape of radius 1, negative inside, (10, ...)."""
    radius, angle = np.hypot(x, y), np.arctan2(y, x)
    box = np.maximum(abs(x), abs(y))
    leaning = np.maximum(0.866 * x - 0.5 * y, -0.866 * x - 0.5 * y)
    return np.stack(
        [
            radius - 1,
            abs(radius - 0.75) - 0.25,
            box - 0.88,
            abs(box - 0.66) - 0.22,
            np.maximum(y, leaning) - 0.6,
            np.maximum(abs(x) - 1.1, abs(y) - 0.4),
            np.minimum(np.maximum(abs(x) - 1, abs(y) - 0.3), np.maximum(abs(y) - 1, abs(x) - 0.3)),
            radius - (0.72 + 0.38 * np.cos(5 * (angle + np.pi / 2))),
            np.maximum(radius - 1, 0.8 - np.hypot(x - 0.5, y)),
            np.maximum(abs(abs(x) - 0.7) - 0.25, abs(y) - 1),
        ]
    )
