"""A public feed of services by the Human Services Data Specification (HSDS 3.1, Open Referral); it tells of nobody."""
