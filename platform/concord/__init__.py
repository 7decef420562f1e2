"""The ground every service stands on. It knows nothing of restorative justice."""
