"""Pictures that ship with the kit, for machines without a network."""
