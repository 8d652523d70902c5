"""What a resident sees of their own care: where it stands, who accompanies them, their visits and their plan."""
