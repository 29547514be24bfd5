"""What flows between the six steps: frozen records, each made by one step, moving one way.

CaseTable → Profile, Route, Comparison, Trend → Release → Plan → Campaign → Visits, ReportCounts
→ Impact.
"""
