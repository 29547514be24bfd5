"""Staff pages: home, cases, routes, campaigns, proof, people."""
