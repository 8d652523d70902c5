"""Every column says in which class it falls, what for and how long it is kept."""

from sqlalchemy import Boolean, Column, MetaData, String, Table, Uuid

from portal.core.keeping import Basis, Class, Purpose, Retention
from portal.db.kept import OF_TABLE, PLAIN, Info, Kept, class_of, holdings, may_tell, sensitive
from portal.db.sealed import Sealed
from portal.tables import metadata


def unclassified(metadata: MetaData) -> set[str]:
    """The columns that do not say what they are."""
    return {
        f"{table.name}.{column.name}"
        for table in metadata.tables.values()
        for column in table.columns
        if class_of(column) is None
    }


def table_of(kept: Kept | None, info: Info | None = None) -> MetaData:
    own = MetaData()
    words = Column("words", String(50), info=info or {})
    Table("letter", own, Column("id", Uuid(), primary_key=True), words, info={OF_TABLE: kept} if kept else {})
    return own


def test_every_column_says_what_it_is() -> None:
    assert unclassified(metadata) == set()


def test_what_is_named_as_the_course_of_something_is_no_text_and_says_nothing_else() -> None:
    named = [
        (table, name)
        for table in metadata.tables.values()
        if OF_TABLE in table.info
        for name in table.info[OF_TABLE].course
    ]
    assert [f"{table.name}.{name}" for table, name in named if name not in table.c] == []
    columns = [table.c[name] for table, name in named]
    assert [str(column) for column in columns if may_tell(column) or class_of(column) is not Class.PLAIN] == []


def test_what_tells_of_somebody_has_words() -> None:
    assert [each.place for each in holdings(metadata) if each.kind is not Class.PLAIN and not each.words] == []


def test_nothing_about_people_is_kept_to_run_the_portal() -> None:
    telling = [each for each in holdings(metadata) if each.kind in (Class.IDENTIFYING, Class.SENSITIVE)]
    assert [each.place for each in telling if each.basis is Basis.NOBODY] == []


def in_the_clear(metadata: MetaData) -> set[str]:
    """Words about somebody's life, and what opens doors, that whoever copies the database could read."""
    told = (each for each in holdings(metadata) if each.kind in (Class.SENSITIVE, Class.SECRET))
    return {each.place for each in told if may_tell(each.column) and not isinstance(each.column.type, Sealed)}


DIGESTS = {
    "application_draft.token_digest",
    "email_change.token_digest",
    "invitation.token_digest",
    "recovery_code.code_digest",
    "reset_link.token_digest",
    "sign_in_code.code_digest",
    "sign_in_code.contact_digest",
    "sign_in_session.provider_sid_digest",
    "sign_in_session.token_digest",
    "throttle.key",
    "throttle.owner",
    "user.password_hash",
    "worry.code_digest",
}
"""Nobody finds from them what they were made of."""


def test_what_is_sensitive_or_secret_lies_encrypted() -> None:
    assert in_the_clear(metadata) == DIGESTS


def test_each_sealed_column_is_bound_to_its_own_place() -> None:
    sealed = [each for each in holdings(metadata) if isinstance(each.column.type, Sealed)]
    bound = {each.place: getattr(each.column.type, "place", "") for each in sealed}
    assert {place: to for place, to in bound.items() if place != to} == {}
    assert {each.kind for each in sealed} == {Class.SENSITIVE, Class.SECRET}


class TestTheGuard:
    care = Kept("편지", Purpose.CARE, Retention.CASE)

    def test_finds_a_table_that_says_nothing(self) -> None:
        assert unclassified(table_of(None, sensitive("말"))) == {"letter.id"}

    def test_finds_a_text_that_says_nothing(self) -> None:
        assert unclassified(table_of(self.care)) == {"letter.words"}

    def test_finds_a_yes_or_no_that_says_nothing(self) -> None:
        own = table_of(self.care, PLAIN)
        own.tables["letter"].append_column(Column("has_dementia", Boolean()))
        assert unclassified(own) == {"letter.has_dementia"}

    def test_finds_sensitive_words_that_lie_in_the_clear(self) -> None:
        assert in_the_clear(table_of(self.care, sensitive("말"))) == {"letter.words"}

    def test_lets_be_what_says_so_itself_or_by_its_table(self) -> None:
        assert unclassified(table_of(self.care, sensitive("말"))) == set()
        assert unclassified(table_of(self.care, PLAIN)) == set()
        assert unclassified(table_of(Kept("편지", Purpose.RUNNING, Retention.PORTAL, plain=True))) == set()
