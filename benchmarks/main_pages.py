"""The main pages of the portal, each with somebody who opens it."""

from uuid import UUID

from benchmarks.year.scene import Scene

EVERYBODY = ("/", "/services", "/services/cleaning", "/apply", "/worry", "/status", "/sign-in", "/help")
OFFICE = ("/inbox", "/households", "/members", "/catalogue", "/meetings", "/manuals", "/audit", "/staff")
COORDINATOR = ("/today", "/households", "/referrals", "/visits", "/meetings", "/manuals")
RESIDENT = ("/my",)


def main_pages(scene: Scene) -> list[tuple[UUID | None, str]]:
    """(who, path); nobody is signed in where there is no one."""
    home = scene.homes[0]
    return [
        *((None, path) for path in EVERYBODY),
        *((scene.office, path) for path in OFFICE),
        *((home.coordinator, path) for path in (*COORDINATOR, f"/households/{home.household}")),
        *((home.resident, path) for path in RESIDENT),
    ]
