"""Text to digest and back: the Hot Papers post, JSON and YAML."""
