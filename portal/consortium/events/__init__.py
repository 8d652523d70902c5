"""Forums and other open events: anybody takes a place without an account, and what they gave is destroyed after."""
