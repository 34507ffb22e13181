"""Calibration sessions: a coach sends a sample to several peers, whose blind scores open together."""
