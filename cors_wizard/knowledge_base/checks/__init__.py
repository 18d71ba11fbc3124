"""What `knowledge check` refuses beyond one file's own syntax, one module for each kind of complaint."""
