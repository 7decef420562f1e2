"""The service itself: name, police areas, provider, commissioner, contact, brand, policy and wording."""
