"""Staff accounts: random ids, one role each, two factors."""
