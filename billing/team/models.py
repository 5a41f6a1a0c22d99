"""Invitations, and what members have done, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from billing.models import Role


@dataclass(frozen=True, slots=True)
class NewInvite:
    """What an invitation is born with. Its token is kept by nobody: the books know a digest of it."""

    digest: bytes = field(repr=False)
    role: Role
    made_by: int
    created_at: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Invite:
    """A link that makes one person a member, once."""

    id: int
    role: Role
    made_by: int
    created_at: datetime
    until: datetime
    used_by: int | None = None
    ended_at: datetime | None = None  # used or taken back

    def open(self, at: datetime) -> bool:
        """Whether somebody may still come by it."""
        return self.ended_at is None and at < self.until


@dataclass(frozen=True, slots=True)
class Deed:
    """One row of the audit that a person's hand has caused."""

    id: int
    person_id: int
    subject: str
    subject_id: int
    was: str
    now_is: str
    at: datetime
    evidence: Mapping[str, object] = field(default_factory=dict)
