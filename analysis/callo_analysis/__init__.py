"""Reads result folders of callo runs and draws them."""
