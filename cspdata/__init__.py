"""The figures behind the community-safety dashboard: in by `publish`, out by `queries`."""
