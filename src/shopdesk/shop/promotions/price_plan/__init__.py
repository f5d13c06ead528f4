"""The regular price plan: seasons, clearance and member prices."""
