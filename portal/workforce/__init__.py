"""Those who go to households for the co-operatives."""
