"""The caseload: which coordinator accompanies which household, and where each case stands."""
