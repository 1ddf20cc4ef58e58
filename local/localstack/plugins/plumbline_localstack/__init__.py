"""What LocalStack lacks without Docker and without its makers' servers."""
