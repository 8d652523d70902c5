"""Emergency welfare and public benefits that are asked for on somebody's behalf."""
