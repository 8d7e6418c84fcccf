"""Make the FashionMNIST sample from the full data set: ``python -m chainrule.samples.make FOLDER``.

``FOLDER`` holds the four ``idx.gz`` files as Zalando publishes them. The first images of each class
are laid out on one grey picture a split, fifty to a row, class after class, so that the labels
follow from the position and the picture can be looked at.
"""

from __future__ import annotations

import gzip
import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

COLUMNS = 50
PER_CLASS = {"train": 200, "test": 100}
IDX_NAMES = {"train": "train", "test": "t10k"}
HERE = Path(__file__).parent


def read(folder: Path, split: str) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Return the images, (n, 28, 28), and labels, (n,), of a split."""
    name = IDX_NAMES[split]
    images = gzip.decompress((folder / f"{name}-images-idx3-ubyte.gz").read_bytes())[16:]
    labels = gzip.decompress((folder / f"{name}-labels-idx1-ubyte.gz").read_bytes())[8:]
    return np.frombuffer(images, np.uint8).reshape(-1, 28, 28), np.frombuffer(labels, np.uint8)


def mosaic(
    images: NDArray[np.uint8], labels: NDArray[np.uint8], each: int, after: int = 0
) -> Image.Image:
    """Lay out ``each`` images of every class that follow its first ``after``, class after class."""
    chosen = np.concatenate(
        [np.flatnonzero(labels == label)[after : after + each] for label in range(10)]
    )
    grid = images[chosen].reshape(-1, COLUMNS, 28, 28).transpose(0, 2, 1, 3)
    return Image.fromarray(grid.reshape(-1, COLUMNS * 28))


if __name__ == "__main__":
    for split, each in PER_CLASS.items():
        picture = mosaic(*read(Path(sys.argv[1]), split), each)
        picture.save(HERE / f"fashion_mnist_{split}.png", optimize=True)
