"""Learn recurrent networks in a terminal: flashcards and quizzes whose every card can prove itself."""

__version__ = "0.1.0"
