"""Capacity: the weekly patterns and single slots that co-operatives post, and how full they are."""
