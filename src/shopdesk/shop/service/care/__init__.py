"""Care: whom to contact, what each allowed, and what came of it."""
