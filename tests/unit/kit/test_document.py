"""What a PDF shows, and what is said about what it cannot show."""

from __future__ import annotations

import dataclasses
import io
import re
import zlib
from pathlib import Path
from typing import Any

import matplotlib
import nbformat
import pytest
from patience import nobody_hangs
from PIL import Image

from chainrule import child, document, fonts, pictures, typesetting
from chainrule.document import Document

from .notebooks import answer, code, encoded, markdown, notebook, png


def render(*cells: dict[str, Any]) -> Document:
    made = document.render(nbformat.from_dict(notebook(*cells)), "hw1")
    assert made.pdf.startswith(b"%PDF")
    return made


def misspell(monkeypatch: pytest.MonkeyPatch, right: str, wrong: str) -> None:
    """Let pandoc write something that typst refuses."""
    real = typesetting.typeset

    def broken(cells: list[tuple[str, str]], mark: str) -> typesetting.Typeset:
        made = real(cells, mark)
        texts = [re.sub(rf"(?<!\\){right}", wrong, text) for text in made.texts]
        return dataclasses.replace(made, texts=texts)

    monkeypatch.setattr(typesetting, "typeset", broken)


MATHEMATICS = r"""
Inline $ f(x) = \frac{1}{2} x^\top A x $, in a list:

- $\nabla_W L = \sum_{n=1}^{N} \operatorname{ReLU}(z_n)\, x_n^\top$

$$
\begin{align}
a &= b \\
c &= d \tag{1}
\end{align}
$$

\begin{equation*}
\left| x \right| = \begin{cases} x & x \ge 0 \\ -x & \text{otherwise} \end{cases}
\end{equation*}

$$\begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}, \begin{vmatrix} a & b \\ c & d \end{vmatrix},
\begin{array}{cc} 1 & 2 \end{array}, \mathbb{1}_{x > 0}, \underbrace{a + b}_{n}, \lVert x \rVert_2$$

$\newcommand{\R}{\mathbb{R}}$ Here $x \in \R^{n}$, $\hat{y} \in \R$, $\mathcal{L}$, $x \mapsto y$.
"""


