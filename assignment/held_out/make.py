"""Make the held-out set from the full test set: ``python assignment/held_out/make.py FOLDER``.

``FOLDER`` holds the ``idx.gz`` files as Zalando publishes them. Of each class, the images that
follow those of the kit's sample are taken.
"""

from __future__ import annotations

import sys
from pathlib import Path

from chainrule.samples.make import PER_CLASS, mosaic, read

EACH = 100

if __name__ == "__main__":
    picture = mosaic(*read(Path(sys.argv[1]), "test"), EACH, after=PER_CLASS["test"])
    picture.save(Path(__file__).parent / "fashion_mnist.png", optimize=True)
