"""What runs at the partner: standard library and pure-Python wheels alone."""
