"""The figures behind the Winchester community-safety dashboard: in by `publish`, out by `queries`."""
