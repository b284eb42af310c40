"""The desk as a server, and who may work at it."""

from __future__ import annotations

import os
from getpass import getpass
from pathlib import Path
from typing import Annotated

import typer

from crossclaim.cli.storing import STORE, By, StoreAddress

__all__ = ["register"]

users_app = typer.Typer(no_args_is_help=True, help="Who may work at the desk.")
tokens_app = typer.Typer(no_args_is_help=True, help="Keys by which programs work at the desk.")

UserName = Annotated[str, typer.Argument(metavar="NAME", help="The name that somebody logs in with.")]
PasswordFile = Annotated[
    Path | None,
    typer.Option("--password-file", metavar="FILE", help="A file whose first line is the password; else it is asked."),
]


def register(app: typer.Typer) -> None:
    """Make these commands part of the command line."""
    app.command()(serve)
    app.add_typer(users_app, name="users")
    app.add_typer(tokens_app, name="tokens")


def serve(
    store: StoreAddress = STORE,
    host: Annotated[str, typer.Option(metavar="ADDRESS", help="The address to listen at.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port; 0 takes a free one.")] = 8000,
    name: Annotated[
        list[str] | None,
        typer.Option(metavar="HOST", help="A host name that the desk answers to, besides its address. Repeatable."),
    ] = None,
    tiles: Annotated[
        str | None,
        typer.Option(metavar="TEMPLATE", help="A server of map tiles, as https://tiles.example/{z}/{x}/{y}.png."),
    ] = None,
    cert: Annotated[Path | None, typer.Option(metavar="FILE", help="The certificate to speak TLS with.")] = None,
    key: Annotated[Path | None, typer.Option(metavar="FILE", help="Its private key.")] = None,
    proxied: Annotated[bool, typer.Option("--proxied", help="A proxy in front of the desk speaks TLS.")] = False,
    browser: Annotated[
        bool | None, typer.Option("--open/--no-open", help="Open the desk in a browser, where there is a screen.")
    ] = None,
    extractor: Annotated[str, typer.Option(metavar="<learned|rules>", help="What finds the claims.")] = "learned",
    sources: Annotated[
        Path | None,
        typer.Option("--sources", metavar="FILE", help="Outlets and speakers of your own, JSON lines, which win."),
    ] = None,
    upgrade: Annotated[
        bool, typer.Option("--upgrade", help="Bring a store of an older schema to the newest, for good.")
    ] = False,
    by: By = None,
) -> None:
    """Open the desk: a web page on this machine where claims are looked at and decided on, and an API.

    Only this machine reaches it. Elsewhere it is reached by TLS (--cert and --key, or --proxied) and by users only.
    """
    from crossclaim.cli.opening import Opening, open_desk
    from crossclaim.cli.storing import whoever

    names, who = tuple(name or ()), whoever(by)
    opening = Opening(
        *(store, host, port, names, tiles, cert, key),
        proxied=proxied,
        extractor=extractor,
        by=who,
        sources=sources,
        upgrade=upgrade,
    )
    open_desk(opening, browser=bool(os.environ.get("DISPLAY")) if browser is None else browser)


@users_app.command("add")
def add_user(
    name: UserName,
    role: Annotated[str, typer.Option(metavar="<viewer|coder|reviewer|admin>", help="What they may do.")],
    store: StoreAddress = STORE,
    password_file: PasswordFile = None,
    by: By = None,
) -> None:
    """Give somebody a name, a role and a password. From the first user on, the desk wants a login."""
    from crossclaim.cli.people import add_person
    from crossclaim.cli.storing import opened, whoever

    with opened(store, create=True) as kept:
        add_person(kept, name, role, _password(password_file), by=whoever(by))


@users_app.command("list")
def list_users(store: StoreAddress = STORE) -> None:
    """List users with their roles."""
    from crossclaim.cli.people import list_people
    from crossclaim.cli.storing import opened

    with opened(store, read_only=True) as kept:
        list_people(kept)


@users_app.command("disable")
def disable_user(
    name: UserName,
    store: StoreAddress = STORE,
    enable: Annotated[bool, typer.Option("--enable", help="Let them in again.")] = False,
    by: By = None,
) -> None:
    """Let somebody in no longer; what they did stays, and so does their name."""
    from crossclaim.cli.people import disable_person
    from crossclaim.cli.storing import opened, whoever

    with opened(store) as kept:
        disable_person(kept, name, disabled=not enable, by=whoever(by))


@users_app.command("password")
def set_password(
    name: UserName, store: StoreAddress = STORE, password_file: PasswordFile = None, by: By = None
) -> None:
    """Give somebody another password; whoever is logged in with the old one is logged out."""
    from crossclaim.cli.people import change_password
    from crossclaim.cli.storing import opened, whoever

    with opened(store) as kept:
        change_password(kept, name, _password(password_file), by=whoever(by))


@tokens_app.command("add")
def add_token(
    user: Annotated[str, typer.Argument(metavar="USER", help="Whom the program works for.")],
    name: Annotated[str, typer.Argument(metavar="NAME", help="What it is for.")],
    scope: Annotated[list[str], typer.Option(metavar="PERMISSION", help="What it may do. Repeatable.")],
    days: Annotated[int | None, typer.Option(min=1, max=3660, help="How long it is good, else for good.")] = None,
    store: StoreAddress = STORE,
    by: By = None,
) -> None:
    """Make a token and print its secret, which is shown this once."""
    from crossclaim.cli.people import make_token
    from crossclaim.cli.storing import opened, whoever

    with opened(store) as kept:
        typer.echo(make_token(kept, user, name, scope, days=days, by=whoever(by)))


@tokens_app.command("list")
def list_tokens(store: StoreAddress = STORE) -> None:
    """List tokens, whose they are and what they may do."""
    from crossclaim.cli.people import list_keys
    from crossclaim.cli.storing import opened

    with opened(store, read_only=True) as kept:
        list_keys(kept)


@tokens_app.command("revoke")
def revoke_token(
    token: Annotated[str, typer.Argument(metavar="ID", help="The token's id, as list shows it.")],
    store: StoreAddress = STORE,
    by: By = None,
) -> None:
    """Take a token out of force."""
    from crossclaim.cli.people import revoke_key
    from crossclaim.cli.storing import opened, whoever

    with opened(store) as kept:
        revoke_key(kept, token, by=whoever(by))


def _password(file: Path | None) -> str:
    """The password as typed twice, or from a file; never from the command line, which others may see."""
    if file is not None:
        try:
            lines = file.read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise typer.BadParameter(f"{file} cannot be read", param_hint="--password-file") from error
        return lines[0] if lines else ""
    first = getpass("Password: ")
    if getpass("The same again: ") != first:
        raise typer.BadParameter("the two are not the same", param_hint="password")
    return first
