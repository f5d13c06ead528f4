"""What promotions do: replayed over the past, watched while they run, and measured afterwards."""
