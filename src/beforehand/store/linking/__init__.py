"""Which rows are the same person: candidates by keys, learnt weights, clusters that do not chain."""
