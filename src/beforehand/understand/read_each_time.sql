-- The people of the route, found anew for each question: of a large pool that costs less than laying
-- them out, since only the columns that the question needs are read.
CREATE OR REPLACE TEMP VIEW chosen AS SELECT * FROM met;
