"""The typed settings: what may be configured, and which values are refused at start."""

from portal.config.loading import ConfigurationError, load_settings
from portal.config.settings import MAIN_DEMONSTRATION, FilePlace, Mode, Settings

__all__ = ["MAIN_DEMONSTRATION", "ConfigurationError", "FilePlace", "Mode", "Settings", "load_settings"]
