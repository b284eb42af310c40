"""Who may do what: sessions and tokens, permissions in one place, and what keeps foreign pages and floods out."""

from crossclaim.web.passwords import MOST_PASSWORD, check_password, hash_password, password_problem
from crossclaim.web.security.accounts import log_in, log_out, prove
from crossclaim.web.security.caller import Caller, address_of, caller_of, current_user
from crossclaim.web.security.csrf import csrf_token
from crossclaim.web.security.guard import Guard
from crossclaim.web.security.permissions import allow, allow_anyone
from crossclaim.web.security.routes import router as login_router
from crossclaim.web.tokens import digest_of, new_token

__all__ = [
    "MOST_PASSWORD",
    "Caller",
    "Guard",
    "address_of",
    "allow",
    "allow_anyone",
    "caller_of",
    "check_password",
    "csrf_token",
    "current_user",
    "digest_of",
    "hash_password",
    "log_in",
    "log_out",
    "login_router",
    "new_token",
    "password_problem",
    "prove",
]
