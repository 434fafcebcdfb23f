"""The business clock: how much working time has passed by a moment, under the calendar of the SLA."""
