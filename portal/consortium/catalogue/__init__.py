"""The catalogue: seven services in three groups and those of Care SOS, their prices and who offers them."""
