"""Routes: what the sandbox answers, one file for each family of `api/`."""
