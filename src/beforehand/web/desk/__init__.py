"""Staff pages: home, cases, routes, campaigns, proof."""
