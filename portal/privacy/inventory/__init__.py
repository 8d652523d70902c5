"""What the portal keeps, column by column, for the office and whoever inspects it."""
