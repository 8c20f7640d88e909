"""Scoring whole files: one function that scores a block of rows, and the engines that run it on many blocks."""
