"""What the visits of a service must know: asked by the coordinator, told to whoever goes."""
