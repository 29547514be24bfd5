"""How many people did no list see: estimates from overlapping lists (multiple systems estimation).

Knows nothing of what the lists count: animals, infections, casualties or victims.
"""
