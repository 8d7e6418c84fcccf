"""What is drawn, what it says in words, and how it gets into a notebook."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import matplotlib
import numpy as np
import pytest
import torch
from IPython.core.interactiveshell import InteractiveShell
from matplotlib.colors import to_rgb
from matplotlib.text import Text

from chainrule import data, plots
from chainrule.plots import style
from chainrule.plots.functions import find_kinks
from chainrule.record import Run

HISTORY = {
    "train_loss": [2.0, 1.0, 0.5],
    "validation_loss": [2.1, 1.2, 0.9],
    "train_accuracy": [0.2, 0.6, 0.9],
    "validation_accuracy": [0.2, 0.7, 0.6],
}


@pytest.fixture(autouse=True)
def light_again() -> Iterator[None]:
    yield
    plots.theme("light")


def words(figure: plots.Plot) -> str:
    """Return all that is written in a figure."""
    figure.canvas.draw()
    return "\n".join(text.get_text() for text in figure.findobj(Text))


class TestSettingsOfTheNotebook:
    """What a notebook sets for its own plots."""

    @pytest.mark.parametrize(
        "setting",
        [
            {"text.usetex": True},
            {"axes.prop_cycle": "cycler('lw', [9])"},
            {"savefig.format": "pgf"},
        ],
    )
    def test_it_breaks_no_plot_of_the_kit(self, setting: dict[str, Any]) -> None:
        """A plot is drawn without LaTeX, also when it is drawn again later."""
        with matplotlib.rc_context(setting):
            figure = plots.learning_curves(HISTORY)
            first = figure.png()
            assert first.startswith(b"\x89PNG") and figure.png() == first
            assert not any(text.get_usetex() for text in figure.findobj(Text))

    def test_its_fonts_are_kept(self) -> None:
        """Who set one may need it for their language."""
        with matplotlib.rc_context({"font.family": ["DejaVu Serif"]}):
            figure = plots.learning_curves(HISTORY, "A run")
        title = figure.findobj(Text)
        assert "DejaVu Serif" in {family for text in title for family in text.get_fontfamily()}


class TestLearningCurves:
    """Curves of one or several runs."""

    def test_losses_and_accuracies_have_a_panel_each(self) -> None:
        """The rest of a name becomes the legend; the best validation accuracy is told."""
        figure = plots.learning_curves(HISTORY, "A run", data="Clouds")
        assert [axis.get_ylabel() for axis in figure.axes] == ["loss", "accuracy"]
        written = words(figure)
        for text in ("A run\nClouds", "train", "validation (best 70.0%, epoch 2)", "epoch"):
            assert text in written

    def test_epochs_count_from_one(self) -> None:
        """The first number is what was measured after the first epoch."""
        line = plots.learning_curves(HISTORY).axes[0].lines[0]
        assert list(line.get_xdata()) == [1, 2, 3]

    def test_a_record_and_several_can_be_plotted(self, graded: None) -> None:
        """A run, a list of runs and a dict of runs by name."""
        run = Run("fit", data=data.fashion_mnist("test"), train_size=10, validation_size=10)
        run.epoch(train_loss=1, train_accuracy=0.5, validation_loss=1, validation_accuracy=0.4)
        assert "best 40.0%" in words(plots.learning_curves(run))
        assert "run 2, train" in words(plots.learning_curves([run, HISTORY]))
        assert "crops, train" in words(plots.learning_curves({"plain": run, "crops": HISTORY}))

    def test_curves_differ_in_more_than_colour(self) -> None:
        """A grey print tells training from validation by the dash, runs by the marker."""
        lines = plots.learning_curves({"a": HISTORY, "b": HISTORY}).axes[0].lines
        looks = {(line.get_linestyle(), line.get_marker()) for line in lines}
        assert len(looks) == len(lines) == 4

    def test_the_data_in_use_is_in_the_title(self, graded: None) -> None:
        """What was loaded last is named, and the sample is called a sample."""
        data.fashion_mnist("train")
        assert "FashionMNIST, the kit's sample" in words(plots.learning_curves(HISTORY))

    def test_a_loss_that_is_not_finite_is_told(self) -> None:
        """A diverging run is plotted as far as it goes."""
        figure = plots.learning_curves({"train_loss": [1.0, float("inf"), float("nan")]})
        assert "not finite from epoch 2" in words(figure)

    def test_nothing_to_plot_is_said(self) -> None:
        """An empty history is a mistake in the loop."""
        with pytest.raises(ValueError, match="nothing to plot"):
            plots.learning_curves({"train_loss": []})


class TestImages:
    """Grids, and images before and after."""

    @pytest.mark.parametrize("shape", [(3, 1, 28, 28), (3, 3, 32, 32), (3, 28, 28)])
    def test_grey_and_coloured_images_are_shown(self, shape: tuple[int, ...]) -> None:
        """Channels come first, as everywhere in torch."""
        figure = plots.image_grid(torch.rand(shape), [0, 1, 2])
        assert [axis.get_title() for axis in figure.axes[:3]] == ["0", "1", "2"]

    def test_probabilities_name_the_top_classes_and_always_the_right_one(self) -> None:
        """Five bars: the four most probable, and the right class where it is not among them."""
        chances = np.array([[0.3, 0.25, 0.2, 0.1, 0.09, 0.05, 0.01]])
        figure = plots.image_grid(
            np.zeros((1, 28, 28)), [6], probabilities=chances, classes=list("abcdefg")
        )
        bars = figure.axes[1]
        assert [label.get_text() for label in bars.get_yticklabels()] == list("abcdg")
        assert bars.get_yticklabels()[-1].get_fontweight() == "bold"

    def test_an_image_set_brings_labels_and_data(self, graded: None) -> None:
        """The classes and the data in use need not be handed over."""
        written = words(plots.image_grid(data.fashion_mnist("test")))
        assert "Ankle boot" in written and "the kit's sample" in written

    def test_the_data_in_use_is_in_every_title(self, graded: None) -> None:
        """A stand-in is not taken for the real thing, whatever is shown of it."""
        images = data.cifar10("test", 4).images
        for figure in (plots.image_grid(images), plots.before_after(images[0], images)):
            assert "CIFAR-10, a generated stand-in" in words(figure)

    def test_before_and_after_stand_side_by_side(self) -> None:
        """One image, and what augmentation made of it, once or several times."""
        image = torch.rand(3, 32, 32)
        assert len(plots.before_after(image, torch.rand(4, 3, 32, 32)).axes) == 5
        assert len(plots.before_after(image, image).axes) == 2

    @pytest.mark.parametrize(
        ("call", "says"),
        [
            (lambda: plots.image_grid(np.zeros((2, 5, 8, 8))), "images must have shape"),
            (lambda: plots.image_grid(np.zeros((0, 8, 8))), "images must have shape"),
            (lambda: plots.image_grid(np.zeros((3, 8, 8)), [1]), "3 images and 1 labels"),
            (
                lambda: plots.image_grid(np.zeros((1, 8, 8)), probabilities=np.ones(10)),
                "must have shape \\(1, classes\\)",
            ),
        ],
    )
    def test_shapes_that_do_not_fit_are_told(self, call: Callable[[], Any], says: str) -> None:
        """The shape that was found is in the message."""
        with pytest.raises(ValueError, match=says):
            call()


class TestFunctions:
    """Kinks and regions."""

    def test_kinks_are_found_where_they_are(self) -> None:
        """Between samples, beside one another, and of any size."""
        x = np.linspace(-3, 3, 1201)
        y = np.maximum(x, 0) - 2 * np.maximum(x - 1.1003, 0) + 0.01 * np.maximum(-x - 1.7, 0)
        assert find_kinks(x, y) == pytest.approx([-1.7, 0, 1.1003], abs=1e-6)

    @pytest.mark.parametrize("function", [np.sin, np.tanh, lambda x: 3 * x + 1, np.zeros_like])
    def test_smooth_and_straight_functions_have_none(self, function: Callable[..., Any]) -> None:
        """A curve bends everywhere, and that is no kink."""
        x = np.linspace(-3, 3, 1201)
        assert find_kinks(x, function(x)) == []

    def test_the_kinks_are_marked_and_counted(self) -> None:
        """The legend says how many, the numbers say where."""
        written = words(plots.with_kinks(lambda x: np.abs(x - 1)))
        assert "1 kink" in written and "\n1\n" in written

    def test_a_function_of_one_number_will_do(self) -> None:
        """A student's function need not know arrays, and may use tensors."""
        assert "1 kink" in words(plots.with_kinks(lambda x: x if x > 0 else 0.0))
        relu = lambda x: torch.relu(torch.as_tensor(x))
        assert "1 kink" in words(plots.with_kinks(relu))

    def test_a_function_that_returns_something_else_is_told(self) -> None:
        """One number for each input, or a sentence."""
        with pytest.raises(ValueError, match="one number for each input"):
            plots.with_kinks(lambda x: "one")

    def test_the_region_and_the_points_are_drawn(self) -> None:
        """How much of the square is in the region is told."""
        figure = plots.decision_region(
            lambda x: x[:, 0], limits=(0, 1, 0, 1), points=[[0, 0], [1, 1]], labels=[0, 1]
        )
        written = words(figure)
        assert "output above 0.5 (50% of the square)" in written
        assert "should be above" in written and "should not" in written

    @pytest.mark.parametrize("constant", [0.0, 1.0])
    def test_a_region_may_be_empty_or_everything(self, constant: float) -> None:
        """A network that always says the same is drawn too."""
        words(plots.decision_region(lambda x: np.full(len(x), constant)))


