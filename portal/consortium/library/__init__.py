"""The library: research, manuals of others, forms, press and publicity, each with its editions as files."""
