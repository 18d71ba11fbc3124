"""Flask projects put together at random, broken in one to three ways, fixed by the command and run."""
