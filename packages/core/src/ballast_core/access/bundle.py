"""Every use case of access, and how each stands on its ports."""

from dataclasses import dataclass

from ballast_core.access.ports import (
    ActionStore,
    OwnerStore,
    Passwords,
    Secrets,
    SessionStore,
    ShareStore,
    TokenStore,
)
from ballast_core.access.usecases.begin_setup import BeginSetup, HasOwner
from ballast_core.access.usecases.check_session import CheckSession
from ballast_core.access.usecases.check_token import CheckToken
from ballast_core.access.usecases.create_owner import CreateOwner
from ballast_core.access.usecases.create_share import CreateShare
from ballast_core.access.usecases.create_token import CreateToken
from ballast_core.access.usecases.list_actions import ListActions
from ballast_core.access.usecases.list_sessions import EndSession, ListSessions
from ballast_core.access.usecases.list_shares import ListShares, RevokeShare
from ballast_core.access.usecases.list_tokens import ListTokens, RevokeToken
from ballast_core.access.usecases.open_share import OpenShare
from ballast_core.access.usecases.record_action import RecordAction
from ballast_core.access.usecases.set_password import ChangePassword, HashPassword, SetPassword
from ballast_core.access.usecases.sign_in import AccessLimits, SignIn
from ballast_core.shared.ports import Clock


@dataclass(frozen=True, slots=True)
class Access:
    """What can be asked about who may come in."""

    begin_setup: BeginSetup
    has_owner: HasOwner
    create_owner: CreateOwner
    set_password: SetPassword
    change_password: ChangePassword
    sign_in: SignIn
    check_session: CheckSession
    end_session: EndSession
    list_sessions: ListSessions
    create_token: CreateToken
    list_tokens: ListTokens
    revoke_token: RevokeToken
    check_token: CheckToken
    create_share: CreateShare
    list_shares: ListShares
    revoke_share: RevokeShare
    open_share: OpenShare
    record_action: RecordAction
    list_actions: ListActions


@dataclass(frozen=True, slots=True)
class AccessPorts:
    """All that access stands on; one store may fit several ports."""

    owners: OwnerStore
    sessions: SessionStore
    tokens: TokenStore
    shares: ShareStore
    actions: ActionStore
    passwords: Passwords
    secrets: Secrets
    clock: Clock


def wire_access(ports: AccessPorts, limits: AccessLimits) -> Access:
    """Return every use case of access, standing on these ports."""
    owners, sessions, tokens, shares = ports.owners, ports.sessions, ports.tokens, ports.shares
    passwords, secrets, clock = ports.passwords, ports.secrets, ports.clock
    hash_password = HashPassword(owners, passwords, secrets)
    return Access(
        begin_setup=BeginSetup(owners, secrets, clock),
        has_owner=HasOwner(owners),
        create_owner=CreateOwner(owners, hash_password, secrets, clock),
        set_password=SetPassword(owners, sessions, hash_password, clock),
        change_password=ChangePassword(owners, sessions, passwords, hash_password, clock),
        sign_in=SignIn(owners, sessions, passwords, secrets, clock, limits),
        check_session=CheckSession(sessions, secrets, clock, limits),
        end_session=EndSession(sessions),
        list_sessions=ListSessions(sessions, clock, limits),
        create_token=CreateToken(tokens, secrets, clock),
        list_tokens=ListTokens(tokens, clock),
        revoke_token=RevokeToken(tokens, clock),
        check_token=CheckToken(tokens, secrets, clock),
        create_share=CreateShare(shares, secrets, clock),
        list_shares=ListShares(shares, clock),
        revoke_share=RevokeShare(shares, clock),
        open_share=OpenShare(shares, secrets, clock),
        record_action=RecordAction(ports.actions, clock),
        list_actions=ListActions(ports.actions),
    )
