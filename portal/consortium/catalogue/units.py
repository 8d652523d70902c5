"""Units of services at which people stay over night, as prices name them."""

DAY_UNITS = ("1일", "일")
