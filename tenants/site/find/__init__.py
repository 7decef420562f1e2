"""Find your service: by police area, by the name of a county, council or town, or on a map of tiles."""
