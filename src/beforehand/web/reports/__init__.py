"""Caseworkers' keys and the inbox: the server keeps what it cannot read."""
