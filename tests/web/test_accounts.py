"""The rules of accounts, which the command line and the desk share."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from crossclaim.model import Permission, Role, User
from crossclaim.store import Store, open_store
from crossclaim.web.accounts import AccountError, add_user, change_user, make_token, revoke_token

PASSWORD = "a long enough passphrase"  # noqa: S105 of nobody
READ = [Permission.READ]
Ask = Callable[[Store, User], object]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "store.sqlite", create=True) as opened:
        yield opened


@pytest.mark.parametrize(
    ("ask", "about", "reason"),
    [
        (lambda store, _: add_user(store, "ANA", Role.CODER, PASSWORD, by="x"), None, "a user ANA already"),
        (lambda store, _: add_user(store, "ben", Role.CODER, "short", by="x"), "password", "at least 12"),
        (lambda store, ana: change_user(store, changed(ana, disabled=True), by="x"), None, "without an admin"),
        (lambda store, ana: change_user(store, changed(ana, role=Role.CODER), by="x"), None, "without an admin"),
        (lambda store, ana: change_user(store, ana, "a" * 20, by="x"), "password", "same few characters"),
        (
            lambda store, ana: make_token(store, changed(ana, role=Role.VIEWER), "t", [Permission.ADD], by="x"),
            "scope",
            "add cannot be given: ana may export, read",
        ),
        (
            lambda store, ana: make_token(store, changed(ana, disabled=True), "t", READ, by="x"),
            "scope",
            "ana may nothing",
        ),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(
    store: Store, ask: Ask, about: str | None, reason: str
) -> None:
    ana = add_user(store, "ana", Role.ADMIN, PASSWORD, by="x")
    head = store.head()
    with pytest.raises(AccountError, match=reason) as refused:
        ask(store, ana)
    assert (refused.value.about, store.head()) == (about, head)


def test_the_first_user_is_an_admin(store: Store) -> None:
    with pytest.raises(AccountError, match="has to be an admin"):
        add_user(store, "ben", Role.VIEWER, PASSWORD, by="x")
    assert store.users() == ()


def test_nobody_has_more_than_fifty_tokens_in_force(store: Store) -> None:
    ana = add_user(store, "ana", Role.ADMIN, PASSWORD, by="x")
    made = [make_token(store, ana, f"{number}", READ, by="x")[0] for number in range(50)]
    with pytest.raises(AccountError, match="50 tokens already"):
        make_token(store, ana, "one more", READ, by="x")
    assert revoke_token(store, made[0], by="x").revoked
    make_token(store, ana, "one more", READ, by="x")


def changed(user: User, **update: object) -> User:
    return user.model_copy(update=update)
