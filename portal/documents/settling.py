"""Brings files to where and how they should lie, for the commands: in the place that is set, by the first key."""

from collections import Counter
from collections.abc import Iterator, Sequence

from portal.config import Settings
from portal.core.errors import NotFound
from portal.db.transaction import own_transaction
from portal.documents.files import FileStore, Place
from portal.documents.folders import FolderPlace
from portal.documents.kept import KEPT_FILES, Named
from portal.documents.sealing import Belonging, Lying, OpenedFile, key_of, seal_pieces
from portal.extensions import db

CLEAR, MISSING = "in the clear", "missing"


def named_files(settings: Settings) -> Iterator[tuple[FileStore, str, Named]]:
    """Every file that a row names, with the store that keeps it."""
    for kept in KEPT_FILES:
        store, names = kept.store(settings), kept.named()
        db.session.rollback()
        for name, named in sorted(names.items()):
            yield store, name, named


def files_by_key(settings: Settings) -> Counter[int | str]:
    """How many files each key sealed, by its number, how many lie in the clear and how many are missing."""
    found: Counter[int | str] = Counter()
    for store, name, _named in named_files(settings):
        try:
            lying = store.lying(name)
        except NotFound:
            found[MISSING] += 1
            continue
        found[key_of(lying.head) or CLEAR] += 1
        lying.close()
    return found


def settle(store: FileStore, name: str, named: Named) -> bool:
    """Seal the file anew where it is not as it should be; whether that was so. Raises `NotFound` and `NotOpened`."""
    lying = store.places[0].find(name)
    if lying is not None and key_of(lying.head) == store.keys.sealing:
        lying.close()
        return False
    belonging = Belonging(store.folder, name, named.owner)
    pieces = tuple(seal_pieces(store.keys, _plain(store, lying or store.lying(name), belonging), belonging))
    _put(store, store.places[0], name, pieces)
    return True


def unseal(store: FileStore, name: str, named: Named) -> bool:
    """Leave the file in the clear in its folder, as versions before sealing read it; whether it was not."""
    lying = store.lying(name)
    if key_of(lying.head) is None:
        lying.close()
        return False
    data = _plain(store, lying, Belonging(store.folder, name, named.owner))
    (folder,) = (place for place in store.places if isinstance(place, FolderPlace))
    _put(store, folder, name, (data,))
    return True


def _put(store: FileStore, here: Place, name: str, pieces: Sequence[bytes]) -> None:
    """The file is in one place before it leaves the others."""
    with own_transaction() as session:
        here.put(name, pieces, session)
    with own_transaction() as session:
        for place in store.places:
            if place is not here:
                place.remove(name, session)


def _plain(store: FileStore, lying: Lying, belonging: Belonging) -> bytes:
    if key_of(lying.head) is None:
        data = lying.piece(0, lying.size)
        lying.close()
        return data
    with OpenedFile(lying, store.keys, belonging) as opened:
        return opened.read()
