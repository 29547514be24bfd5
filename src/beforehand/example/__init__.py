"""Made-up data for the demo, the documentation and the tests; every piece says that it is."""
