"""Questions: a card becomes a question; an answer is graded, and a wrong one traced to its rule."""
