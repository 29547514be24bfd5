"""Settings of the two processes. The environment is read here and nowhere else in the web."""
