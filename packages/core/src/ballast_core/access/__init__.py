"""Who may come in: the owner, browsers that signed in, tokens of programs, share links, and what they did."""
