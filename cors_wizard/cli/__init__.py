"""The command line: arguments, streams, exit statuses; one file for each command, imported when it runs."""
