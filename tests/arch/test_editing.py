"""Forms that change what is kept already carry what they showed: they are `EditingForm`s (portal/web/editing.py)."""

import ast
from collections.abc import Iterable, Iterator

from portal.residents.households.forms import FactForm
from portal.web.editing import EditingForm
from portal.web.forms import PortalForm
from tests.arch.sources import python_files
from tests.integration.web.every_form import form_classes

BEGUN = {
    "DoneForm": "begins with today",
    "RetoldForm": "begins with what somebody wrote, without names; whoever proposes it says it anew",
    "LibraryEditionForm": "begins with today",
    "WithdrawalForm": "begins with today",
    "QuestionForm": "begins with today and whoever asks",
    "CallForm": "begins with every reason that the call may answer",
    "DeathForm": "begins with today",
    "HandOverAllForm": "begins with every household that could go over",
    "JoinForm": "begins with the file that is proposed to go on",
    "IncomeForm": "begins with today; what is told of an income is a row of its own",
    "PaidForm": "begins with today",
    "ProposalForm": "begins with the kind of meeting from whose page it came",
    "MandateForm": "begins with what the meeting decided",
    "NewDoorForm": "begins with the only dong of its survey",
    "MoveForm": "is made of the times that can be proposed",
    "SignForm": "says of sections without a figure that there is nothing",
    "WishForm": "begins with what the plan, or the series before, says of the rhythm",
    "AcceptForm": "begins with whoever came last",
    "StopForm": "begins with today",
    "DischargeForm": "begins with the times that were booked",
    "CorrectForm": "is made of the nights that can be meant; everything is said anew",
    "PreviewedForm": "marks what was previewed",
    "SettleAlikeForm": "marks how many stood on the page",
}
"""Forms that begin with something else than what is kept, and why."""

CHOSEN = {"FORMS": FactForm}
"""Tables from which a view takes the class of its form, by name, with what all of them are."""


def filled_from_something(tree: ast.AST) -> Iterator[str]:
    """Names of forms that are made of an object or of given values, and of classes that fill themselves."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and (maker := maker_of(node)):
            yield maker
        elif isinstance(node, ast.ClassDef) and any(fills_itself(inner) for inner in ast.walk(node)):
            yield node.name


def maker_of(node: ast.Call) -> str:
    """What makes a form of given values: a class, or a table of classes; empty for any other call."""
    is_given = bool({keyword.arg for keyword in node.keywords} & {"obj", "data"})
    if isinstance(node.func, ast.Subscript) and is_given:
        return ast.unparse(node.func.value)
    is_form = isinstance(node.func, ast.Name) and node.func.id.endswith("Form")
    return ast.unparse(node.func) if is_form and (node.args or is_given) else ""


def fills_itself(node: ast.AST) -> bool:
    """Whether it is `super().__init__(obj=…)` or `self.field.data = …`."""
    if isinstance(node, ast.Call):
        is_init = isinstance(node.func, ast.Attribute) and node.func.attr == "__init__"
        return is_init and any(keyword.arg in ("obj", "data") for keyword in node.keywords)
    targets = node.targets if isinstance(node, ast.Assign) else ()
    return any(isinstance(each, ast.Attribute) and each.attr == "data" for each in targets)


def plain_forms() -> set[str]:
    """By name; where an editing form bears the same one, it is taken for that."""
    kinds = [kind for kind in form_classes() if issubclass(kind, PortalForm)]
    editing = {kind.__name__ for kind in kinds if issubclass(kind, EditingForm)}
    return {kind.__name__ for kind in kinds} - editing


def careless(sources: Iterable[str]) -> set[str]:
    """Forms that show what is kept and do not carry that they showed it."""
    found = {name for source in sources for name in filled_from_something(ast.parse(source))}
    return (found & plain_forms()) | {name for name in found if name.isupper() and name not in CHOSEN}


def test_forms_that_show_what_is_kept_carry_it() -> None:
    found = careless(path.read_text() for path in python_files("portal"))
    assert found - set(BEGUN) == set()
    assert set(BEGUN) - found == set(), "an exception that nothing needs"


def test_forms_taken_from_a_table_are_editing_forms() -> None:
    assert all(issubclass(kind, EditingForm) for kind in CHOSEN.values())


def test_finds_a_form_filled_by_its_view_and_one_that_fills_itself() -> None:
    by_view = "def edit(): form = ReturnForm(obj=statement)"
    by_itself = "class RefuseForm(PortalForm):\n    def show(self, case): self.reason.data = case.reason"
    by_table = "form = KINDS[kind](data=kept)"
    assert careless([by_view, by_itself, by_table]) == {"ReturnForm", "RefuseForm", "KINDS"}
