-- The people of the route, laid out once for all that is asked of them: in a pool that is not
-- large, planning how to find them takes longer than counting them.
CREATE OR REPLACE TEMP TABLE chosen AS SELECT * FROM met;
