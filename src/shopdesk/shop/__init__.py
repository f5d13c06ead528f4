"""What a shop does: rules, actions, reports and sheets, one folder per area; no window and no files here."""
