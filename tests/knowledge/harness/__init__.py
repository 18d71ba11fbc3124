"""What the proofs are run with: a broken app, its page, the diagnosis, and the fix put in place."""
