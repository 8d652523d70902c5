"""The inspector's pack."""

from datetime import timedelta

from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.sockets import Fill
from portal.documents.kept import KEPT_FILES
from portal.jobs import Job
from portal.privacy.evidence import (
    cli,
    models,
    of_accounts,
    of_audit,
    of_keeping,
    of_people,
    of_release,
    tasks,
    views,
    waiting,
)
from portal.privacy.evidence.items import EVIDENCE, PackItem
from portal.privacy.evidence.packs import PACKS
from portal.privacy.evidence.queries import some_wait
from portal.web.feature import Feature
from portal.web.navigation import Entry, MenuGroup
from portal.web.waiting import WAITING

feature = Feature(
    tables=models,
    blueprint=views.bp,
    menu=(Entry(N_("점검 자료"), "evidence.packs", Permission.EVIDENCE_MAKE, order=97, group=MenuGroup.PRIVACY),),
    jobs=(
        Job("evidence.make", timedelta(seconds=5), tasks.make_waiting_packs, aside=True, waits=some_wait),
        Job("evidence.sweep", timedelta(days=1), tasks.let_packs_go),
    ),
    commands=(cli.evidence,),
    fills=(
        Fill(WAITING, waiting.GIVEN_UP, "evidence"),
        Fill(KEPT_FILES, PACKS, PACKS.folder),
        Fill(EVIDENCE, of_keeping.inventory, PackItem.INVENTORY),
        Fill(EVIDENCE, of_keeping.consents, PackItem.CONSENTS),
        Fill(EVIDENCE, of_accounts.accounts, PackItem.ACCOUNTS),
        Fill(EVIDENCE, of_accounts.grants, PackItem.GRANTS),
        Fill(EVIDENCE, of_audit.access, PackItem.ACCESS),
        Fill(EVIDENCE, of_accounts.failures, PackItem.FAILURES),
        Fill(EVIDENCE, of_keeping.encryption, PackItem.ENCRYPTION),
        Fill(EVIDENCE, of_release.release, PackItem.RELEASE),
        Fill(EVIDENCE, of_audit.downloads, PackItem.DOWNLOADS),
        Fill(EVIDENCE, of_keeping.destruction, PackItem.DESTRUCTION),
        Fill(EVIDENCE, of_keeping.processors, PackItem.PROCESSORS),
        Fill(EVIDENCE, of_people.third_parties, PackItem.THIRD_PARTIES),
        Fill(EVIDENCE, of_keeping.plan, PackItem.PLAN),
        Fill(EVIDENCE, of_people.training, PackItem.PLAN),
        Fill(EVIDENCE, of_audit.exceptions, PackItem.EXCEPTIONS),
        Fill(EVIDENCE, of_audit.who_saw, PackItem.WHO_SAW),
        Fill(EVIDENCE, of_keeping.notices, PackItem.NOTICES),
    ),
)
