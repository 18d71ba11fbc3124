"""Reads a project folder for what it tells about the problem; nothing in it is ever executed or imported."""

from cors_wizard.project.scan import ProjectScan, scan_pages, scan_project

__all__ = ["ProjectScan", "scan_pages", "scan_project"]
