"""What a policy means for single students: their own deadlines, and the late days that are left.

Free late days are a student's over all homeworks of a project. They are used up in the order of
the homeworks' deadlines, each by its own recipe, as far as its store knows hand-ins: so a later
homework never takes days from an earlier one. Nothing of this is kept; it is counted anew each
time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from chainrule_desk.authoring import recipe
from chainrule_desk.authoring.recipe import Recipe
from chainrule_desk.grades import belonging, matching
from chainrule_desk.grades.directory import Finder
from chainrule_desk.grades.outcomes import Outcome
from chainrule_desk.grades.store import Store
from chainrule_desk.grades.submissions import Choice, by_student
from chainrule_desk.policies import extensions
from chainrule_desk.policies.extensions import Extensions
from chainrule_desk.project import Project


def choice(
    project: Project,
    homework: str,
    opened: Store,
    outcomes: Sequence[Outcome],
    url: str | None = None,
) -> tuple[Choice, Extensions]:
    """Return what decides which submission counts and how late it is, and the extensions in it.

    Args:
        project: The project.
        homework: The homework's id.
        opened: Its store.
        outcomes: What was handed in, as it tells whose it is.
        url: A PostgreSQL database, if the stores lie there.

    Raises:
        DeskError: If a recipe, the class list or the extensions cannot be used.
    """
    known = recipe.read_recipe(project.recipe(homework))
    spent = spent_before(project, known, outcomes, url)
    return _choice(project, known, opened, outcomes, spent)


def _choice(
    project: Project,
    homework: Recipe,
    opened: Store,
    outcomes: Sequence[Outcome],
    spent: Mapping[str, int],
) -> tuple[Choice, Extensions]:
    policy = homework.policy
    folder = project.root / "grades"
    own = extensions.read(
        folder / extensions.FILE_NAME,
        homework.id,
        recipe.names(project.recipes),
        lambda: Finder(folder, outcomes),
        zone=policy.zone,
        deadline=policy.deadline,
    )
    stamps = opened.time_stamps() if policy.late and policy.late.file_times else {}
    times = opened.handed_in()
    return Choice(policy, times, own.until, spent, stamps, homework.points, own.late_days), own


def spent_before(
    project: Project, homework: Recipe, current: Sequence[Outcome], url: str | None
) -> Mapping[str, int]:
    """Return the late days that each student has used in homeworks with an earlier deadline."""
    spent: Counter[str] = Counter()
    policy = homework.policy
    if not policy.late or not policy.late.free_days or not policy.deadline:
        return spent
    recipes = {
        name: recipe.read_recipe(project.recipe(name)) for name in recipe.names(project.recipes)
    }
    earlier = sorted(
        (known.policy.deadline, name)
        for name, known in recipes.items()
        if known.policy.late
        and known.policy.late.free_days
        and known.policy.deadline
        and (known.policy.deadline, name) < (policy.deadline, homework.id)
    )
    for _, name in earlier:
        if (store := belonging.open_known(project, name, url)) is None:
            continue
        with store as opened:
            earlier_outcomes = opened.outcomes()
            outcomes = matching.assign_earlier(earlier_outcomes, current, project.root / "grades")
            rule, _ = _choice(project, recipes[name], opened, earlier_outcomes, spent)
        for entry in by_student(outcomes, rule):
            if entry.student:
                spent[entry.student] += rule.lateness(entry).free
    return spent
