"""Why goods come back, what that costs, and the tasks that come of it."""
