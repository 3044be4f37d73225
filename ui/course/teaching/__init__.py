"""The teacher's desk: lessons out of addresses, embedding, solutions, and who has done what."""
