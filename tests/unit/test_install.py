"""The installation, against a registry and a CPU index of small wheels on loopback."""

from __future__ import annotations

import ast
import shutil
import socket
import sys
import threading
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from chainrule import install

SCRIPT = Path(install.__file__)
PINS = "torch==2.1\ntorchvision==2.1\nsmall==1.0\n"


def wheel(folder: Path, name: str, version: str, *, requires: str = "", python: str = "") -> None:
    """Write a wheel with one empty package into an index of wheels."""
    about = f"{name}-{version}.dist-info"
    headers = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
    headers += f"Requires-Dist: {requires}\n" if requires else ""
    headers += f"Requires-Python: {python}\n" if python else ""
    place = folder / name
    place.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(place / f"{name}-{version}-py3-none-any.whl", "w") as target:
        target.writestr(f"{name}/__init__.py", "")
        target.writestr(f"{about}/METADATA", headers)
        target.writestr(
            f"{about}/WHEEL",
            "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        )
        target.writestr(f"{about}/RECORD", "")


@dataclass
class Place:
    """A machine without an NVIDIA device, its registry and CPU index, and what they were asked."""

    root: Path
    address: str
    asked: list[str] = field(default_factory=list)

    def install(self, pins: str = PINS, *more: str) -> int:
        """Install torch, torchvision and small into ``.venv``."""
        (self.root / "requirements.txt").write_text("torch\ntorchvision\nsmall\n")
        (self.root / "constraints.txt").write_text(pins)
        return install.main(
            [
                *("--environment", str(self.root / ".venv")),
                *("--requirements", str(self.root / "requirements.txt")),
                *("--constraints", str(self.root / "constraints.txt")),
                *more,
            ]
        )

    def version(self, name: str) -> str:
        """Return the version of a package in ``.venv``; empty if it is not there."""
        code = f"from importlib.metadata import version; print(version({name!r}))"
        return install._output([str(self.root / ".venv/bin/python"), "-c", code]).strip()

    def fetched(self, what: str) -> bool:
        """Tell whether a wheel whose path holds ``what`` was fetched, whole or in part."""
        return any(what in path and path.endswith(".whl") for path in self.asked)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make an environment with nothing but pip, to be copied: that takes a tenth of the time."""
    folder = tmp_path_factory.mktemp("empty") / ".venv"
    return install.environment(folder).parents[1]


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, empty: Path) -> Iterator[Place]:
    """Serve two indexes on loopback, and hide every other one, and uv, from pip."""
    web = tmp_path / "web"
    for name in ("torch", "torchvision"):
        wheel(web / "registry", name, "2.1")
        wheel(web / "cpu", name, "2.1+cpu")
    wheel(web / "registry", "small", "1.0")
    found: list[str] = []

    class Handler(SimpleHTTPRequestHandler):
        def log_message(self, *_: Any) -> None:
            found.append(self.path)

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(web)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}"
    for name, value in {
        "PIP_CONFIG_FILE": "/dev/null",
        "PIP_INDEX_URL": f"{address}/registry",
        "PIP_CACHE_DIR": str(tmp_path / "cache"),
        "PATH": "/usr/bin:/bin",
    }.items():
        monkeypatch.setenv(name, value)
    for name in ("PIP_FIND_LINKS", "PIP_EXTRA_INDEX_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(install, "CPU_INDEX", f"{address}/cpu")
    monkeypatch.setattr(install, "has_nvidia_device", lambda: False)
    monkeypatch.setattr(install, "SMALL_GIB", 0.1)
    monkeypatch.setattr(install, "LARGE_GIB", 0.1)
    for variable in install.SETTINGS.values():
        monkeypatch.delenv(variable, raising=False)
    shutil.copytree(empty, tmp_path / "here/.venv", symlinks=True)
    try:
        yield Place(tmp_path / "here", address, found)
    finally:
        server.shutdown()
        server.server_close()


@pytest.mark.slow
class TestInstalling:
    """What is installed, from where, and what is said."""

    def test_without_a_device_torch_comes_from_the_cpu_index(
        self, place: Place, capfd: pytest.CaptureFixture[str]
    ) -> None:
        """The small builds are taken, the rest comes from the registry, and a line says so."""
        assert place.install() == 0
        assert place.version("torch") == place.version("torchvision") == "2.1+cpu"
        assert place.version("small") == "1.0"
        assert not place.fetched("registry/torch")
        assert "No NVIDIA device: torch from PyTorch's CPU index" in capfd.readouterr().out

    def test_a_second_run_fetches_nothing(self, place: Place) -> None:
        """What is there stays: a set-up that was cut short goes on from there."""
        place.install()
        place.asked.clear()
        assert place.install() == 0
        assert not place.fetched("torch")

    def test_an_index_that_lacks_the_pinned_version_is_said(
        self, place: Place, capfd: pytest.CaptureFixture[str]
    ) -> None:
        """Torch comes from the registry where the CPU index does not have it."""
        for path in Path(place.root.parent / "web/cpu/torch").iterdir():
            path.unlink()
        assert place.install() == 0
        assert place.version("torch") == "2.1"
        assert "PyTorch's CPU index lacks it" in capfd.readouterr().out

    def test_an_index_that_is_silent_is_awaited_for_seconds_only(
        self, place: Place, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
    ) -> None:
        """No answer in time: torch from the registry, and a line says so."""
        with socket.create_server(("127.0.0.1", 0)) as silent:
            address = f"http://127.0.0.1:{silent.getsockname()[1]}"
            monkeypatch.setattr(install, "CPU_INDEX", address)
            monkeypatch.setattr(install.unanswered, "__defaults__", (1.0,))
            assert place.install() == 0
        assert place.version("torch") == "2.1"
        assert "did not answer within 1 s: torch from the registry" in capfd.readouterr().out

    def test_versions_that_do_not_resolve_stop_it_before_torch_is_fetched(
        self, place: Place, capfd: pytest.CaptureFixture[str]
    ) -> None:
        """A pin that needs a newer Python is told in a sentence, and nothing large was fetched."""
        wheel(place.root.parent / "web/registry", "small", "2.0", python=">=4")
        assert place.install(PINS.replace("small==1.0", "small==2.0")) == 1
        assert "no set of wheels fits Python 3." in capfd.readouterr().err
        assert not place.fetched("torch")

    def test_an_index_that_was_named_is_taken_with_its_own_versions(self, place: Place) -> None:
        """TORCH_INDEX wins over the pins of torch, and over nothing else."""
        for name in ("torch", "torchvision"):
            wheel(place.root.parent / "web/named", name, "2.0+cu1")
        assert place.install(PINS, "--torch-index", f"{place.address}/named") == 0
        assert place.version("torch") == "2.0+cu1"
        assert place.version("small") == "1.0"

    def test_an_index_that_was_named_and_has_no_torch_is_refused(
        self, place: Place, capfd: pytest.CaptureFixture[str]
    ) -> None:
        """Nothing else is taken in silence in place of what was asked for."""
        assert place.install(PINS, "--torch-index", f"{place.address}/nothing") == 1
        assert f"{place.address}/nothing has no torch that fits" in capfd.readouterr().err
        assert not place.version("torch")

    def test_half_an_environment_is_made_anew(self, place: Place) -> None:
        """A run that was cut short before pip was there leaves nothing in the way."""
        python = place.root / ".venv/bin/python"
        python.unlink()
        python.symlink_to(sys.executable + "-that-is-gone")
        assert place.install() == 0
        assert place.version("small") == "1.0"

    def test_a_full_disk_is_told_before_torch_is_fetched(
        self, place: Place, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
    ) -> None:
        """The sentence has what is free, what is needed, and what to do."""
        monkeypatch.setattr(install.shutil, "disk_usage", lambda _: SimpleNamespace(free=10**7))
        assert place.install() == 1
        assert "0.0 GiB free" in capfd.readouterr().err
        assert not place.fetched("torch")


class TestChoosing:
    """Where torch comes from."""

    def test_with_a_device_torch_brings_cuda(self) -> None:
        """An NVIDIA device takes the registry's builds without asking anybody."""
        source = install.choose(system="Linux", device=True)
        assert (source.address, "with CUDA" in source.reason) == ("", True)

    @pytest.mark.parametrize("system", ["Darwin", "Windows"])
    def test_elsewhere_the_registry_s_builds_are_small(self, system: str) -> None:
        """Only Linux's builds bring CUDA along."""
        assert install.choose(system=system, device=False).address == ""

    def test_the_registry_can_be_asked_for_by_name(self) -> None:
        """On a node without a device, for one that has it."""
        assert install.choose("registry", system="Linux", device=False).address == ""

    @pytest.mark.parametrize(
        "path",
        ["dev/nvidia0", "proc/driver/nvidia/gpus/0000:01:00.0", "usr/lib/wsl/lib/libcuda.so.1"],
    )
    def test_a_device_is_seen_by_what_its_driver_leaves(self, path: str, tmp_path: Path) -> None:
        """On Linux and in WSL; a machine without them has none."""
        assert not install.has_nvidia_device(tmp_path)
        (tmp_path / path).parent.mkdir(parents=True)
        (tmp_path / path).touch()
        assert install.has_nvidia_device(tmp_path)

    def test_an_address_that_cannot_be_reached_is_told_with_the_reason(self) -> None:
        """A closed port is told at once."""
        with socket.create_server(("127.0.0.1", 0)) as closed:
            port = closed.getsockname()[1]
        assert install.unanswered(f"http://127.0.0.1:{port}/").startswith("cannot be reached (")


class TestLookingFirst:
    """What is looked at before anything is fetched."""

    def test_an_old_python_is_told_with_the_repair(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        """3.10 is told what is needed."""
        monkeypatch.setattr(install.sys, "version_info", (3, 10, 4))
        with pytest.raises(
            install.CannotInstallError, match=r"is Python 3\.10, and 3\.11 or later"
        ):
            install.check_python(tmp_path)

    def test_a_python_without_venv_is_told_with_the_repair(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        """Debian's python3 alone has no venv module."""
        monkeypatch.setattr(install.sys, "executable", "/nowhere/python3")
        monkeypatch.setenv("PATH", str(tmp_path))
        with pytest.raises(install.CannotInstallError, match="apt install python3-venv"):
            install.environment(tmp_path / ".venv")

    def test_it_needs_nothing_but_an_old_python(self) -> None:
        """A bare Python imports it, and one that is too old can read the sentence."""
        tree = ast.parse(SCRIPT.read_text(encoding="utf-8"), feature_version=(3, 7))
        names: set[str] = set()
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                names |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                names.add(str(node.module).partition(".")[0])
        assert names <= sys.stdlib_module_names
        beside = {path.stem for path in SCRIPT.parent.iterdir()}
        assert not beside & sys.stdlib_module_names  # a script's own folder comes first

    def test_pip_s_settings_reach_uv(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        """A registry of one's own is pip's business, and uv reads other names."""
        settings = tmp_path / "pip.conf"
        settings.write_text(
            "[global]\nindex-url = https://mirror.example/simple\n"
            "extra-index-url = https://a.example https://b.example\ncert = /some/bundle.pem\n"
        )
        monkeypatch.setenv("PIP_CONFIG_FILE", str(settings))
        monkeypatch.setenv("UV_DEFAULT_INDEX", "https://uv.example")
        for name in (*install.SETTINGS, "UV_INDEX", "SSL_CERT_FILE", "PIP_CERT"):
            monkeypatch.delenv(name, raising=False)
        found = install._registry(Path(sys.executable))
        assert "UV_DEFAULT_INDEX" not in found  # uv's own settings win
        assert found["UV_INDEX"] == "https://a.example https://b.example"
        assert found["UV_INDEX_STRATEGY"] == "unsafe-best-match"
        assert found["SSL_CERT_FILE"] == "/some/bundle.pem"
