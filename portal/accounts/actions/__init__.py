"""Writes of accounts: one function per verb, each recorded in the audit."""

from portal.accounts.actions.authenticator import (
    check_second_factor,
    renew_recovery_codes,
    set_authenticator,
)
from portal.accounts.actions.failing import lift_throttle, record_failure
from portal.accounts.actions.helpers import open_helper_account
from portal.accounts.actions.letting_in import let_in
from portal.accounts.actions.passkeys import add_passkey, check_passkey, remove_passkey
from portal.accounts.actions.passwords import (
    change_password,
    check_password,
    checked_hash,
    password_mark,
    reset_password,
    send_reset_link,
    try_password_of,
)
from portal.accounts.actions.removing import ask_removal, confirm_removal, withdraw_removal
from portal.accounts.actions.residents import (
    end_resident_account,
    move_resident_contact,
    open_resident_account,
    send_code,
    still_opens,
    use_code,
)
from portal.accounts.actions.roles import disable_user, enable_user, grant_role, reopen_without_roles, revoke_role
from portal.accounts.actions.sessions import (
    begin_session,
    end_session,
    end_sessions,
    hold_account,
    note_proof,
    prove,
    sign_out_everywhere,
)
from portal.accounts.actions.staff import (
    accept_invitation,
    invite_first_office,
    invite_staff,
    resend_invitation,
    withdraw_invitation,
)
from portal.accounts.actions.unsent import forget_unsent, put_aside

__all__ = [
    "accept_invitation",
    "add_passkey",
    "ask_removal",
    "begin_session",
    "change_password",
    "check_passkey",
    "check_password",
    "check_second_factor",
    "checked_hash",
    "confirm_removal",
    "disable_user",
    "enable_user",
    "end_resident_account",
    "end_session",
    "end_sessions",
    "forget_unsent",
    "grant_role",
    "hold_account",
    "invite_first_office",
    "invite_staff",
    "let_in",
    "lift_throttle",
    "move_resident_contact",
    "note_proof",
    "open_helper_account",
    "open_resident_account",
    "password_mark",
    "prove",
    "put_aside",
    "record_failure",
    "remove_passkey",
    "renew_recovery_codes",
    "reopen_without_roles",
    "resend_invitation",
    "reset_password",
    "revoke_role",
    "send_code",
    "send_reset_link",
    "set_authenticator",
    "sign_out_everywhere",
    "still_opens",
    "try_password_of",
    "use_code",
    "withdraw_invitation",
    "withdraw_removal",
]
