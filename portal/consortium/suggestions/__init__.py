"""What those who work by a manual say of its sections: whether they help, and what should be otherwise."""
