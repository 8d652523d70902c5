"""Hashing takes no more memory at once than the process allows."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Lock
from unittest.mock import Mock

import pytest
from flask import Flask

from portal.accounts import hashing
from portal.accounts.hashing import AT_ONCE, hash_password, password_matches


class TestHashing:
    def test_the_password_is_kept_as_argon2id_by_the_parameters_of_the_settings(self, app: Flask) -> None:
        with app.app_context():
            kept = hash_password("correct horse battery staple")
            assert kept.startswith("$argon2id$v=19$m=8,t=1,p=1$")
            assert password_matches(kept, "correct horse battery staple")
            assert not password_matches(kept, "correct horse battery stable")
            assert not password_matches(None, "correct horse battery staple")
            assert not password_matches("not a hash", "correct horse battery staple")

    def test_only_so_many_at_once(self, app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
        lock, together, running, most = Lock(), Barrier(AT_ONCE), 0, 0

        def work(_password: str) -> str:
            nonlocal running, most
            with lock:
                running += 1
                most = max(most, running)
            together.wait(timeout=10)
            with lock:
                running -= 1
            return "hash"

        monkeypatch.setattr(hashing, "_hasher", lambda: Mock(hash=work))

        def hash_in_context(_number: int) -> str:
            with app.app_context():
                return hash_password("password")

        with ThreadPoolExecutor(8) as pool:
            list(pool.map(hash_in_context, range(24)))
        assert most == AT_ONCE
