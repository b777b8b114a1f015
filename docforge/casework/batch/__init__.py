"""Many cases in one run: jobs in, journal and summaries out; the clerk's tables and what two applications share."""
