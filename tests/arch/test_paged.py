"""Beyond the last page of a list comes the last one, by one rule, whoever cuts the list."""

from tests.arch.sources import name_of, python_files

BY_THEMSELVES = {
    "portal/accounts/actions/unsent.py": "no page: what is too much is removed",
    "portal/coordinators/desk/queries/households.py": "counted in its one statement; beyond the last it asks once more",
    "portal/db/search.py": "no page: parts that are looked through",
}


def test_who_cuts_a_list_asks_for_the_page_that_there_is() -> None:
    cutting = {name_of(path): path.read_text() for path in python_files("portal") if ".offset(" in path.read_text()}
    ruled = {name for name, text in cutting.items() if "page_within(" in text or "number_within(" in text}
    assert set(cutting) - ruled == set(BY_THEMSELVES)
