"""The services that sources ask, on the loopback interface."""
