-- Since when everything is being read that a request for all of it asked for: ordinary runs go between its slices, and
-- what was read in full before them need not be read again after them. Null when there is no such request.
ALTER TABLE sync.connection ADD COLUMN full_since timestamptz;
