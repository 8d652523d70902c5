"""The file of a back-up: encrypted by age in authenticated pieces, so that none is taken whole that is not."""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import pyrage
from pyrage.x25519 import Identity, Recipient

from portal.core.errors import DomainError
from portal.core.messages import N_
from portal.documents.folders import sync_folder

FIRST_LINE = b"age-encryption.org/v1\n"
FOREIGN = N_("이 파일은 포털의 백업이 아닙니다: %(path)s")
WRONG_KEY = N_("이 열쇠로는 백업을 열 수 없습니다. 그 백업을 만들 때의 PORTAL_BACKUP_KEY를 넣어 주십시오.")
DAMAGED = N_("백업 파일이 잘렸거나 바뀌었습니다: %(path)s. 다른 백업을 쓰십시오. 아무것도 되살리지 않았습니다.")
MISSING = N_("백업 파일이 없습니다: %(path)s")


@contextmanager
def sealed(target: Path, recipients: Sequence[Recipient]) -> Iterator[BinaryIO]:
    """Whatever is written inside lands in `target`, for its owner alone; a failure leaves no file of that name."""
    partial = target.with_name(f".{target.name}.part")

    def encrypt(plain: BinaryIO) -> None:
        descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with plain, os.fdopen(descriptor, "wb") as file:
            pyrage.encrypt_io(plain, file, list(recipients))
            file.flush()
            os.fsync(file.fileno())

    try:
        with _beside(encrypt) as plain:
            yield plain
        partial.rename(target)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
    sync_folder(target.parent)


def unseal(source: Path, identity: Identity, take: Callable[[BinaryIO], None]) -> None:
    """Let `take` read what is inside; raises `DomainError` unless it was whole. Only then what was taken counts."""
    reading, writing = os.pipe()
    with ThreadPoolExecutor(1) as pool:
        opened = pool.submit(_decrypt, source, identity, writing)
        failure: BaseException | None = None
        with os.fdopen(reading, "rb") as plain:
            try:
                take(plain)
            except Exception as error:  # noqa: BLE001 the source of what was read tells more
                failure = error
        _raise_what_was_wrong(opened, failure, source)


def _raise_what_was_wrong(opened: Future[None], failure: BaseException | None, source: Path) -> None:
    try:
        opened.result()
    except BrokenPipeError:
        pass  # nobody read on, and `failure` tells why
    except pyrage.DecryptError:
        raise DomainError(WRONG_KEY) from None
    except OSError as error:
        if error.errno is not None:
            raise
        raise DomainError(DAMAGED, path=source.name) from None
    if isinstance(failure, DomainError | OSError):
        raise failure
    if failure is not None:
        raise DomainError(FOREIGN, path=source.name) from failure


def _decrypt(source: Path, identity: Identity, writing: int) -> None:
    with os.fdopen(writing, "wb") as plain:
        if not source.is_file():
            raise DomainError(MISSING, path=source)
        with source.open("rb") as file:
            if file.read(len(FIRST_LINE)) != FIRST_LINE:
                raise DomainError(FOREIGN, path=source.name)
            file.seek(0)
            pyrage.decrypt_io(file, plain, [identity])


@contextmanager
def _beside(read: Callable[[BinaryIO], None]) -> Iterator[BinaryIO]:
    """A pipe whose other end `read` has meanwhile; its failure is the one that is told."""
    reading, writing = os.pipe()
    with ThreadPoolExecutor(1) as pool:
        done = pool.submit(lambda: read(os.fdopen(reading, "rb")))
        try:
            with os.fdopen(writing, "wb") as plain:
                yield plain
        except BrokenPipeError:
            done.result()
            raise
        done.result()
