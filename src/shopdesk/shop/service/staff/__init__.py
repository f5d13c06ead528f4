"""Figures of the people of service."""
