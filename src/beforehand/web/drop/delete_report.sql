DELETE FROM sealed_reports WHERE id = ?
