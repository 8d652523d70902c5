"""Letters of thanks from residents, and the wall on which the consortium shows them."""
