SELECT sealed FROM sealed_reports WHERE id = ?
