"""Two teams of volunteers: 희망발굴단 find and report, 이웃지킴이 watch over a few named households."""
