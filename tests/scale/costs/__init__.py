"""What the dearest requests cost: those at the limits of every parameter, each measured in CPU."""
