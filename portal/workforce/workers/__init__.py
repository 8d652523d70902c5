"""Workers of co-operatives: who goes where for which services, and whether their personnel checks hold."""
