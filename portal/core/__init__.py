"""What every layer may rely on: plain values and rules, without web framework or database."""
