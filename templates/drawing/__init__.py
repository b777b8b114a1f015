"""Draws the Word templates of the shipped packs; what a policy says of its lists is read from its policy.yaml."""
