"""The database session of the running request or command."""

from inspect import iscoroutinefunction

from flask.sansio.app import App
from flask_sqlalchemy_lite import SQLAlchemy


class Database(SQLAlchemy):
    """Without the asynchronous sessions that nothing here opens: closing them would start a thread for each request."""

    def init_app(self, app: App) -> None:
        super().init_app(app)
        app.teardown_appcontext_funcs = [end for end in app.teardown_appcontext_funcs if not iscoroutinefunction(end)]


db = Database()