class TestMathematics:
    """Formulas, right and wrong."""

    def test_inline_display_align_cases_and_matrices_are_typeset(self) -> None:
        """Everything that the homework itself and an ordinary answer need."""
        made = render(answer("review", MATHEMATICS))
        assert made.faults == ()
        for typst in ("nabla_W", "cases(", 'mat(delim: "("', "bb(R)", "1 / 2"):
            assert typst in made.source
        assert "\\begin" not in re.sub(r'alt: "[^"]*"', "", made.source)

    @pytest.mark.parametrize(
        ("command", "sign"),
        [
            ("otimes", "⊗"),
            ("odot", "⊙"),
            ("ominus", "⊖"),
            ("cap", "∩"),
            ("bigotimes", "⨂"),
            ("sqcap", "⊓"),
        ],
    )
    def test_signs_that_typst_has_renamed_are_typeset(self, command: str, sign: str) -> None:
        """An outer or an entrywise product stands as its sign, inline and on a line of its own."""
        made = render(answer("review", rf"$a \{command} b$ and $$\sum_i a_i \{command} b_i.$$"))
        assert made.faults == ()
        assert made.source.count(sign) == 2

    @pytest.mark.parametrize(
        ("formula", "reason"),
        [
            (r"\frac{1}{2", "a closing brace } is missing"),
            (r"\begin{cases} 1", r"\end{cases} is missing"),
            (r"\left( x", r"a \right is missing"),
            (r"\foo{x}", r"\foo is not a command that can be typeset"),
            (r"x^", "the formula ends too early"),
            (r"\begin{aligned} a &= \foo{x} \end{aligned}", r"cannot be read from \foo on"),
        ],
    )
    def test_a_formula_at_fault_is_shown_as_typed_and_told_with_its_place(
        self, formula: str, reason: str
    ) -> None:
        """The answer, the line, the formula and the reason; the rest of the answer is typeset."""
        made = render(answer("review", f"First line.\n\nThen ${formula}$ and $\\alpha^2$."))
        (fault,) = made.faults
        assert fault.where == "your answer to 1.1 Review" and fault.line == 3
        assert reason in fault.reason and formula in str(fault)
        assert "alpha^2" in made.source and made.source.count("#fault(") == 1

    def test_what_one_cell_leaves_open_does_not_swallow_the_next(self) -> None:
        """A fence, a dollar or a bracket without its end stays in its cell."""
        made = render(
            answer("review", "```\nnever closed"),
            markdown("$$ never closed"),
            markdown("<div> never closed [link]("),
            markdown("The end: $\\beta$."),
        )
        assert "beta" in made.source and "The end" in made.source

    def test_a_cell_that_typst_refuses_is_shown_as_it_was_typed(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Whatever pandoc may write wrongly one day, the PDF is made."""
        misspell(monkeypatch, "FAULT", "#no-such-function()")
        made = render(answer("review", "Some FAULT here."), markdown("Fine."))
        (fault,) = made.faults
        assert "it cannot be typeset" in fault.reason and fault.where.startswith("your")
        assert "Some FAULT here." in made.source and "Fine." in made.source

    def test_a_formula_that_typst_refuses_is_found_among_others(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Only that one is shown as typed."""
        misspell(monkeypatch, "delta", "no-such-name")
        made = render(answer("review", "$\\gamma$ and $\\delta$"))
        (fault,) = made.faults
        assert fault.what == "\\delta" and "gamma" in made.source


class TestWriting:
    """Languages."""

    @pytest.mark.parametrize(
        "text", ["Ünïcödé, Ελληνικά, Кириллица", "שלום עולם, $x^2$", "مرحبا بالعالم"]
    )
    def test_letters_that_come_with_the_kits_fonts_are_shown(self, text: str) -> None:
        """Latin, Greek, Cyrillic, Hebrew and Arabic, on any machine."""
        made = render(answer("review", text))
        assert made.faults == () and made.notes == ()

    def test_what_no_font_shows_is_told_and_nothing_is_lost(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Chinese or emoji on a machine without such fonts leave gaps, and that is said."""
        monkeypatch.setattr(fonts, "_has", lambda path, sign: sign == "中")
        made = render(answer("review", "神经网络 中 🎉"))
        (note,) = made.notes
        assert "no font on this machine has" in note and "神" in note and "🎉" in note
        assert "your answer to 1.1 Review" in note and "Nothing is lost" in note
        assert "中" not in note.replace("font", "")
        assert "神经网络" in made.source

    def test_the_note_on_missing_characters_names_fonts_that_have_them(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """One font for each script, always the same; a font of boxes counts as none."""
        only = [path for path in fonts.files() if path.endswith("DejaVuSans.ttf")]
        monkeypatch.setattr(fonts, "_paths", lambda: only)
        for kind in (answer("review", "神 ไทย 🎉"), code("print('神 ไทย 🎉')")):
            (note,) = render(kind).notes
            for font in ("Noto Sans CJK SC", "Noto Sans Thai", "Noto Color Emoji"):
                assert font in note

    def test_matplotlibs_font_of_boxes_is_no_font(self) -> None:
        """It has a glyph for all of Unicode, and shows none of it."""
        folder = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
        assert not [path for path in fonts._paths() if "lastresort" in path.lower()]
        assert (folder / "DejaVuSans.ttf").samefile(
            next(path for path in fonts.files() if path.endswith("DejaVuSans.ttf"))
        )

    def test_an_answer_in_chinese_needs_no_spaces_to_break(self) -> None:
        """A new line in the text is no gap between two characters."""
        assert "神经网络" in render(answer("review", "神经\n网络")).source


class TestPictures:
    """Attachments, files and outputs."""

    def test_a_pasted_picture_is_shown(self) -> None:
        """With the share of the page that its pixels ask for."""
        cell = answer("review", "![my drawing](attachment:image.png)")
        cell["attachments"] = {"image.png": {"image/png": encoded(png(317, 100))}}
        made = render(cell)
        assert made.faults == () and "width: 50%" in made.source

    def test_a_large_picture_is_made_smaller(self) -> None:
        """A photograph does not make the PDF as large as itself."""
        content = png(2000, 2000, noise=True)
        cell = answer("review", "![](attachment:image.png)")
        cell["attachments"] = {"image.png": {"image/png": encoded(content)}}
        made = render(cell)
        assert made.faults == () and len(made.pdf) < len(content) / 4

    @pytest.mark.parametrize(
        ("source", "reason"),
        [
            ("![](attachment:gone.png)", "it is not in the notebook"),
            ("![](attachment:broken.png)", "it cannot be opened"),
            ("![](https://example.org/a.png)", "it is on the network"),
            ("![](../../etc/passwd)", "outside of the notebook's folder"),
            ("![](missing.png)", "cannot be read (No such file"),
            ('<img src="https://example.org/a.png" width=3>', "it is on the network"),
            ("![](data:image/png;base64,AAAA)", "it cannot be opened"),
        ],
    )
    def test_a_picture_that_cannot_be_shown_is_told(self, source: str, reason: str) -> None:
        """The cell, the line and the reason; its place is kept."""
        cell = answer("review", f"See\n\n{source}")
        cell["attachments"] = {"broken.png": {"image/png": encoded(png()[:60])}}
        made = render(cell)
        (fault,) = made.faults
        assert reason in fault.reason and fault.line == 3
        assert "picture not included" in made.source

    def test_a_file_beside_the_notebook_is_shown(self) -> None:
        """A drawing may be handed in as a file."""
        Path("drawing.png").write_bytes(png())
        made = render(answer("review", "![](drawing.png)"))
        assert made.faults == () and "box(image(" in made.source


GROUPS = "<g>" * 20_000 + "<rect width='9' height='9'/>" + "</g>" * 20_000
HUGE = "<filter id='f'><feTurbulence baseFrequency='0.01' numOctaves='99999'/></filter>"
LINKED = "<image href='other.png' width='9' height='9'/><rect width='9' height='9'/>"
EPS = b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\nnewpath\n"


def svg(inside: str, size: int = 100) -> bytes:
    """Return a drawing."""
    name = "http://www.w3.org/2000/svg"
    return f'<svg xmlns="{name}" width="{size}" height="{size}">{inside}</svg>'.encode()


def gif() -> bytes:
    """Return a GIF, whole."""
    stream = io.BytesIO()
    Image.open(io.BytesIO(png(300, 200, noise=True))).save(stream, "GIF")
    return stream.getvalue()


class TestHostilePictures:
    """A picture costs itself, never the PDF."""

    @pytest.mark.parametrize(
        ("name", "content", "reason"),
        [
            ("cut.gif", gif()[:2_000], "it cannot be opened"),
            ("cut.png", png(300, 200, noise=True)[:2_000], "it cannot be opened"),
            ("empty.png", b"", "it cannot be opened"),
            ("a.eps", EPS, "it is no PNG, JPEG"),
            ("a.pdf", b"%PDF-1.7\n", "it is no PNG, JPEG"),
            ("linked.svg", svg(LINKED), "failed to load linked image"),
            ("no.svg", svg("<rect"), "it cannot be drawn"),
            (
                "nothing.svg",
                b"<svg xmlns='http://www.w3.org/2000/svg' width='0' height='0'/>",
                "it",
            ),
            ("deep.svg", svg(GROUPS), "it crashes the program that reads it"),
            (
                "slow.svg",
                svg(HUGE + "<rect filter='url(#f)' width='9000' height='9000'/>", 9_000),
                "it takes more than",
            ),
        ],
        ids=lambda value: (
            value if isinstance(value, str) else ""
        ),  # a picture is no name for a test
    )
    def test_it_is_left_out_with_a_reason_and_the_next_one_is_shown(
        self, name: str, content: bytes, reason: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Its place is kept by a box, and no folder of the machine is named."""
        monkeypatch.setattr(pictures, "_ONE_S", 3.0)
        Path(name).write_bytes(content)
        Path("good.png").write_bytes(png())
        made = render(answer("review", f"Text.\n\n![the plot]({name}) ![good](good.png)"))
        (fault,) = made.faults
        assert reason in fault.reason and fault.line == 3 and fault.what == name
        assert "picture not included: the plot" in made.source and 'alt: "good"' in made.source
        assert "/" not in str(fault).replace("its/", "")

    def test_pictures_of_other_formats_are_shown(self) -> None:
        """GIF, SVG, and what looks sideways until its camera's note is read."""
        Path("a.gif").write_bytes(gif())
        Path("a.svg").write_bytes(svg("<circle r='40' cx='50' cy='50'/>"))
        made = render(
            answer(
                "review", "![a](a.gif) ![b](a.svg) <img src='a.gif' alt='c'> ![d][x]\n\n[x]: a.svg"
            )
        )
        assert made.faults == () and made.source.count("box(image(") == 4
        for alt in "abcd":
            assert f'alt: "{alt}"' in made.source

    def test_a_child_that_fills_the_memory_is_ended(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The next request has a new one."""
        program = tmp_path / "greedy.py"
        program.write_text(
            "import sys, json\nfor line in sys.stdin:\n"
            "    kept = bytearray(json.loads(line)['take'])\n    kept[::512] = kept[::512]\n"
            "    import time; time.sleep(json.loads(line)['take'] / 1e8)\n"
            "    print('{}', flush=True)"
        )
        monkeypatch.setattr(child, "MEMORY_BYTES", 300_000_000)
        worker = child.Child(program)
        try:
            with pytest.raises(child.ChildError, match="of memory"):
                worker.ask({"take": 900_000_000}, 60)
            assert worker.ask({"take": 1}, 60) == {}
        finally:
            worker.close()


class TestMarks:
    """Nothing of the kit's own is looked for in what a student wrote."""

    @pytest.mark.parametrize(
        "text",
        [
            "// chainrule: cell",
            "`chainrule:fault x`",
            '#picture("c0.0");',
            "![](picture-1.png)",
            "```{=typst}\n#no-such-function()\n```",
            "<!-- BEGIN QUESTION -->",
        ],
    )
    def test_words_of_the_kit_in_an_answer_are_text(self, text: str) -> None:
        """The PDF is made, whatever an answer quotes."""
        made = render(answer("review", f"Before.\n\n{text}\n\nAfter."), markdown("Next."))
        assert "#fault(" not in made.source.partition("failed(body)")[2]
        assert "After." in made.source and "Next." in made.source


class TestLimits:
    """What would take minutes takes seconds, and is shown as it was typed."""

    @pytest.mark.parametrize("unit", ["[", "$a ", "$ ", "](", "> ", "`", "<a "])
    def test_a_cell_of_openings_costs_itself_only(
        self, unit: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Twenty thousand characters and a million; the answer beside it is typeset."""
        monkeypatch.setattr(typesetting, "_TOGETHER_S", 4.0)
        for length in (20_000, 1_000_000):
            with nobody_hangs():
                made = render(markdown(unit * (length // len(unit))), answer("review", "$x^2$"))
            assert "$x^2$" in made.source and len(made.pdf) < 1_000_000


class TestOutputs:
    """What cells put out, in the form that is best on paper."""

    @pytest.mark.parametrize(
        ("data", "shows"),
        [
            ({"image/svg+xml": svg("<rect width='9' height='9'/>").decode()}, "box(image("),
            ({"text/latex": r"$\displaystyle \int x$"}, "integral"),
            ({"text/markdown": "**bold**"}, "#strong[bold]"),
            ({"text/html": "<table><tr><th>a</th></tr><tr><td>1</td></tr></table>"}, "#table("),
            ({"text/html": "<script>plot()</script>", "text/plain": "Figure(1)"}, "Figure(1)"),
            ({"text/html": "<script>plot()</script>"}, "an interactive output is in the notebook"),
            ({"image/png": encoded(png()), "text/html": "<p>x</p>"}, "box(image("),
        ],
    )
    def test_it_is_shown(self, data: dict[str, str], shows: str) -> None:
        """Nothing vanishes in silence."""
        output = {"output_type": "display_data", "metadata": {}, "data": data}
        made = render(code("show()", outputs=[output]))
        assert shows in made.source.partition("failed(body)")[2] and made.faults == ()


_OBJECTS = re.compile(rb"/Type/ObjStm.*?stream\r?\n(.*?)\r?\nendstream", re.DOTALL)


class TestAccessibility:
    """What a screen reader finds."""

    def test_figures_and_formulas_have_alternative_texts_and_the_rest_is_tagged(self) -> None:
        """The notebook's own texts, the language, the title, headings."""
        Path("a.png").write_bytes(png())
        plot = {"image/png": encoded(png()), "text/plain": "Loss falls to 0.1"}
        output = {"output_type": "display_data", "metadata": {}, "data": plot}
        made = render(
            markdown("# Homework"),
            markdown("## 1.1 Review", "review", "prompt"),
            answer("review", "![my drawing](a.png) and $x^2$"),
            code("show()", outputs=[output]),
        )
        pdf = made.pdf + b"".join(
            zlib.decompress(stream)
            for stream in re.findall(
                rb"/Type/ObjStm.*?stream\r?\n(.*?)\r?\nendstream", made.pdf, re.S
            )
        )
        for word in (b"/StructTreeRoot", b"/Lang", b"/Title", b"/H1", b"/H2", b"pdfuaid"):
            assert word in pdf
        for alt in (b"my drawing", b"Loss falls to 0.1", b"x^2"):
            assert b"/Alt(" + alt + b")" in pdf


class TestCode:
    """Code and what it printed."""

    def test_code_and_outputs_are_shown(self) -> None:
        """Text, results and plots, in their order."""
        outputs = [
            {"output_type": "stream", "name": "stdout", "text": "loss 0.5\n"},
            {
                "output_type": "display_data",
                "metadata": {},
                "data": {"image/png": encoded(png()), "text/plain": "Learning curves"},
            },
            {
                "output_type": "execute_result",
                "metadata": {},
                "execution_count": 1,
                "data": {"text/plain": "tensor(1.)"},
            },
        ]
        made = render(code('print("a\\n#b")', count=1, outputs=outputs))
        assert 'lang: "python"' in made.source and "#box(image(" in made.source
        for text in ("loss 0.5", "tensor(1.)", '\\"a\\\\n#b\\"'):
            assert text in made.source

    def test_progress_bars_and_colours_are_left_out(self) -> None:
        """Only the last state of a line that was overwritten stays."""
        outputs = [
            {"output_type": "stream", "name": "stderr", "text": " 1%|  |\r 50%|# |\r100%|##|\n"},
            {
                "output_type": "error",
                "ename": "ValueError",
                "evalue": "no",
                "traceback": ["\x1b[0;31mValueError\x1b[0m: no"],
            },
        ]
        source = render(code("train()", outputs=outputs)).source
        assert "100%|##|" in source and "50%" not in source
        assert "ValueError: no" in source and "[0;31m" not in source

    def test_what_has_no_words_is_left_out(self) -> None:
        """A link or a widget is nothing on paper."""
        link = {"text/html": "<a>x</a>", "text/plain": "<IPython.core.display.HTML object>"}
        bar = {"application/vnd.jupyter.widget-view+json": {}, "text/plain": "epochs: 0%"}
        outputs = [
            {"output_type": "display_data", "metadata": {}, "data": data} for data in (link, bar)
        ]
        source = render(code("show()", outputs=outputs)).source
        assert "IPython" not in source and "epochs" not in source

    def test_a_flood_of_output_is_cut(self) -> None:
        """Ten thousand lines become sixty, and that is said."""
        outputs = [{"output_type": "stream", "name": "stdout", "text": "line\n" * 10_000}]
        assert "9940 more lines are in the notebook" in render(code("p()", outputs=outputs)).source


class TestPages:
    """The whole."""

    def test_each_written_part_begins_on_a_new_page(self) -> None:
        """Its question and its answer are found at once."""
        source = render(
            markdown("# Homework"),
            markdown("### 1.1 Relu", "relu", "prompt"),
            code("def relu(): pass", "relu", "answer"),
            markdown("### 1.2 Review", "review", "prompt"),
            answer("review", "My answer"),
            markdown("### 1.3 Question", "question", "prompt"),
            answer("question", "Another"),
        ).source
        body = source.partition("= Homework")[2]
        assert body.count("#pagebreak") == 2
        assert body.index("#pagebreak") < body.index("1.2 Review") < body.index("My answer")

    def test_titles_are_text(self) -> None:
        """A title with signs that typst reads is not taken for code."""
        made = notebook(markdown("text"))
        made["metadata"]["chainrule"]["title"] = 'A "quoted" \\ #title[ $'
        document.render(nbformat.from_dict(made), "hw1")

    def test_any_text_can_be_typeset(self) -> None:
        """Signs that mean something to Markdown, TeX or typst, in any order."""
        text = (
            "# a_b * c ` [x] <y> @z \\ # $ % & ~ ^ { } \" ' | = + - / //* */ ---\n\n> q\n\n1) a\n"
        )
        made = render(answer("review", text), code(text, outputs=[]), markdown(text * 3))
        assert made.pdf

    def test_tables_links_and_quotes_are_typeset(self) -> None:
        """A link to a place in the notebook is text: the PDF has no such places."""
        text = "| a | b |\n|:-:|--:|\n| $x$ | 2 |\n\n[up](#top) [out](https://a.org) ~~no~~\n\n> q"
        source = render(markdown(text)).source
        assert "table(" in source and "<top>" not in source and "https://a.org" in source

    def test_without_pandoc_the_reason_comes_with_the_repair(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """One line to paste."""

        def gone() -> str:
            raise OSError("No pandoc was found")

        monkeypatch.setattr("pypandoc.get_pandoc_path", gone)
        with pytest.raises(document.DocumentError, match="pip install"):
            render(markdown("text"))
