"""The assembled master: numbers, points, times, figures, and nothing that Otter cannot read."""

from __future__ import annotations

import base64
from fractions import Fraction

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from chainrule_desk.authoring.recipe import read_recipe
from chainrule_desk.composing.assemble import Assembly, assemble, write
from chainrule_desk.composing.fitting import scaled
from chainrule_desk.errors import DeskError
from chainrule_desk.project import Project


def assembled(project: Project) -> Assembly:
    return assemble(project, read_recipe(project.recipe("tiny")))


def sources(assembly: Assembly, kind: str = "markdown") -> list[str]:
    return [cell.source for cell in assembly.notebook.cells if cell.cell_type == kind]


def test_headings_carry_number_points_and_time(project: Project) -> None:
    """Problems and parts are numbered; points and minutes stand in their headings."""
    headings = [s.partition("\n")[0] for s in sources(assembled(project)) if s.startswith("##")]
    assert headings == [
        "## 1. Squares (10 points, about 15 minutes)",
        "### 1.1 Square a number (4 points, about 5 minutes)",
        "### 1.2 Why no square is negative (6 points, about 10 minutes)",
        "## Hand in",
    ]


def test_opening_has_title_introduction_worth_and_honour_statement(project: Project) -> None:
    """A homework opens with its title, what it is worth, and the honour statement."""
    welcome, _, honour = sources(assembled(project))[:3]
    assert welcome.startswith("# Tiny homework\n\nThe smallest homework there is.")
    assert "| 1 | Squares | 10 points | 15 min |" in welcome
    assert "In all: 10 points." in welcome
    assert honour.startswith("**Honour statement.**")


def test_points_are_scaled_to_the_recipe(project: Project) -> None:
    """A recipe's points are split over tests and rubric items as the problem file splits them."""
    homework = assembled(project).homework
    assert [test.points for test in homework.part("square").tests] == [1.0, 3.0]
    assert [item.points for item in homework.part("why_positive").rubric] == [4.0, 2.0]
    assert homework.points == 10


def test_bonus_points_come_on_top(project: Project) -> None:
    """Points of a bonus part do not count in the total, and its heading says bonus."""
    recipe = project.recipe("tiny")
    recipe.write_text(recipe.read_text() + 'bonus = ["square"]\n')
    assembly = assembled(project)
    assert (assembly.homework.points, assembly.homework.bonus_points) == (6, 4)
    assert any("1.1 Square a number (4 bonus points," in text for text in sources(assembly))
    assert "In all: 6 points and 4 bonus points." in sources(assembly)[0]


def test_parts_left_out_take_their_given_cells_with_them(project: Project) -> None:
    """Given code after a part is there only if the part is."""
    recipe = project.recipe("tiny")
    assert 'print("squares are never negative")' in sources(assembled(project), "code")
    recipe.write_text(recipe.read_text().replace("square = 4, ", "") + 'without = ["square"]\n')
    assembly = assembled(project)
    assert [part.label for part in assembly.homework.parts] == ["1.1"]
    assert 'print("squares are never negative")' not in sources(assembly, "code")


def test_written_part_gets_an_answer_cell_with_its_limit(project: Project) -> None:
    """The answer cell of a written part is marked for graders and names the word limit."""
    answers = [
        cell
        for cell in assembled(project).notebook.cells
        if cell.metadata.get("chainrule") == {"part": "why_positive", "role": "answer"}
    ]
    assert "At most 50 words" in answers[0].source
    assert answers[1].source.startswith("If x is at least zero")  # stripped by otter assign


def test_last_public_test_announces_the_hidden_ones(project: Project) -> None:
    """A passed public check says what hidden checks also look at."""
    configs = [
        yaml.safe_load(source.split('"""')[1].partition("\n")[2])
        for source in sources(assembled(project), "code")
        if "BEGIN TEST CONFIG" in source
    ]
    assert configs == [
        {
            "points": 1.0,
            "hidden": False,
            "success_message": "This was the only public check. "
            "Hidden checks also look at: negative numbers.",
        },
        {"points": 3.0, "hidden": True},
    ]


def test_figures_travel_inside_the_notebook(project: Project) -> None:
    """A linked figure becomes an attachment, so that the release is one file."""
    picture = b"\x89PNG\r\n\x1a\n"
    figures = project.root / "assignment" / "figures"
    figures.mkdir(exist_ok=True)
    (figures / "square.png").write_bytes(picture)
    problem = project.questions / "squares.py"
    text = problem.read_text().replace("Return the square", "![s](../figures/square.png) Return")
    problem.write_text(text)
    cell = next(c for c in assembled(project).notebook.cells if "attachments" in c)
    assert "![s](attachment:square.png) Return" in cell.source
    data = cell.attachments["square.png"]["image/png"]
    assert base64.b64decode(data) == picture


def test_rubric_and_notes_stay_out_of_the_master(project: Project) -> None:
    """What graders look for is not in the notebook that the release is made from."""
    text = str(assembled(project).notebook)
    assert "symmetry is enough" not in text
    assert "Distinguishes the two signs" not in text


def test_same_sources_give_the_same_master(project: Project) -> None:
    """Assembling twice gives the same notebook, cell ids included."""
    assert assembled(project).notebook == assembled(project).notebook


def test_master_lies_beside_the_kit_it_names(project: Project) -> None:
    """`otter assign` finds the kit beside the master; a folder in the way is not overwritten."""
    assembly = assembled(project)
    target = project.root / "elsewhere" / "tiny.ipynb"
    write(assembly, target, project.kit)
    assert (target.parent / "chainrule" / "__init__.py").is_file()

    precious = project.root / "precious" / "chainrule"
    precious.mkdir(parents=True)
    (precious / "thesis.txt").write_text("three years")
    with pytest.raises(DeskError, match="is in the way"):
        write(assembly, precious.parent / "tiny.ipynb", project.kit)
    assert (precious / "thesis.txt").read_text() == "three years"


shares = st.fractions(min_value=0, max_value=10, max_denominator=12)


@given(st.lists(shares, min_size=1, max_size=8), st.fractions(0, 100, max_denominator=100))
def test_scaled_shares_add_up_exactly(parts: list[Fraction], points: Fraction) -> None:
    """Whatever rounding does, the shares add up to the part's points, and 0 stays 0."""
    result = scaled(parts, points)
    assert all((share == 0) or part > 0 for part, share in zip(parts, result, strict=True))
    if any(parts):
        assert sum(result) == pytest.approx(float(points), abs=1e-9)
