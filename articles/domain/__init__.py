"""The work: what happens to articles. One gerund a file; functions are imperatives."""
