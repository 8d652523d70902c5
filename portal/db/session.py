"""The database session of the running request or command."""

from flask_sqlalchemy_lite import SQLAlchemy

db = SQLAlchemy()
