"""Who opened what is about somebody: noted at every page, and told to the person themselves."""
