"""Exports of survey tools: what their columns and cells stand for."""
