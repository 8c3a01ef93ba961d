-- Which checkpoint is the best, and what a run last told the people who watch it.
ALTER TABLE run_checkpoint ADD COLUMN loss double precision;
ALTER TABLE run ADD COLUMN notice jsonb;
