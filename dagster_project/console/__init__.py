"""The web page over the published pool: read-only, for people who sign in; opened by `pool console`."""
