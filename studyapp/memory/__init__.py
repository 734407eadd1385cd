"""Memory: the event log, the scheduler, today's queue, statistics."""
