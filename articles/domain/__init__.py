"""Every change that needs an actor, a reason, a revision or a transaction; functions are imperatives."""
