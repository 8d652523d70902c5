"""Coordinators: pairing, the case, assessment and plan, referral, visit, contact, closure."""
