"""Needs assessments and care plans."""
