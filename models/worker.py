"""Signs of life of the background worker."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.types import Instant


class Heartbeat(Base):
    """When a named part of the worker last did its round."""

    __tablename__ = "heartbeat"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    at: Mapped[Instant]
    detail: Mapped[str] = mapped_column(String(200), default="")
