"""Assessments: an agreement and what happened -> what was kept of it, and what is owed."""
