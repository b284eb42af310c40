"""The desk's pages, made on the server: what a browser shows needs no script to be read."""

from crossclaim.web.pages.routes import mount_pages

__all__ = ["mount_pages"]
