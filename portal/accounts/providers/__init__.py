"""Staff of an organisation sign in by its own provider (OpenID Connect), where the settings name one."""
