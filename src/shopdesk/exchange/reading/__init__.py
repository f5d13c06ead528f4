"""What happens in the reader's child process: a hostile file comes in, rectangular chunks of text go out."""
