"""Which rows are the same person: candidates by keys, learnt weights, no chains."""
