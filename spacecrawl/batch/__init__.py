"""Many saved pages at once: finding them, reading each into a record, whole archives by the workers of a cluster."""
