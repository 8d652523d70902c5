"""A year of ten thousand households, as real use leaves it: filled in by SQL for the build that is compared with.

The present build gets a copy, brought up to date by the migrations.
"""
