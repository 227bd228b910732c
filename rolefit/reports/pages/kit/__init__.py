"""The pages of a hiring kit: the job, the interview, the rubric's own pages, and the seal."""
