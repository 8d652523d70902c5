"""The catalogue: seven services in three groups, their prices and who offers them."""
