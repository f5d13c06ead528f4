"""The screens of counting: what to count, the line for the scanner, the review, and what counts came to."""
