"""Where images come from, and what is said about it."""

from __future__ import annotations

import errno
import gzip
import http.server
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from patience import nobody_hangs

from chainrule import _copies, data
from chainrule.samples import make

SIZES = {"train-images": 8, "train-labels": 8, "t10k-images": 4, "t10k-labels": 4}


@pytest.fixture(autouse=True)
def nothing_on_this_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(_copies, "DEBIAN", tmp_path / "no-such-folder")


@pytest.fixture
def tiny(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A FashionMNIST of eight training and four test images, packed as it is published."""
    folder = tmp_path / "published"
    folder.mkdir()
    sizes = {}
    for name, count in SIZES.items():
        if "images" in name:
            header = np.array([2051, count, 28, 28], dtype=">i4").tobytes()
            body = np.arange(count * 784, dtype=np.uint64).astype(np.uint8).tobytes()
            full = f"{name}-idx3-ubyte"
        else:
            header = np.array([2049, count], dtype=">i4").tobytes()
            body = bytes(range(count))
            full = f"{name}-idx1-ubyte"
        (folder / f"{full}.gz").write_bytes(gzip.compress(header + body))
        sizes[full] = len(header + body)
    monkeypatch.setattr(_copies, "_SIZES", sizes)
    return folder


def unpack(tiny: Path, root: Path) -> Path:
    raw = root / "FashionMNIST" / "raw"
    raw.mkdir(parents=True)
    for packed in tiny.glob("*.gz"):
        (raw / packed.stem).write_bytes(gzip.decompress(packed.read_bytes()))
    return raw


@pytest.fixture
def server(
    monkeypatch: pytest.MonkeyPatch, tiny: Path, machine: None
) -> Iterator[http.server.ThreadingHTTPServer]:
    """The mirror of torchvision, on this machine, and the only network there is."""
    from torchvision.datasets import FashionMNIST
    from torchvision.datasets.utils import calculate_md5

    monkeypatch.undo()  # lets connections through again
    monkeypatch.setattr(_copies, "DEBIAN", tiny / "no-such-folder")
    monkeypatch.setenv("CHAINRULE_DATA", str(tiny.parent / "cache"))
    monkeypatch.chdir(tiny.parent / "work")
    monkeypatch.setattr(
        _copies,
        "_SIZES",
        {path.stem: len(gzip.decompress(path.read_bytes())) for path in tiny.glob("*.gz")},
    )

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def __init__(self, *args: Any) -> None:
            super().__init__(*args, directory=str(tiny))

        def log_message(self, *args: Any) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Quiet) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{running.server_address[1]}/"
        monkeypatch.setattr(FashionMNIST, "mirrors", [address])
        monkeypatch.setattr(
            FashionMNIST,
            "resources",
            [(path.name, calculate_md5(path)) for path in sorted(tiny.glob("*.gz"))],
        )
        yield running
        running.shutdown()


class TestSample:
    """The pictures that ship with the kit."""

    def test_it_has_the_shape_types_and_balance_that_are_promised(self) -> None:
        """2,000 training and 1,000 test images, as many of each class, in [0, 1]."""
        for split, count in (("train", 2000), ("test", 1000)):
            images = data.fashion_mnist(split)  # type: ignore[arg-type]
            assert images.images.shape == (count, 1, 28, 28)
            assert images.images.dtype == torch.float32 and images.labels.dtype == torch.int64
            assert float(images.images.min()) == 0 and float(images.images.max()) == 1
            assert images.labels.bincount().tolist() == [count // 10] * 10
            assert len(images) == count and len(images.classes) == 10

    def test_it_is_small_and_its_licence_is_beside_it(self) -> None:
        """At most 1.5 MB, with the licence that allows handing it out."""
        folder = Path(make.__file__).parent
        assert sum(path.stat().st_size for path in folder.glob("*.png")) < 1_500_000
        assert "MIT License" in (folder / "README.md").read_text()

    def test_its_images_are_unchanged_and_carry_the_right_labels(self) -> None:
        """Each is, to the byte, an image of that class in the full data set."""
        full = Path("/usr/share/datasets/fashion-mnist")
        if not full.is_dir():
            pytest.skip("Debian's dataset-fashion-mnist is not installed")
        images, labels = make.read(full, "test")
        sample = data.fashion_mnist("test")
        for i in (0, 1, 9, 10, 555, 999):
            label, nth = i % 10, i // 10
            expected = images[np.flatnonzero(labels == label)[nth]]
            assert int(sample.labels[i]) == label
            assert np.array_equal((sample.images[i, 0] * 255).round().numpy(), expected)

    def test_any_ten_in_a_row_have_ten_classes(self) -> None:
        """A limit keeps the balance."""
        few = data.fashion_mnist("train", limit=40)
        assert few.labels.bincount().tolist() == [4] * 10


class TestWhatIsInUse:
    """What a student is told."""

    def test_without_network_and_copy_the_sample_is_named_with_the_reason(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """The line names the data set, what stands in for it, and why."""
        images = data.fashion_mnist()
        assert capsys.readouterr().out == (
            "FashionMNIST: the kit's sample of 2,000 training images, because no copy is on this "
            "machine and there is no network.\n"
        )
        assert images.title == data.in_use() == "FashionMNIST, the kit's sample"

    def test_grading_always_takes_the_sample(
        self, graded: None, tiny: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """A grader's machine gives every student the same images, whatever lies around."""
        unpack(tiny, Path.cwd() / "data")
        assert len(data.fashion_mnist()) == 2000
        assert len(data.cifar10("test")) == 1000
        assert "a grader runs this notebook" in capsys.readouterr().out

    def test_a_limit_is_said(self, capsys: pytest.CaptureFixture[str]) -> None:
        """Who took a part reads that it is a part."""
        assert len(data.fashion_mnist("test", limit=30)) == 30
        assert "1,000 test images (30 of them taken)" in capsys.readouterr().out

    def test_the_digest_tells_data_apart(self) -> None:
        """Equal for equal data, different for a part of it or another split."""
        first, again = data.fashion_mnist("test"), data.fashion_mnist("test")
        assert first.digest == again.digest
        assert data.fashion_mnist("test", limit=999).digest != first.digest
        assert data.fashion_mnist("train").digest != first.digest

    def test_the_digest_covers_the_pixels(self, graded: None) -> None:
        """Other images with the same labels are other data."""
        clothes, stripes = data.fashion_mnist("test", 20), data.cifar10("test", 20)
        assert clothes.labels.tolist() == stripes.labels.tolist()
        assert clothes.digest != stripes.digest

    @pytest.mark.parametrize("wrong", [{"split": "validation"}, {"limit": 0}, {"limit": True}])
    def test_what_cannot_be_is_refused(self, wrong: dict[str, Any]) -> None:
        """A split or limit that does not exist is named."""
        with pytest.raises(ValueError, match=r"split|limit"):
            data.fashion_mnist(**wrong)


class TestCopies:
    """Data that is on this machine already."""

    def test_a_copy_where_torchvision_puts_it_is_used(
        self, tiny: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """A data folder beside the notebook is found and read by torchvision."""
        raw = unpack(tiny, Path.cwd() / "data")
        images = data.fashion_mnist("train")
        assert len(images) == 8 and images.labels.tolist() == list(range(8))
        assert float(images.images[0, 0, 0, 3]) == pytest.approx(3 / 255)
        assert f"8 training images, from {raw}" in capsys.readouterr().out
        assert images.title == "FashionMNIST"

    def test_packed_files_as_debian_has_them_are_used(
        self, tiny: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """They are unpacked out of sight, and nothing stays behind."""
        monkeypatch.setattr(_copies, "DEBIAN", tiny)
        assert len(data.fashion_mnist("test")) == 4
        assert f"from {tiny}" in capsys.readouterr().out
        assert list(Path.cwd().iterdir()) == []

    def test_half_a_copy_is_not_used_and_named(
        self, tiny: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """A file cut short is neither read nor removed: the sample takes its place."""
        raw = unpack(tiny, Path.cwd() / "data")
        half = raw / "train-images-idx3-ubyte"
        half.write_bytes(half.read_bytes()[:1000])
        assert len(data.fashion_mnist("train")) == 2000
        assert f"the copy in {raw} is incomplete and there is no" in capsys.readouterr().out
        assert half.stat().st_size == 1000

    def test_half_a_packed_file_is_not_used(
        self, tiny: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """A packed file cut short is found out as well."""
        packed = tiny / "t10k-images-idx3-ubyte.gz"
        packed.write_bytes(packed.read_bytes()[:-20])
        monkeypatch.setattr(_copies, "DEBIAN", tiny)
        assert len(data.fashion_mnist("test")) == 1000
        assert "is incomplete" in capsys.readouterr().out


class TestDownload:
    """Data that comes through the network."""

    def test_it_is_downloaded_once(self, server: Any, capsys: pytest.CaptureFixture[str]) -> None:
        """The first time it comes from the network, with a bar; then it is there."""
        assert len(data.fashion_mnist("train")) == 8
        first = capsys.readouterr()
        assert "downloaded to" in first.out
        assert "100%" in first.err + first.out
        server.shutdown()
        assert len(data.fashion_mnist("train")) == 8
        assert "from" in capsys.readouterr().out

    def test_a_download_that_was_cut_short_is_repaired(self, server: Any, tiny: Path) -> None:
        """Half a file in the kit's own folder is fetched again."""
        raw = _copies.home() / "FashionMNIST" / "raw"
        raw.mkdir(parents=True)
        (raw / "train-images-idx3-ubyte").write_bytes(b"half")
        (raw / "train-labels-idx1-ubyte.gz").write_bytes(b"half")
        for name in ("train-labels-idx1-ubyte", "t10k-images-idx3-ubyte"):
            (raw / name).write_bytes(b"")
        (raw / "t10k-labels-idx1-ubyte").write_bytes(b"")
        assert len(data.fashion_mnist("train")) == 8

    def test_a_file_that_is_not_what_was_published_is_refused(
        self, server: Any, tiny: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """A log-in page in place of the file is not taken for data."""
        for packed in tiny.glob("*.gz"):
            packed.write_bytes(b"<html>Please log in</html>")
        assert len(data.fashion_mnist("train")) == 2000
        assert "the download failed" in capsys.readouterr().out

    def test_a_network_that_falls_silent_is_not_waited_for(
        self, server: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """A download that stalls ends after a while, and the sample takes its place."""
        monkeypatch.setattr(_copies, "_STALL_S", 0.3)
        silence = threading.Event()
        monkeypatch.setattr(
            server.RequestHandlerClass, "do_GET", lambda handler: silence.wait(90), raising=False
        )
        with nobody_hangs():
            assert len(data.fashion_mnist("train")) == 2000
        silence.set()
        assert "the download failed: " in capsys.readouterr().out

    def test_a_full_disk_is_said(
        self, server: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """No room for the download: the sample, and the reason."""
        from torchvision.datasets import FashionMNIST

        def full(*args: Any, **kwargs: Any) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

        monkeypatch.setattr(FashionMNIST, "download", full)
        assert len(data.fashion_mnist("train")) == 2000
        assert "is full" in capsys.readouterr().out


class TestCifar10:
    """CIFAR-10 and what stands in for it."""

    def test_the_stand_in_has_cifars_shape_and_types(self, graded: None) -> None:
        """Code that runs on the stand-in runs on CIFAR-10."""
        images = data.cifar10("train")
        assert images.images.shape == (2000, 3, 32, 32)
        assert images.images.dtype == torch.float32 and images.labels.dtype == torch.int64
        assert float(images.images.min()) >= 0 and float(images.images.max()) <= 1
        assert images.labels.bincount().tolist() == [200] * 10

    def test_it_shows_overfitting(self, graded: None) -> None:
        """A small network learns its pictures by heart, and is wrong on most new ones."""
        torch.manual_seed(0)
        train, test = data.cifar10("train"), data.cifar10("test")
        model = torch.nn.Sequential(
            torch.nn.Flatten(), torch.nn.Linear(3072, 64), torch.nn.ReLU(), torch.nn.Linear(64, 10)
        )
        optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
        for _ in range(20):
            for batch in torch.randperm(2000).split(100):
                optimizer.zero_grad()
                loss = torch.nn.functional.cross_entropy(
                    model(train.images[batch] - 0.5), train.labels[batch]
                )
                loss.backward()
                optimizer.step()
        old, new = (
            float((model(images.images - 0.5).argmax(1) == images.labels).float().mean())
            for images in (train, test)
        )
        assert old > 0.8
        assert 0.12 < new < 0.4

    def test_it_is_the_same_everywhere(self, graded: None) -> None:
        """Pixels are computed in whole numbers from a seed: their digest is known."""
        known = "4cb6bae7e300a5a27a2fcdb8044612301bf3a5cc960548c2accfaa4ece085d49"
        assert data.cifar10("test").digest == known

    def test_it_says_that_it_is_generated(
        self, graded: None, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """Nobody takes shapes for animals: the output, the title and the classes say so."""
        images = data.cifar10("test")
        assert "a generated stand-in of 1,000 test images" in capsys.readouterr().out
        assert images.title == "CIFAR-10, a generated stand-in"
        assert images.classes[3] == "frame"

    def test_a_copy_that_is_not_cifar10_is_not_read(
        self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The files are pickles: only the published ones, by checksum, are ever opened."""
        monkeypatch.setattr("chainrule._samples._GENERATED", {"train": 100, "test": 100})
        folder = Path.cwd() / "data" / "cifar-10-batches-py"
        folder.mkdir(parents=True)
        (folder / "data_batch_1").write_bytes(b"cos\nsystem\n(S'touch pwned'\ntR.")
        assert len(data.cifar10()) == 100
        assert f"the copy in {folder} is incomplete" in capsys.readouterr().out
        assert not Path("pwned").exists()
