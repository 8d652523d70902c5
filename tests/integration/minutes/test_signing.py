"""Whoever was there may sign the minutes by hand; the picture stands in the list of who confirmed."""

import io
from functools import partial
from zipfile import ZipFile

import pikepdf
import pytest
import time_machine
from flask import Flask
from sqlalchemy import text

from portal.accounts.models import User
from portal.accounts.queries import get_user
from portal.consortium.meetings.actions import minutes_of_closed
from portal.consortium.meetings.models import Attendee
from portal.consortium.meetings.states import MeetingKind
from portal.consortium.minutes import actions
from portal.consortium.minutes.links import FOR_DEPUTY, READING
from portal.consortium.minutes.models import Minutes
from portal.consortium.minutes.paper import confirmations, signatures, word_of
from portal.consortium.minutes.queries import minutes_to_confirm
from portal.consortium.minutes.states import MinutesAnswer
from portal.core.actors import ANONYMOUS, SYSTEM, Actor
from portal.core.clock import day_of
from portal.core.errors import DomainError, Forbidden
from portal.documents.hwpx import document_hwpx
from portal.documents.model import Drawn
from portal.documents.pdf import document_pdf
from portal.extensions import db
from tests.browsing import read
from tests.browsing import send as send_as
from tests.client import PortalClient
from tests.factories.advice import make_expert
from tests.factories.meetings import BEFORE
from tests.factories.minutes import SOON, mails, make_out, over, sent_a_deputy
from tests.pages import words_of
from tests.unit.documents.reading import in_order

DRAWN = "10,90 34,60 80,120;200,40 260,150"


def send(app: Flask, minutes: Minutes, **sent: str) -> tuple[int, str]:
    """By the link, without an account."""
    seat = minutes.meeting.attendees[0]
    answer = app.test_client().post(f"/minutes/read/{READING.token_of(seat.id)}", data={"answer": "confirmed"} | sent)
    db.session.expire_all()
    return answer.status_code, answer.get_data(as_text=True)


def test_a_drawn_signature_stands_on_the_page_and_in_the_papers(
    app: Flask, client: PortalClient, office: Actor, user: User
) -> None:
    minutes = make_out(office)
    seat = minutes.meeting.attendees[0]
    db.session.commit()
    with time_machine.travel(SOON, tick=False):
        status, words = send(app, minutes, signature="M0 0")
        assert (status, "서명을 읽지 못했습니다" in words, signatures(minutes)) == (422, True, {})
        assert words.count('name="signature"') == 1
        assert 'href="#signature"' in words
        assert '<canvas class="signing-pad" id="signature"' in words
        assert send(app, minutes, signature=DRAWN)[0] == 303
        page = read(client, user, f"/meetings/{minutes.meeting_id}")
    assert "M10 90L34 60L80 120 M200 40L260 150" in page
    assert word_of(minutes, seat).startswith("서명함 ")
    assert signatures(minutes) == {seat.id: DRAWN}
    assert DRAWN not in db.session.scalars(text("SELECT signature FROM minutes_reply")).all()
    actions.seal_due(actor=SYSTEM, now=over(minutes))
    document = minutes_of_closed(minutes.meeting)
    db.session.rollback()
    with pikepdf.open(io.BytesIO(document_pdf(document))) as pdf:
        told = [str(each["/Alt"]) for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and "/Alt" in each]
    assert told == [f"{seat.name}의 서명"]
    with ZipFile(io.BytesIO(document_hwpx(document))) as packed:
        assert "서명함 " in packed.read("Contents/section0.xml").decode()


def test_a_touch_of_the_pad_keeps_nobody_from_objecting(app: Flask, office: Actor) -> None:
    minutes = make_out(office)
    db.session.commit()
    with time_machine.travel(SOON, tick=False):
        assert send(app, minutes, answer="objected", words="빠진 것이 있습니다.", signature="10,10")[0] == 303
    (said,) = minutes.replies
    assert (said.answer, said.signature) == (MinutesAnswer.OBJECTED, "")


def test_nothing_but_a_confirmation_is_signed_and_nobody_signs_for_another(office: Actor, member: User) -> None:
    minutes = make_out(office)
    own = next(each for each in minutes.meeting.attendees if each.user_id == office.user_id)
    other = next(each for each in minutes.meeting.attendees if each.user_id != office.user_id)
    say = partial(actions.say_of_minutes, minutes, now=SOON, signature=DRAWN)
    with pytest.raises(DomainError, match="참석하신 분이 직접"):
        say(other, MinutesAnswer.CONFIRMED, actor=office)
    objection = say(other, MinutesAnswer.OBJECTED, actor=ANONYMOUS, words="빠진 것이 있습니다.")
    signed = say(own, MinutesAnswer.CONFIRMED, actor=office)
    assert (objection.signature, signed.signature) == ("", DRAWN)


