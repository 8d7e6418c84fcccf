"""Find the full data sets on this machine, or download them, through torchvision's own loaders."""

from __future__ import annotations

import contextlib
import errno
import os
import socket
import tempfile
import urllib.error
import urllib.request
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import numpy as np

from chainrule._samples import Pixels

FOLDER_VARIABLE = "CHAINRULE_DATA"
DEBIAN = Path("/usr/share/datasets/fashion-mnist")

_SIZES = {
    "train-images-idx3-ubyte": 47_040_016,
    "train-labels-idx1-ubyte": 60_008,
    "t10k-images-idx3-ubyte": 7_840_016,
    "t10k-labels-idx1-ubyte": 10_008,
}
_REACH_S = 5.0
_STALL_S = 30.0


class UnavailableError(Exception):
    """The full data set cannot be had; the message says why, as the end of a sentence."""


def fashion_mnist(split: Literal["train", "test"]) -> tuple[Pixels, str]:
    """Return the full FashionMNIST, and where it comes from.

    Raises:
        UnavailableError: If it is neither on this machine nor to be downloaded.
    """
    from torchvision.datasets import FashionMNIST

    train = split == "train"
    flaws: list[str] = []
    for folder in (*(root / "FashionMNIST" / "raw" for root in _roots()), DEBIAN):
        if _is_complete(folder):
            return _from_mnist(FashionMNIST(folder.parents[1], train=train)), f"from {folder}"
        if not folder.is_dir() or not any(folder.iterdir()):
            continue
        try:
            with _unpacked(folder) as root:
                return _from_mnist(FashionMNIST(root, train=train)), f"from {folder}"
        except (OSError, EOFError, zlib.error) as error:
            flaws.append(_flaw(folder, error))
    with _downloading(FashionMNIST.mirrors[0], flaws):
        # torchvision takes a file that is there for a file that is whole.
        for name, size in _SIZES.items():
            half = home() / "FashionMNIST" / "raw" / name
            if half.exists() and half.stat().st_size != size:
                half.unlink()
        pixels = _from_mnist(FashionMNIST(home(), train=train, download=True))
    return pixels, f"downloaded to {home()}"


def cifar10(split: Literal["train", "test"]) -> tuple[Pixels, str]:
    """Return the full CIFAR-10, and where it comes from.

    Raises:
        UnavailableError: If it is neither on this machine nor to be downloaded.
    """
    from torchvision.datasets import CIFAR10
    from torchvision.datasets.utils import check_integrity

    train = split == "train"
    flaws: list[str] = []
    for root in _roots():
        archive, folder = root / CIFAR10.filename, root / CIFAR10.base_folder
        if folder.is_dir():
            # torchvision holds each file to its checksum before it reads it.
            with contextlib.suppress(RuntimeError):
                return _from_cifar(CIFAR10(root, train=train)), f"from {folder}"
        if archive.is_file() and check_integrity(archive, CIFAR10.tgz_md5):
            with contextlib.suppress(RuntimeError, OSError):
                return _from_cifar(CIFAR10(root, train=train, download=True)), f"from {archive}"
        flaws += [_flaw(path) for path in (folder, archive) if path.exists()]
    with _downloading(CIFAR10.url, flaws):
        pixels = _from_cifar(CIFAR10(home(), train=train, download=True))
    return pixels, f"downloaded to {home()}"


def home() -> Path:
    """Return the folder that downloads go to: ``$CHAINRULE_DATA``, else one in the home folder."""
    chosen = os.environ.get(FOLDER_VARIABLE)
    return Path(chosen) if chosen else Path.home() / ".cache" / "chainrule"


def _roots() -> list[Path]:
    """Return the folders that torchvision may have been told to use, ours first."""
    here = Path.cwd()
    return [home(), here, here / "data", here.parent / "data", Path.home() / "data"]


def _is_complete(raw: Path) -> bool:
    return all(
        (raw / name).is_file() and (raw / name).stat().st_size == size
        for name, size in _SIZES.items()
    )


@contextlib.contextmanager
def _unpacked(folder: Path) -> Iterator[Path]:
    """Lend a folder as torchvision wants it, with the packed files of ``folder`` unpacked.

    Raises:
        OSError, EOFError, zlib.error: If a file is missing, cut short or damaged, or there is no
            room for it.
    """
    from torchvision.datasets.utils import extract_archive

    with tempfile.TemporaryDirectory(prefix="chainrule-") as root:
        raw = Path(root) / "FashionMNIST" / "raw"
        raw.mkdir(parents=True)
        for name in _SIZES:
            extract_archive(folder / f"{name}.gz", raw)
        if not _is_complete(raw):
            raise EOFError
        yield Path(root)


def _flaw(path: Path, error: Exception | None = None) -> str:
    if isinstance(error, OSError) and error.errno == errno.ENOSPC:
        return f"the copy in {path} cannot be unpacked, because the disk is full,"
    return f"the copy in {path} is incomplete"


@contextlib.contextmanager
def _downloading(url: str, flaws: list[str]) -> Iterator[None]:
    """Turn what can go wrong in a download into one reason, and never hang."""
    found = flaws[0] if flaws else "no copy is on this machine"
    request = urllib.request.Request(url, method="HEAD")
    try:
        with urllib.request.urlopen(request, timeout=_REACH_S):
            pass
    except urllib.error.HTTPError:
        pass  # it answers, if only to say that it does not list folders
    except (OSError, ValueError) as error:
        raise UnavailableError(f"{found} and there is no network") from error
    patience = socket.getdefaulttimeout()
    socket.setdefaulttimeout(_STALL_S)
    try:
        yield
    except Exception as error:
        # torchvision and the network raise errors of many kinds; any of them ends the download.
        raise UnavailableError(f"{found} and the download failed: {_cause(error)}") from error
    finally:
        socket.setdefaulttimeout(patience)


def _cause(error: Exception) -> str:
    if isinstance(error, OSError) and error.errno == errno.ENOSPC:
        return f"the disk of {home()} is full"
    if isinstance(error, OSError) and error.errno in (errno.EACCES, errno.EROFS, errno.EPERM):
        return f"{home()} cannot be written"
    return str(error).strip().splitlines()[-1] if str(error).strip() else type(error).__name__


def _from_mnist(dataset: Any) -> Pixels:
    return Pixels(
        dataset.data.numpy().reshape(-1, 1, 28, 28), dataset.targets.numpy().astype(np.int64)
    )


def _from_cifar(dataset: Any) -> Pixels:
    return Pixels(
        np.ascontiguousarray(dataset.data.transpose(0, 3, 1, 2)),
        np.array(dataset.targets, dtype=np.int64),
    )
