"""Content: YAML to entries to cards, with errors as file:line:column."""
