"""The commands of `pool`, one module a subject; each is thin, over the functions that the assets call."""