class TestNetwork:
    """A drawing with weights."""

    def test_weights_and_biases_are_written(self) -> None:
        """Every number of a small network can be read; a weight of 0 has no line."""
        figure = plots.network([([[1, -2.5], [0, 3]], [0.5, -0.75]), [[4, 5]]])
        written = words(figure).splitlines()
        for number in ("1", "-2.5", "3", "0.5", "-0.75", "4", "5", "$x_{1}$"):
            assert number in written
        assert len(figure.axes[0].lines) == 5

    def test_negative_weights_are_dashed(self) -> None:
        """The sign can be told without colour."""
        positive, negative = plots.network([[[1.0], [-1.0]]]).axes[0].lines
        assert positive.get_linestyle() == "-" and negative.get_linestyle() == "--"

    @pytest.mark.parametrize(
        ("layers", "says"),
        [
            ([], "no layers"),
            ([[[1, 2]], [[1, 2]]], "W2 takes 2 inputs, and the layer before it has 1"),
            ([([[1, 2]], [1, 2])], "b1 must hold 1 numbers"),
            ([[1, 2]], "W1 must be a matrix"),
            ([np.ones((13, 1))], "too wide to draw"),
        ],
    )
    def test_layers_that_do_not_fit_are_told(self, layers: list[Any], says: str) -> None:
        """The layer is named."""
        with pytest.raises(ValueError, match=says):
            plots.network(layers)


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour, by the rule of WCAG 2."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour)]
    return float(np.dot(linear, [0.2126, 0.7152, 0.0722]))


