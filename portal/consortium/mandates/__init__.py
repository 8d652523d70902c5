"""Decisions of meetings that change the manuals: each opens a draft of the section it names."""
