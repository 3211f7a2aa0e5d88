-- Which Kafka cluster the offsets are of; null until a reader has seen one. Offsets of another cluster mean nothing.
ALTER TABLE health.projection ADD COLUMN cluster_id text;
