"""Figures of the portal as ratios against a bare Flask + SQLAlchemy application measured in the same run."""
