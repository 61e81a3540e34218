"""What is measured about the dashboard; the last figures are in README.md beside this."""
