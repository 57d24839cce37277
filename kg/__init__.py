"""Shangtu (商图): knowledge graphs from Chinese commerce and trade news."""
