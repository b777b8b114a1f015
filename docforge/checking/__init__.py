"""Checking: a policy and the records of one applicant become a Verdict that gives its reasons."""
