"""The drop: all that `public` reaches. It holds counts and sealed reports.

Plain SQLite without Django, so that `public` loads neither (``docs/decisions/bare-public.md``).
The desk reads the same file::

    from beforehand.web.drop import open_drop

    drop = open_drop(home.drop)
    drop.sealed_reports()            # tuple of SealedReport(id, campaign, day, size), latest first
    drop.sealed_bytes(id)            # the age file; raises UnknownReport
    drop.delete_report(id)           # shreds the ciphertext; the count of reports stays
    drop.visits(campaign)            # records.reach.Visits, reports among them without a place
    drop.report_counts(campaign)     # records.reach.ReportCounts: ever received, deleted ones too
    drop.answers(campaign)           # tuple of records.survey.AnswerCount, of no person

``public`` writes with ``drop.add_counts``, ``drop.add_report`` and ``drop.add_answers``.
"""

from beforehand.web.drop.store import Drop, Given, SealedReport, Tick, open_drop

__all__ = ["Drop", "Given", "SealedReport", "Tick", "open_drop"]
