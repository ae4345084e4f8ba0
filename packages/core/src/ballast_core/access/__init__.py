"""Who may come in: the owner, browsers that signed in, tokens of programs, share links, and what they did."""

from ballast_core.access.bundle import Access, AccessPorts, wire_access
from ballast_core.access.entities import Action, Outcome, Owner, Scope, Session, SetupCode, Share, Token
from ballast_core.access.errors import (
    AccessNotFoundError,
    OwnerExistsError,
    ScopeLackingError,
    ShareGoneError,
    SignInNeededError,
    TooManyAttemptsError,
    UnknownTokenError,
    WeakPasswordError,
    WrongPasswordError,
    WrongSetupCodeError,
)
from ballast_core.access.ports import (
    ActionStore,
    OwnerStore,
    Passwords,
    Secrets,
    SessionStore,
    ShareStore,
    TokenStore,
)
from ballast_core.access.rules import MIN_PASSWORD_LENGTH
from ballast_core.access.usecases.begin_setup import BeginSetup, HasOwner
from ballast_core.access.usecases.check_session import Checked, CheckSession
from ballast_core.access.usecases.check_token import CheckToken
from ballast_core.access.usecases.create_owner import CreateOwner
from ballast_core.access.usecases.create_share import CreateShare, NewShare, ShareSpec
from ballast_core.access.usecases.create_token import CreateToken, NewToken, TokenSpec
from ballast_core.access.usecases.list_actions import ActionsView, ListActions
from ballast_core.access.usecases.list_sessions import EndSession, ListSessions, SessionSummary, SessionsView
from ballast_core.access.usecases.list_shares import ListShares, RevokeShare, ShareSummary, SharesView
from ballast_core.access.usecases.list_tokens import (
    KeyState,
    ListTokens,
    RevokeToken,
    TokenSummary,
    TokensView,
)
from ballast_core.access.usecases.open_share import OpenShare
from ballast_core.access.usecases.record_action import ActionSpec, RecordAction
from ballast_core.access.usecases.set_password import ChangePassword, HashPassword, SetPassword
from ballast_core.access.usecases.sign_in import AccessLimits, SignedIn, SignIn

__all__ = [
    "MIN_PASSWORD_LENGTH",
    "Access",
    "AccessLimits",
    "AccessNotFoundError",
    "AccessPorts",
    "Action",
    "ActionSpec",
    "ActionStore",
    "ActionsView",
    "BeginSetup",
    "ChangePassword",
    "CheckSession",
    "CheckToken",
    "Checked",
    "CreateOwner",
    "CreateShare",
    "CreateToken",
    "EndSession",
    "HasOwner",
    "HashPassword",
    "KeyState",
    "ListActions",
    "ListSessions",
    "ListShares",
    "ListTokens",
    "NewShare",
    "NewToken",
    "OpenShare",
    "Outcome",
    "Owner",
    "OwnerExistsError",
    "OwnerStore",
    "Passwords",
    "RecordAction",
    "RevokeShare",
    "RevokeToken",
    "Scope",
    "ScopeLackingError",
    "Secrets",
    "Session",
    "SessionStore",
    "SessionSummary",
    "SessionsView",
    "SetPassword",
    "SetupCode",
    "Share",
    "ShareGoneError",
    "ShareSpec",
    "ShareStore",
    "ShareSummary",
    "SharesView",
    "SignIn",
    "SignInNeededError",
    "SignedIn",
    "Token",
    "TokenSpec",
    "TokenStore",
    "TokenSummary",
    "TokensView",
    "TooManyAttemptsError",
    "UnknownTokenError",
    "WeakPasswordError",
    "WrongPasswordError",
    "WrongSetupCodeError",
    "wire_access",
]
