"""What is found in a file of ratings, as data for programs and as words for people: the same figures in both."""
