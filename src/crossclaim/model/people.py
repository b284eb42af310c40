"""Who works at the desk, and what each may do there."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from pydantic import BaseModel, ConfigDict, Field

__all__ = ["PERMISSIONS", "Permission", "Role", "Token", "User"]


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True)


class Role(StrEnum):
    """What somebody is at the desk; each may do all that those before it may."""

    VIEWER = "viewer"
    CODER = "coder"
    REVIEWER = "reviewer"
    ADMIN = "admin"


class Permission(StrEnum):
    """One kind of thing that somebody may do.

    ``review`` is deciding on claims, ``adjudicate`` deciding where others disagree, ``batch`` deciding on many at once;
    ``admin`` is users, the tokens of others and settings.
    """

    READ = "read"
    EXPORT = "export"
    ADD = "add"
    JUDGE = "judge"
    CORRECT = "correct"
    REVIEW = "review"
    RATE = "rate"
    ADJUDICATE = "adjudicate"
    PUBLISH = "publish"
    BATCH = "batch"
    ADMIN = "admin"


_VIEWER = frozenset({Permission.READ, Permission.EXPORT})
_CODER = _VIEWER | {Permission.ADD, Permission.JUDGE, Permission.CORRECT, Permission.REVIEW}
_REVIEWER = _CODER | {Permission.RATE, Permission.ADJUDICATE, Permission.PUBLISH, Permission.BATCH}
# The one place that says what a role may do.
PERMISSIONS: Mapping[Role, frozenset[Permission]] = MappingProxyType(
    {
        Role.VIEWER: _VIEWER,
        Role.CODER: _CODER,
        Role.REVIEWER: _REVIEWER,
        Role.ADMIN: frozenset(Permission),
    }
)


class User(_Record):
    """Somebody at the desk. Their password's hash is kept apart from this record.

    ``name`` is what they log in with and what stands beside all that they write. Users are disabled, never removed.
    """

    id: str = Field(min_length=1)
    name: str = Field(min_length=1)
    role: Role
    disabled: bool = False
    made: datetime

    @property
    def permissions(self) -> frozenset[Permission]:
        """What they may do; nothing where they are disabled."""
        return frozenset() if self.disabled else PERMISSIONS[self.role]


class Token(_Record):
    """A program's key to the desk. The store keeps the sha256 of its secret, never the secret.

    ``user`` is the id of whom it acts for; ``scopes`` bound what it may do within what that user may.
    """

    id: str = Field(min_length=1)
    user: str
    name: str
    scopes: tuple[Permission, ...]
    made: datetime
    expires: datetime | None = None
    revoked: bool = False

    def holds(self, at: datetime) -> bool:
        """Whether it is good at a moment."""
        return not self.revoked and (self.expires is None or at < self.expires)
