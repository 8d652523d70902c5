"""Fair share: what each member offered, was asked, took on, declined and did, and whose turn it is."""
