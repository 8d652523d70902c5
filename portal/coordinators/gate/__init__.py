"""Whether a household may be booked with a time, asked at every door by one function; bookings that no longer pass."""
