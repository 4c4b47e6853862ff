"""Oracle: what the sandbox says; computed, and always the same for the same question."""
