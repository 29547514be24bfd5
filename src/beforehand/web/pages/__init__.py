"""Campaign pages: written and signed off in Wagtail, rendered once at publication."""
