"""The cast, the rules of the house as tests, and whole stories in a real browser."""
