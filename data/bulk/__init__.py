"""Files of many objectives: their rows read in blocks, the finished rows kept in parts until all are there."""