def contrast(a: str, b: str) -> float:
    high, low = sorted((luminance(a), luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


class TestStyle:
    """One look, light and dark."""

    @pytest.mark.parametrize("theme", [style.LIGHT, style.DARK])
    def test_text_and_lines_can_be_read(self, theme: style.Theme) -> None:
        """Text has a contrast of at least 7 with the paper, lines that are used first of 3."""
        assert contrast(theme.ink, theme.paper) >= 7
        assert all(contrast(colour, theme.paper) >= 3 for colour in theme.colours[:3])

    def test_a_dark_plot_is_dark(self) -> None:
        """The theme holds for the plots that are made afterwards."""
        plots.theme("dark")
        assert plots.learning_curves(HISTORY).get_facecolor()[:3] == to_rgb(style.DARK.paper)
        with pytest.raises(ValueError, match='"light" or "dark"'):
            plots.theme("blue")  # type: ignore[arg-type]

    def test_matplotlibs_own_settings_stay_as_they_are(self) -> None:
        """A student's own plots look as the student wants them."""
        import matplotlib

        before = dict(matplotlib.rcParams)
        plots.learning_curves(HISTORY)
        assert dict(matplotlib.rcParams) == before


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, dict[str, Any]]]:
    """What a notebook's cell shows: how ("new" or "update"), and the bundle."""
    log: list[tuple[str, dict[str, Any]]] = []

    class Handle:
        def update(self, bundle: dict[str, Any], raw: bool) -> None:
            log.append(("update", bundle))

    def display(bundle: dict[str, Any], **_: Any) -> Handle:
        log.append(("new", bundle))
        return Handle()

    shell = InteractiveShell()
    shell.execution_count = 1
    monkeypatch.setattr(style, "get_ipython", lambda: shell)
    monkeypatch.setattr(style, "display", display)
    log.append(("shell", {"shell": shell}))
    yield log  # type: ignore[misc]
    shell.history_manager.end_session()


class TestInANotebook:
    """A plot is shown where it is made."""

    def test_it_is_shown_once_in_its_cell(self, shown: list[Any]) -> None:
        """Named again on the cell's last line, it does not appear twice."""
        figure = plots.learning_curves(HISTORY)
        figure._ipython_display_()
        assert [how for how, _ in shown[1:]] == ["new"]
        assert shown[1][1]["image/png"].startswith(b"\x89PNG")
        assert shown[1][1]["text/plain"] == "Learning curves: loss, accuracy by epoch"

    def test_changed_in_its_cell_it_is_redrawn_in_place(self, shown: list[Any]) -> None:
        """A student may set a limit and see it."""
        figure = plots.learning_curves(HISTORY)
        figure.axes[0].set_ylim(0, 1)
        figure._ipython_display_()
        assert [how for how, _ in shown[1:]] == ["new", "update"]

    def test_in_another_cell_it_is_shown_again(self, shown: list[Any]) -> None:
        """Whoever asks for it again gets it."""
        figure = plots.learning_curves(HISTORY)
        shown[0][1]["shell"].execution_count = 2
        figure._ipython_display_()
        assert [how for how, _ in shown[1:]] == ["new", "new"]

    def test_nothing_is_drawn_while_grading(self, graded: None, shown: list[Any]) -> None:
        """Nobody looks: the words are enough."""
        plots.learning_curves(HISTORY)
        assert shown[1][1] == {"text/plain": "Learning curves: loss, accuracy by epoch"}

    def test_pictures_can_be_asked_for_while_grading(
        self, graded: None, monkeypatch: pytest.MonkeyPatch, shown: list[Any]
    ) -> None:
        """The solutions handout is run like a submission, and read."""
        monkeypatch.setenv("CHAINRULE_PICTURES", "1")
        plots.learning_curves(HISTORY)
        assert shown[1][1]["image/png"].startswith(b"\x89PNG")