def test_where_a_deputy_came_the_deputy_signs(app: Flask, client: PortalClient, office: Actor, member: User) -> None:
    """By a link of their own, which goes to where whoever sent them says; neither they nor anybody else confirms."""
    minutes, seat = sent_a_deputy(office, member, MeetingKind.WORKING)
    for actor, as_deputy in ((member.actor, False), (member.actor, True), (ANONYMOUS, False)):
        with pytest.raises(Forbidden):
            actions.say_of_minutes(
                minutes, seat, MinutesAnswer.CONFIRMED, actor=actor, now=SOON, signature=DRAWN, as_deputy=as_deputy
            )
    db.session.commit()
    sent, at = f"/minutes/read/{READING.token_of(seat.id)}", read_at(seat, "park@example.org")
    with time_machine.travel(SOON, tick=False):
        anyone = app.test_client()
        assert anyone.post(sent, data={"answer": "confirmed"}).status_code == 403
        assert "대리인께 메일로 보내기" in words_of(anyone.get(sent).get_data(as_text=True))
        assert [anyone.get(f"{link}/deputy").status_code for link in (sent, at)] == [200, 404]
        assert anyone.post(f"{sent}/deputy", data={"deputy_email": "여기"}).status_code == 422
        anyone.post(f"{sent}/deputy", data={"deputy_email": "park@example.org"})
        (mail,) = (each for each in mails() if each.recipient == "park@example.org")
        assert in_order(mail.body, "박대신 님", f"{member.name} 님을 대신하여", at)
        anyone.post(f"{sent}/deputy", data={"deputy_email": "else@example.org"})
        assert "else@example.org" not in {each.recipient for each in mails()}
        assert minutes_to_confirm(member.id, day_of(SOON)) == []
        assert "대신 참석하신 박대신 님이 서명" in app.test_client().get(at).get_data(as_text=True)
        app.test_client().post(at, data={"answer": "confirmed", "signature": DRAWN})
        db.session.expire_all()
        for page in (f"/meetings/{minutes.meeting_id}", at):
            assert 'aria-label="박대신의 서명"' in read(client, member, page)
    (told,) = [each.cell for each in confirmations(minutes) if each.signature]
    assert isinstance(told, Drawn)
    assert told.name == "박대신"


def read_at(seat: Attendee, address: str) -> str:
    """Where a deputy reads who is reached at `address`."""
    return f"/minutes/read/{FOR_DEPUTY.token_to(seat.id, address)}"


def test_a_corrected_or_removed_address_ends_the_link_that_went_there(
    app: Flask, client: PortalClient, office: Actor, member: User
) -> None:
    assert office.user_id is not None
    staff = get_user(office.user_id)
    minutes, seat = sent_a_deputy(office, member, MeetingKind.WORKING)
    actions.pass_on(minutes, seat, "wrong@example.org", actor=ANONYMOUS, now=SOON)
    db.session.commit()
    wrong, right = read_at(seat, "wrong@example.org"), read_at(seat, "right@example.org")
    with time_machine.travel(SOON, tick=False):
        anyone = app.test_client()
        assert [anyone.get(link).status_code for link in (wrong, right)] == [200, 404]
        sender = f"/minutes/read/{READING.token_of(seat.id)}"
        send_as(client, staff, f"{sender}/deputy", deputy_email="right@example.org")
        assert [anyone.get(link).status_code for link in (wrong, right)] == [404, 200]
        assert anyone.post(wrong, data={"answer": "confirmed"}).status_code == 404
        send_as(client, member, f"{sender}/deputy/removal", 403)
        send_as(client, staff, f"{sender}/deputy/removal")
        assert [anyone.get(link).status_code for link in (wrong, right, read_at(seat, ""))] == [404, 404, 404]
        assert anyone.get(sender).status_code == 200


@pytest.mark.on_sqlite
def test_of_an_expert_who_is_not_named_neither_organisation_nor_signature_is_shown(
    client: PortalClient, office: Actor, member: User
) -> None:
    make_expert(office, now=BEFORE, named_on=None, asked_on=day_of(BEFORE), email="pyo@example.kr")
    minutes = make_out(office, kind=MeetingKind.ADVISORY)
    seat = minutes.meeting.attendees[-1]
    actions.say_of_minutes(minutes, seat, MinutesAnswer.CONFIRMED, actor=ANONYMOUS, now=SOON, signature=DRAWN)
    db.session.commit()
    with time_machine.travel(SOON, tick=False):
        page = read(client, member, f"/meetings/{minutes.meeting_id}")
    assert ("표은실" in page, "한강대학교" in page, signatures(minutes)) == (False, False, {})
    assert word_of(minutes, seat).startswith("서명함 ")
