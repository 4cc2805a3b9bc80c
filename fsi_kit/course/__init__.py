"""The course: its modules, quizzes, exercises and glossary."""
