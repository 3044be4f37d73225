"""The course: a path over the pages, exercises that check themselves, and how far one has come."""
