"""What was spent by whom on what, against budget; months closed and restated."""
