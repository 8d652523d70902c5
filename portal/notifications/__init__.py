"""Messages that leave the house: an outbox written in the transaction of the act, delivered by the worker."""
