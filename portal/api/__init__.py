"""The open door for machines: what the consortium offers, in the forms that others read."""
