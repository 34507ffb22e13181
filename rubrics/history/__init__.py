"""The debriefs a person may look back on."""
