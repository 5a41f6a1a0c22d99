"""The books in SQL: SQLAlchemy Core on SQLite or PostgreSQL."""
